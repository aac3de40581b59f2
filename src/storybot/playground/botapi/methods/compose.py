"""Parse the parts of a message that several methods share: text, keyboard, reply."""

from typing import Any, Self

from pydantic import Field, model_validator

from storybot.playground.botapi.methods.request import Caller, ParameterValue
from storybot.playground.markup.entities import STYLES, Formatted, limited, tidy
from storybot.playground.markup.parse_modes import parse
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import (
    LinkPreviewOptions,
    Message,
    MessageEntity,
    TextQuote,
    Wire,
)
from storybot.playground.objects.refusal import bad_request
from storybot.playground.objects.reply_markup import InlineKeyboardMarkup, ReplyMarkup, checked
from storybot.playground.objects.utf16 import utf16_length
from storybot.playground.world.authorship import thread_fields
from storybot.playground.world.rooms import Room

Entities = ParameterValue[tuple[MessageEntity, ...] | None]
Preview = ParameterValue[LinkPreviewOptions | None]
Markup = ParameterValue[ReplyMarkup | None]


class ReplyParameters(Wire):
    """The message to reply to, and the part of it to quote."""

    message_id: int = 0
    ephemeral_message_id: int = 0
    chat_id: str = ""
    allow_sending_without_reply: bool = False
    quote: str = ""
    quote_parse_mode: str = ""
    quote_entities: tuple[MessageEntity, ...] | None = None
    quote_position: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _names_a_message(self) -> Self:
        if not (self.message_id or self.ephemeral_message_id):
            raise ValueError("Message identifier isn't specified")
        return self


def formatted(
    caller: Caller, text: str, parse_mode: str, entities: tuple[MessageEntity, ...] | None
) -> Formatted:
    """Return the text as displayed, formatted by its markup or else by its entities.

    Raises:
        BotApiError: the text is empty or too long, or its markup or entities are wrong.
    """
    if not text:
        raise bad_request("Message text is empty")
    return limited(_shown(caller, text, parse_mode, entities))


def caption(
    caller: Caller, text: str, parse_mode: str, entities: tuple[MessageEntity, ...] | None
) -> Formatted:
    """Return a caption as displayed; it may be empty.

    Raises:
        BotApiError: it is too long, or its markup or entities are wrong.
    """
    if not text.strip():
        return Formatted("", ())
    return limited(_shown(caller, text, parse_mode, entities), limits.CAPTION)


def _shown(
    caller: Caller, text: str, parse_mode: str, entities: tuple[MessageEntity, ...] | None
) -> Formatted:
    """Return the text with its entities; a mentioned user must have an account."""
    parsed = _parsed(text, parse_mode, entities or ())
    accounts = caller.telegram.accounts
    known = []
    for entity in parsed.entities:
        if entity.user is None:
            known.append(entity)
        elif user := accounts.get(entity.user.id):
            known.append(entity.model_copy(update={"user": user}))
    return tidy(parsed.text, tuple(known))


def _parsed(text: str, parse_mode: str, entities: tuple[MessageEntity, ...]) -> Formatted:
    if len(text.encode(errors="replace")) > limits.TEXT_BYTES:
        raise bad_request("Text is too long")
    return parse(text, parse_mode) or Formatted(text, entities)


def inline_only(markup: ReplyMarkup | None) -> InlineKeyboardMarkup | None:
    """Return the keyboard.

    Raises:
        BotApiError: it is another kind of keyboard, or not acceptable.

    """
    kept = checked(markup)
    if kept is not None and not isinstance(kept, InlineKeyboardMarkup):
        raise bad_request("Inline keyboard expected")
    return kept


def reply_fields(room: Room, reply: ReplyParameters | None, thread: int | None) -> dict[str, Any]:
    """Return the message fields for its reply and its thread.

    Raises:
        BotApiError: there is no such message, or the quotation is not in it.
    """
    answered = _answered(room, reply) if reply else None
    fields = thread_fields(room, answered, thread)
    if answered and reply and reply.quote:
        fields["quote"] = _quote(answered, reply)
    return fields


def _answered(room: Room, reply: ReplyParameters) -> Message | None:
    if reply.chat_id and reply.chat_id not in {str(room.chat.id), f"@{room.chat.username}"}:
        raise bad_request("the playground carries no replies to messages of another chat")
    message = room.messages.get(reply.message_id)
    if message is None and not reply.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return message


def _quote(answered: Message, reply: ReplyParameters) -> TextQuote:
    """Return the quotation, which must match the message word for word."""
    parsed = _parsed(reply.quote, reply.quote_parse_mode, reply.quote_entities or ())
    quote = parsed.text.strip()
    source = answered.text or answered.caption or ""
    at = _nearest(source, quote, reply.quote_position)
    position, length = utf16_length(source[: max(at, 0)]), utf16_length(quote)
    marks = _quotable(answered.entities or answered.caption_entities or (), position, length)
    is_exact = at >= 0 and set(marks) == set(_quotable(parsed.entities, 0, length))
    if not quote or length > limits.QUOTE or not is_exact:
        raise bad_request("QUOTE_TEXT_INVALID")
    return TextQuote(text=quote, entities=marks or None, position=position, is_manual=True)


def _quotable(
    entities: tuple[MessageEntity, ...], start: int, length: int
) -> tuple[MessageEntity, ...]:
    """Return the styles of a part of a text, which a quotation of it must share."""
    kept = []
    for entity in entities:
        offset = max(entity.offset, start) - start
        end = min(entity.end, start + length) - start
        if entity.type in STYLES | {"custom_emoji"} and offset < end:
            kept.append(entity.model_copy(update={"offset": offset, "length": end - offset}))
    return tuple(kept)


def _nearest(source: str, quote: str, position: int) -> int:
    """Return the offset of the quotation, the nearest to the given one; -1 if there is none."""
    places, at = [], source.find(quote)
    while at >= 0 and quote:
        places.append(at)
        at = source.find(quote, at + 1)
    return min(places, key=lambda place: abs(utf16_length(source[:place]) - position), default=-1)
