"""Messages in a group that one person sees: Bot API 10.2 and 10.3, newer than the library.

All of them have the message id 0, so they are told apart by an id of their own, which may be that
of another person's message too, and is used again for another one later.
https://core.telegram.org/bots/api#ephemeral-messages-and-commands
What stands here goes when the library knows them.
"""

from typing import Any

from telegram import Bot, InlineKeyboardMarkup, Message, User
from telegram.error import BadRequest, EndPointNotFound

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.messages.formatted_text import FormattedText


def is_ephemeral(message: Message) -> bool:
    """Tell whether only one person sees a message."""
    return message.message_id == 0 or bool(_ephemeral_id(message))


def number_of(message: Message) -> int:
    """Return the id by which a message is told from others that the same people see."""
    return message.message_id or _ephemeral_id(message)


def receiver_of(message: Message) -> User | None:
    """Return who sees an ephemeral message, besides the bot: its author, or whom it was sent to."""
    if message.from_user and not message.from_user.is_bot:
        return message.from_user
    receiver = message.api_kwargs.get("receiver_user")
    return User.de_json(receiver) if isinstance(receiver, dict) else None


async def knows_ephemeral(bot: Bot) -> bool:
    """Ask the server whether it knows such messages, by a call that can do nothing.

    A server that does not would send them to everybody.

    Raises:
        TelegramError: it did not say.
    """
    try:
        await bot.do_api_request("deleteEphemeralMessage")
    except EndPointNotFound:
        return False
    except BadRequest:  # nothing was named that could be deleted
        return True
    return False  # a server that agrees to anything carries out nothing


async def send_ephemeral(
    answered: Message,
    receiver: User,
    text: FormattedText,
    keyboard: JsonObject | None = None,
    *,
    chat: int | None = None,
) -> Message:
    """Answer a message so that one person sees it.

    A reply to an ephemeral message is refused after 15 seconds; later it is sent without.
    ``chat`` is the supergroup that its group became, in which the message is not.

    Raises:
        BadRequest: that person cannot be written to like this.
    """
    also: dict[str, Any] = {
        "ephemeral_message_parameters": {"receiver_user_id": receiver.id},
        "receiver_user_id": receiver.id,  # the same for a server of 10.2, which lacks the former
    }
    where = chat or answered.chat_id
    reply = {} if chat else _reply_parameters(answered)
    try:
        return await _send(answered, where, text, keyboard, also | reply)
    except BadRequest:
        if not reply or not _ephemeral_id(answered):
            raise
        return await _send(answered, where, text, keyboard, also)


async def edit_ephemeral(
    message: Message,
    receiver: User,
    text: FormattedText | None,
    keyboard: InlineKeyboardMarkup | None,
) -> None:
    """Put another text, or only other buttons, into an ephemeral message of the bot."""
    fields = _named(message, receiver)
    if keyboard:
        fields["reply_markup"] = keyboard.to_dict()
    if text:
        fields["text"] = text.text
        fields["entities"] = [entity.to_dict() for entity in text.entities or ()]
        fields["link_preview_options"] = {"is_disabled": True}
    method = "editEphemeralMessageText" if text else "editEphemeralMessageReplyMarkup"
    await message.get_bot().do_api_request(method, api_kwargs=fields)


async def delete_ephemeral(message: Message, receiver: User) -> None:
    """Delete an ephemeral message of the bot."""
    await message.get_bot().do_api_request(
        "deleteEphemeralMessage", api_kwargs=_named(message, receiver)
    )


async def _send(
    answered: Message,
    chat: int,
    text: FormattedText,
    keyboard: JsonObject | None,
    parameters: dict[str, Any],
) -> Message:
    return await answered.get_bot().send_message(
        chat,
        text.text,
        entities=text.entities,
        reply_markup=InlineKeyboardMarkup.de_json(keyboard) if keyboard else None,
        message_thread_id=answered.message_thread_id if answered.is_topic_message else None,
        api_kwargs=parameters,
    )


def _reply_parameters(answered: Message) -> dict[str, Any]:
    if number := _ephemeral_id(answered):
        return {"reply_parameters": {"ephemeral_message_id": number}}
    if not answered.message_id:
        return {}
    named = {"message_id": answered.message_id, "allow_sending_without_reply": True}
    return {"reply_parameters": named}


def _named(message: Message, receiver: User) -> dict[str, Any]:
    return {
        "chat_id": message.chat_id,
        "receiver_user_id": receiver.id,
        "ephemeral_message_id": _ephemeral_id(message),
    }


def _ephemeral_id(message: Message) -> int:
    number = message.api_kwargs.get("ephemeral_message_id")
    return number if isinstance(number, int) else 0
