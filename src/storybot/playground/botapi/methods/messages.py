"""Sending: sendMessage, sendDocument, sendPhoto, sendChatAction, setMessageReaction."""

from typing import Any

from storybot.playground.botapi.methods.address import find_message, find_thread, room_to_write
from storybot.playground.botapi.methods.compose import (
    Entities,
    Markup,
    Preview,
    ReplyParameters,
    caption,
    formatted,
    reply_fields,
)
from storybot.playground.botapi.methods.ephemeral_messages import (
    EphemeralMessageParameters,
    ephemeral_fields,
    find_receiver,
)
from storybot.playground.botapi.methods.request import Caller, ParameterValue, Request
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import Message, PhotoSize, Wire
from storybot.playground.objects.reactions import EMOJI
from storybot.playground.objects.refusal import BotApiError, bad_request
from storybot.playground.objects.reply_markup import InlineKeyboardMarkup, checked
from storybot.playground.world.files import png_size
from storybot.playground.world.rooms import Room

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


class _Sending(Request):
    chat_id: str = ""
    message_thread_id: int = 0
    parse_mode: str = ""
    disable_notification: bool = False
    protect_content: bool = False
    allow_paid_broadcast: bool = False
    message_effect_id: str = ""
    reply_parameters: ParameterValue[ReplyParameters | None] = None
    reply_markup: Markup = None
    ephemeral_message_parameters: ParameterValue[EphemeralMessageParameters | None] = None
    receiver_user_id: int = 0
    callback_query_id: str = ""

    @property
    def receiver(self) -> int:
        """Who alone shall see it, as Bot API 10.3 says it, or 10.2; 0 for all."""
        parameters = self.ephemeral_message_parameters
        return parameters.receiver_user_id if parameters else self.receiver_user_id


class SendMessage(_Sending):
    """https://core.telegram.org/bots/api#sendmessage."""

    text: str = ""
    entities: Entities = None
    link_preview_options: Preview = None


class SendDocument(_Sending):
    """https://core.telegram.org/bots/api#senddocument."""

    document: str = ""
    caption: str = ""
    caption_entities: Entities = None
    disable_content_type_detection: bool = False


class SendPhoto(_Sending):
    """https://core.telegram.org/bots/api#sendphoto."""

    photo: str = ""
    caption: str = ""
    caption_entities: Entities = None


class SendChatAction(Request):
    """https://core.telegram.org/bots/api#sendchataction."""

    chat_id: str = ""
    message_thread_id: int = 0
    action: str = ""


class ReactionType(Wire):
    """A reaction: an emoji."""

    type: str
    emoji: str = ""
    custom_emoji_id: str = ""


class SetMessageReaction(Request):
    """https://core.telegram.org/bots/api#setmessagereaction."""

    chat_id: str = ""
    message_id: int = 0
    reaction: ParameterValue[tuple[ReactionType, ...] | None] = None
    is_big: bool = False


def send_message(caller: Caller, request: SendMessage) -> dict[str, Any]:
    """Send a text and return the message."""
    text = formatted(caller, request.text, request.parse_mode, request.entities)
    room, fields = _start(caller, request)
    return _finish(
        caller,
        room,
        fields
        | {
            "text": text.text,
            "entities": text.entities or None,
            "link_preview_options": request.link_preview_options,
        },
    )


def send_document(caller: Caller, request: SendDocument) -> dict[str, Any]:
    """Send a file, uploaded or known by its id, and return the message."""
    text = caption(caller, request.caption, request.parse_mode, request.caption_entities)
    name = request.document.removeprefix("attach://") or "document"
    upload = caller.uploads.get(name)
    if upload:
        if len(upload.data) > limits.UPLOAD_BYTES:
            raise BotApiError(413, "Request Entity Too Large")
        if not upload.data:
            raise bad_request("file must be non-empty")
        document = caller.telegram.files.add(upload.data, upload.name, upload.mime_type)
    elif stored := caller.telegram.files.find(request.document):
        document = stored.document
    elif not request.document:
        raise bad_request("there is no document in the request")
    else:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    room, fields = _start(caller, request)
    said = {"caption": text.text or None, "caption_entities": text.entities or None}
    return _finish(caller, room, fields | said | {"document": document})


def send_photo(caller: Caller, request: SendPhoto) -> dict[str, Any]:
    """Send an uploaded picture, a PNG here, and return the message."""
    text = caption(caller, request.caption, request.parse_mode, request.caption_entities)
    upload = caller.uploads.get(request.photo.removeprefix("attach://") or "photo")
    if not upload:
        raise bad_request("there is no photo in the request")
    if len(upload.data) > limits.PHOTO_BYTES:
        raise BotApiError(413, "Request Entity Too Large")
    size = png_size(upload.data)
    if not size:
        raise bad_request("IMAGE_PROCESS_FAILED")
    stored = caller.telegram.files.add(upload.data, "photo.png", "image/png")
    photo = PhotoSize(
        file_id=stored.file_id,
        file_unique_id=stored.file_unique_id,
        width=size[0],
        height=size[1],
        file_size=len(upload.data),
    )
    room, fields = _start(caller, request)
    said = {"caption": text.text or None, "caption_entities": text.entities or None}
    return _finish(caller, room, fields | said | {"photo": (photo,)})


def send_chat_action(caller: Caller, request: SendChatAction) -> bool:
    """Show the bot's chat action."""
    if request.action.lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    room = room_to_write(caller, request.chat_id)
    find_thread(caller, room, request.message_thread_id)
    room.actions.append(request.action.lower())
    room.bell.ring()
    return True


def set_message_reaction(caller: Caller, request: SetMessageReaction) -> bool:
    """Set or remove the bot's reaction to a message."""
    posted = find_message(caller, request.chat_id, request.message_id, "react")
    wanted = request.reaction or ()
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.type != "emoji" or reaction.emoji not in EMOJI for reaction in wanted):
        raise bad_request("REACTION_INVALID")
    given = [{"type": "emoji", "emoji": reaction.emoji} for reaction in wanted]
    caller.telegram.react(posted, caller.bot.user, given)
    return True


def _start(caller: Caller, request: _Sending) -> tuple[Room, dict[str, Any]]:
    """Validate where and how to send; return the chat and the resulting message fields."""
    room = room_to_write(caller, request.chat_id)
    thread = find_thread(caller, room, request.message_thread_id)
    if receiver := find_receiver(caller, room, request.receiver):
        fields = ephemeral_fields(caller, room, receiver, request.reply_parameters, thread)
    else:
        fields = reply_fields(room, request.reply_parameters, thread)
    markup = checked(request.reply_markup)
    fields["reply_markup" if isinstance(markup, InlineKeyboardMarkup) else "reply_keyboard"] = (
        markup
    )
    fields["has_protected_content"] = request.protect_content or None
    if caller.telegram.flood:
        caller.telegram.flood.check(caller.bot.user.id, room)
    return room, fields


def _finish(caller: Caller, room: Room, fields: dict[str, Any]) -> dict[str, Any]:
    author = {"sender_chat": room.chat} if room.kind == "channel" else {"from_": caller.bot.user}
    if "receiver_user" not in fields:
        fields["message_id"] = room.take_id()
    message = Message(date=caller.telegram.date, chat=room.chat, **author, **fields)
    return caller.telegram.publish(room, message).message.as_json()
