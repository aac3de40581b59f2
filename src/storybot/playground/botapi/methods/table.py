"""The methods that the playground knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from storybot.playground.botapi.methods import chats, edits, messages, profile
from storybot.playground.botapi.methods import ephemeral_messages as ephemeral
from storybot.playground.botapi.methods import query_answers as answers
from storybot.playground.botapi.methods import updates_methods as polling
from storybot.playground.botapi.methods.request import Caller, Request


@dataclass(frozen=True)
class Method:
    """A method of the Bot API: its name, its parameters and its handler."""

    name: str
    parameters: type[Request]
    run: Callable[[Caller, Any], Any | Awaitable[Any]]


_SINCE_10_2 = (
    Method("editEphemeralMessageText", ephemeral.EditText, ephemeral.edit_text),
    Method("editEphemeralMessageReplyMarkup", ephemeral.EditMarkup, ephemeral.edit_markup),
    Method("deleteEphemeralMessage", ephemeral.Delete, ephemeral.delete),
)
_ALL = (
    *_SINCE_10_2,
    Method("getMe", polling.Nothing, polling.get_me),
    Method("getUpdates", polling.GetUpdates, polling.get_updates),
    Method("setWebhook", polling.SetWebhook, polling.set_webhook),
    Method("deleteWebhook", polling.DeleteWebhook, polling.delete_webhook),
    Method("getWebhookInfo", polling.Nothing, polling.get_webhook_info),
    Method("logOut", polling.Nothing, chats.part),
    Method("close", polling.Nothing, chats.part),
    Method("sendMessage", messages.SendMessage, messages.send_message),
    Method("sendDocument", messages.SendDocument, messages.send_document),
    Method("sendPhoto", messages.SendPhoto, messages.send_photo),
    Method("sendChatAction", messages.SendChatAction, messages.send_chat_action),
    Method("setMessageReaction", messages.SetMessageReaction, messages.set_message_reaction),
    Method("editMessageText", edits.EditMessageText, edits.edit_message_text),
    Method("editMessageReplyMarkup", edits.EditMessageReplyMarkup, edits.edit_message_reply_markup),
    Method("deleteMessage", edits.DeleteMessage, edits.delete_message),
    Method("deleteMessages", edits.DeleteMessages, edits.delete_messages),
    Method("answerInlineQuery", answers.AnswerInlineQuery, answers.answer_inline_query),
    Method("answerCallbackQuery", answers.AnswerCallbackQuery, answers.answer_callback_query),
    Method("answerGuestQuery", answers.AnswerGuestQuery, answers.answer_guest_query),
    Method("getFile", chats.GetFile, chats.get_file),
    Method("getChat", chats.OfChat, chats.get_chat),
    Method("getChatMember", chats.GetChatMember, chats.get_chat_member),
    Method("getChatAdministrators", chats.GetChatAdministrators, chats.get_chat_administrators),
    Method("getChatMemberCount", chats.OfChat, chats.get_chat_member_count),
    Method("leaveChat", chats.OfChat, chats.leave_chat),
    Method("setMyCommands", profile.SetMyCommands, profile.set_my_commands),
    Method("getMyCommands", profile.CommandsOf, profile.get_my_commands),
    Method("deleteMyCommands", profile.CommandsOf, profile.delete_my_commands),
    Method("setMyName", profile.SetMyName, profile.set_my_name),
    Method("getMyName", profile.OfMine, profile.get_my_name),
    Method("setMyDescription", profile.SetMyDescription, profile.set_my_description),
    Method("getMyDescription", profile.OfMine, profile.get_my_description),
    Method(
        "setMyShortDescription", profile.SetMyShortDescription, profile.set_my_short_description
    ),
    Method("getMyShortDescription", profile.OfMine, profile.get_my_short_description),
)
UNKNOWN_BEFORE_10_2 = frozenset(method.name.lower() for method in _SINCE_10_2)
METHODS = {method.name.lower(): method for method in _ALL}
"""By name in small letters: Telegram minds no case."""
