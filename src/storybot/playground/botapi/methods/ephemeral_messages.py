"""Messages in a group that one person sees: sending, editing and deleting them (Bot API 10.3).

https://core.telegram.org/bots/api#ephemeral-messages-and-commands
"""

from typing import Any

from storybot.playground.botapi.methods.address import is_own, room_to_write
from storybot.playground.botapi.methods.compose import (
    Entities,
    Markup,
    Preview,
    ReplyParameters,
    formatted,
    inline_only,
    reply_fields,
)
from storybot.playground.botapi.methods.edits import NOT_MODIFIED
from storybot.playground.botapi.methods.request import Caller, Request
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import User, Wire
from storybot.playground.objects.refusal import bad_request
from storybot.playground.world.rooms import Posted, Room


class EphemeralMessageParameters(Wire):
    """https://core.telegram.org/bots/api#ephemeralmessageparameters."""

    receiver_user_id: int
    callback_query_id: str = ""
    replace_callback_query_message: bool = False


class Delete(Request):
    """https://core.telegram.org/bots/api#deleteephemeralmessage."""

    chat_id: str = ""
    receiver_user_id: int = 0
    ephemeral_message_id: int = 0


class EditMarkup(Delete):
    """https://core.telegram.org/bots/api#editephemeralmessagereplymarkup."""

    reply_markup: Markup = None


class EditText(EditMarkup):
    """https://core.telegram.org/bots/api#editephemeralmessagetext."""

    text: str = ""
    parse_mode: str = ""
    entities: Entities = None
    link_preview_options: Preview = None


def find_receiver(caller: Caller, room: Room, user_id: int) -> User | None:
    """Return who alone shall see a message; None for all, and where the server is too old to know.

    Raises:
        BotApiError: nobody can be written to like that there.
    """
    if not user_id:
        return None
    if not caller.telegram.knows_ephemeral:
        caller.telegram.journal.unknown_parameters.append(("sendMessage", "receiver_user_id"))
        return None
    if room.kind not in {"group", "supergroup"}:
        raise bad_request("ephemeral messages can be sent only to groups and supergroups")
    if not room.has(user_id) or room.members[user_id].user.is_bot:
        raise bad_request("USER_NOT_PARTICIPANT")
    return room.members[user_id].user


def ephemeral_fields(
    caller: Caller, room: Room, receiver: User, reply: ReplyParameters | None, thread: int | None
) -> dict[str, Any]:
    """Return the fields of an ephemeral message.

    Raises:
        BotApiError: it cannot be a reply to that message, or not any more.
    """
    if reply and reply.ephemeral_message_id:
        asked = room.whispers.get((receiver.id, reply.ephemeral_message_id))
        if (
            not asked
            or is_own(caller, asked)
            or caller.telegram.date - asked.date > limits.EPHEMERAL_REPLY_SECONDS
        ):
            raise bad_request("message to be replied not found")
        reply = None  # what it replies to is left out, as Telegram may do
    return reply_fields(room, reply, thread) | {
        "message_id": 0,
        "receiver_user": receiver,
        "ephemeral_message_id": room.take_whisper_id(receiver.id),
    }


def edit_text(caller: Caller, request: EditText) -> bool:
    """Replace text and keyboard."""
    text = formatted(caller, request.text, request.parse_mode, request.entities)
    return _change(caller, request, {"text": text.text, "entities": text.entities or None})


def edit_markup(caller: Caller, request: EditMarkup) -> bool:
    """Replace the keyboard alone."""
    return _change(caller, request, {})


def delete(caller: Caller, request: Delete) -> bool:
    """Delete an ephemeral message of the bot."""
    posted = _find(caller, request)
    posted.room.drop(posted.message_id, posted.person)
    return True


def _change(caller: Caller, request: EditMarkup, changes: dict[str, Any]) -> bool:
    posted = _find(caller, request)
    markup = inline_only(request.reply_markup)
    new = posted.message.model_copy(update=changes | {"reply_markup": markup})
    if new == posted.message:
        raise bad_request(NOT_MODIFIED)
    caller.telegram.revise(posted.room, new, tell=False)
    return True


def _find(caller: Caller, request: Delete) -> Posted:
    room = room_to_write(caller, request.chat_id)
    posted = Posted(room, request.ephemeral_message_id, request.receiver_user_id)
    if not posted.person or posted.is_deleted or not is_own(caller, posted.message):
        raise bad_request("MESSAGE_ID_INVALID")
    return posted
