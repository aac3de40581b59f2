"""Edit and delete messages: editMessageText, editMessageReplyMarkup, deleteMessage(s)."""

from typing import Any

from storybot.playground.botapi.methods.address import find_message, is_own, room_to_write
from storybot.playground.botapi.methods.compose import (
    Entities,
    Markup,
    Preview,
    formatted,
    inline_only,
)
from storybot.playground.botapi.methods.request import Caller, ParameterValue, Request
from storybot.playground.objects import limits
from storybot.playground.objects.refusal import bad_request
from storybot.playground.world.rooms import Posted

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


class _Editing(Request):
    chat_id: str = ""
    message_id: int = 0
    inline_message_id: str = ""
    reply_markup: Markup = None


class EditMessageText(_Editing):
    """https://core.telegram.org/bots/api#editmessagetext."""

    text: str = ""
    parse_mode: str = ""
    entities: Entities = None
    link_preview_options: Preview = None


class EditMessageReplyMarkup(_Editing):
    """https://core.telegram.org/bots/api#editmessagereplymarkup."""


class DeleteMessage(Request):
    """https://core.telegram.org/bots/api#deletemessage."""

    chat_id: str = ""
    message_id: int = 0


class DeleteMessages(Request):
    """https://core.telegram.org/bots/api#deletemessages."""

    chat_id: str = ""
    message_ids: ParameterValue[tuple[int, ...] | None] = None


def edit_message_text(caller: Caller, request: EditMessageText) -> dict[str, Any] | bool:
    """Replace text and keyboard; return the message, or True when it was sent through the bot."""
    text = formatted(caller, request.text, request.parse_mode, request.entities)
    posted = _editable(caller, request)
    if posted.message.text is None:
        raise bad_request("there is no text in the message to edit")
    if caller.telegram.flood:
        room = None if request.inline_message_id else posted.room
        caller.telegram.flood.check(caller.bot.user.id, room)
    changes = {
        "text": text.text,
        "entities": text.entities or None,
        "link_preview_options": request.link_preview_options,
        "reply_markup": inline_only(request.reply_markup),
    }
    return _change(caller, request, posted, changes)


def edit_message_reply_markup(
    caller: Caller, request: EditMessageReplyMarkup
) -> dict[str, Any] | bool:
    """Replace the keyboard alone."""
    posted = _editable(caller, request)
    return _change(caller, request, posted, {"reply_markup": inline_only(request.reply_markup)})


def delete_message(caller: Caller, request: DeleteMessage) -> bool:
    """Delete a message that the bot may delete."""
    posted = find_message(caller, request.chat_id, request.message_id, "delete")
    if not _may_delete(caller, posted):
        raise bad_request("message can't be deleted for everyone")
    posted.room.drop(posted.message_id)
    return True


def delete_messages(caller: Caller, request: DeleteMessages) -> bool:
    """Delete those of the messages that are there and that the bot may delete."""
    room = room_to_write(caller, request.chat_id)
    if not request.message_ids:
        raise bad_request("message identifiers are not specified")
    if len(request.message_ids) > limits.DELETE_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    for message_id in request.message_ids:
        posted = Posted(room, message_id)
        if not posted.is_deleted and _may_delete(caller, posted):
            room.drop(message_id)
    return True


def _editable(caller: Caller, request: _Editing) -> Posted:
    """Return the message, which must be the bot's own or sent via the bot."""
    if request.inline_message_id:
        return caller.telegram.questions.sent_through(caller.bot, request.inline_message_id)
    posted = find_message(caller, request.chat_id, request.message_id, "edit")
    if not is_own(caller, posted.message) and posted.room.kind != "channel":
        raise bad_request("message can't be edited")
    return posted


def _change(
    caller: Caller, request: _Editing, posted: Posted, changes: dict[str, Any]
) -> dict[str, Any] | bool:
    old = posted.message
    new = old.model_copy(update=changes)
    if new == old:
        raise bad_request(NOT_MODIFIED)
    new = new.model_copy(update={"edit_date": caller.telegram.date})
    caller.telegram.revise(posted.room, new, tell=False)
    return True if request.inline_message_id else new.as_json()


def _may_delete(caller: Caller, posted: Posted) -> bool:
    """Own messages, and in a private chat all, for two days; an administrator deletes any."""
    message, room = posted.message, posted.room
    member = room.members[caller.bot.user.id]
    is_recent = caller.telegram.clock.now() - message.date < limits.DELETABLE_SECONDS
    return member.is_admin or (is_recent and (room.is_private or is_own(caller, message)))
