"""Messages in a group that one person sees: Bot API 10.2 and 10.3, newer than the library.

All of them have the message id 0, so they are told apart by an id of their own, which is used again
for another one later. https://core.telegram.org/bots/api#ephemeral-messages-and-commands
What stands here goes when the library knows them.
"""

from typing import Any

from telegram import InlineKeyboardMarkup, Message, User

from storybot.bot.messages.formatted_text import FormattedText


def is_ephemeral(message: Message) -> bool:
    """Tell whether only one person sees a message."""
    return message.message_id == 0 or bool(_ephemeral_id(message))


def key_of(message: Message) -> int:
    """Return by which number a message of the bot is remembered; negative if ephemeral."""
    return message.message_id or -_ephemeral_id(message)


async def send_ephemeral(
    answered: Message,
    receiver: User,
    text: FormattedText,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    query_id: str | None = None,
) -> Message:
    """Answer a message so that one person sees it.

    A server that does not know how sends it to everybody, as the message that it returns tells.
    """
    parameters: dict[str, Any] = {"receiver_user_id": receiver.id}
    if query_id:
        parameters["callback_query_id"] = query_id
    also: dict[str, Any] = {"ephemeral_message_parameters": parameters}
    if number := _ephemeral_id(answered):
        also["reply_parameters"] = {"ephemeral_message_id": number}
    elif answered.message_id:
        also["reply_parameters"] = {
            "message_id": answered.message_id,
            "allow_sending_without_reply": True,
        }
    return await answered.get_bot().send_message(
        answered.chat_id,
        text.text,
        entities=text.entities,
        reply_markup=keyboard,
        message_thread_id=answered.message_thread_id if answered.is_topic_message else None,
        api_kwargs=also,
    )


def _ephemeral_id(message: Message) -> int:
    number = message.api_kwargs.get("ephemeral_message_id")
    return number if isinstance(number, int) else 0
