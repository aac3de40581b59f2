"""Answering questions: inline queries, pressed buttons, guest calls."""

import re
from typing import Any

from storybot.playground.botapi.methods.compose import formatted, inline_only
from storybot.playground.botapi.methods.request import Caller, ParameterValue, Request
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import (
    LinkPreviewOptions,
    Message,
    MessageEntity,
    Wire,
)
from storybot.playground.objects.refusal import bad_request
from storybot.playground.objects.reply_markup import InlineKeyboardMarkup
from storybot.playground.objects.utf16 import utf16_length
from storybot.playground.world.authorship import thread_fields
from storybot.playground.world.inline import (
    CallbackAnswer,
    InlineAnswer,
    InlineQueryResultsButton,
    InlineResult,
)

_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class InputTextMessageContent(Wire):
    """The text that a chosen result sends."""

    message_text: str = ""
    parse_mode: str = ""
    entities: tuple[MessageEntity, ...] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class InlineQueryResult(Wire):
    """A result that sends a text; other kinds are not in the playground."""

    type: str
    id: str
    title: str
    input_message_content: InputTextMessageContent
    description: str | None = None
    url: str | None = None
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None
    reply_markup: InlineKeyboardMarkup | None = None


class AnswerInlineQuery(Request):
    """https://core.telegram.org/bots/api#answerinlinequery."""

    inline_query_id: str = ""
    results: ParameterValue[tuple[InlineQueryResult, ...] | None] = None
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str = ""
    button: ParameterValue[InlineQueryResultsButton | None] = None


class AnswerCallbackQuery(Request):
    """https://core.telegram.org/bots/api#answercallbackquery."""

    callback_query_id: str = ""
    text: str = ""
    show_alert: bool = False
    url: str = ""
    cache_time: int = 0


class AnswerGuestQuery(Request):
    """https://core.telegram.org/bots/api#answerguestquery."""

    guest_query_id: str = ""
    result: ParameterValue[InlineQueryResult | None] = None


def answer_inline_query(caller: Caller, request: AnswerInlineQuery) -> bool:
    """Answer an inline query with results."""
    results = request.results or ()
    if len(results) > limits.INLINE_RESULTS:
        raise bad_request("Too many inline query results specified")
    offered = tuple(_offered(caller, result) for result in results)
    if len({result.id for result in offered}) < len(offered):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(request.next_offset.encode()) > limits.NEXT_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(request.button)
    answer = InlineAnswer(
        results=offered,
        next_offset=request.next_offset,
        button=request.button,
        cache_time=request.cache_time,
        is_personal=request.is_personal,
        answered=caller.telegram.clock.now(),
    )
    caller.telegram.questions.answer_inline(caller.bot, request.inline_query_id, answer)
    return True


def answer_callback_query(caller: Caller, request: AnswerCallbackQuery) -> bool:
    """Answer a callback query: notify the user who pressed the button."""
    if utf16_length(request.text) > limits.CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(request.text, request.show_alert, request.url)
    caller.telegram.questions.answer_callback(caller.bot, request.callback_query_id, answer)
    return True


def answer_guest_query(caller: Caller, request: AnswerGuestQuery) -> dict[str, Any]:
    """Post into the chat that called the bot as a guest; return the id to edit it with."""
    if request.result is None:
        raise bad_request("Result isn't specified")
    result = _offered(caller, request.result)
    telegram = caller.telegram
    query = telegram.questions.guest(caller.bot, request.guest_query_id)
    asked, room = query.message.message, query.message.room
    message = Message(
        message_id=room.take_id(),
        date=telegram.date,
        chat=room.chat,
        from_=caller.bot.user,
        **thread_fields(room, asked, None),
        guest_bot_caller_user=asked.from_,
        text=result.content.text,
        entities=result.content.entities or None,
        link_preview_options=result.link_preview_options,
        reply_markup=result.keyboard,
    )
    query.answer = telegram.publish(room, message)
    return {"inline_message_id": telegram.questions.keep_inline(query.answer)}


def _offered(caller: Caller, result: InlineQueryResult) -> InlineResult:
    """Check a result and return it as the list shows it."""
    if result.type.lower() != "article":
        raise bad_request(f"the playground offers no inline results of type {result.type}")
    if not 0 < len(result.id.encode()) <= limits.RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not result.title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.input_message_content
    return InlineResult(
        id=result.id,
        title=result.title,
        description=result.description,
        url=result.url,
        thumbnail_url=result.thumbnail_url,
        content=formatted(caller, content.message_text, content.parse_mode, content.entities),
        link_preview_options=content.link_preview_options,
        keyboard=inline_only(result.reply_markup),
    )


def _check_button(button: InlineQueryResultsButton | None) -> None:
    if button is None:
        return
    if (button.start_parameter is None) == (button.web_app is None):
        raise bad_request(
            "Can't parse inline query results button:"
            " InlineQueryResultsButton must have exactly one optional field"
        )
    if button.start_parameter is not None and not _START_PARAMETER.fullmatch(
        button.start_parameter
    ):
        raise bad_request("START_PARAM_INVALID")
