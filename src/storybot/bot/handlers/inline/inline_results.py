"""Inline query results: what the list shows of a quote, and the message that choosing it sends.

They are made as the JSON that is sent: with the library's objects, which are there to be made,
checked and turned into JSON, a card costs several times as much, and ten go into a page.
"""

from functools import lru_cache

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import keyboard_json
from storybot.bot.messages.quote_card import ShownQuote, sent_quote_card, sent_quote_data
from storybot.model.answers import Answer

_TITLE = 120
_DESCRIPTION = 200
_SOURCES = 1_000
"""How many articles' names are remembered as they are shown."""


def quote_result(shown: ShownQuote, bot: str, words: Catalogue, codec: ButtonCodec) -> JsonObject:
    """Make the result of a quote with its source."""
    document = shown.citation.version.document
    button = sent_quote_data(shown)
    card = sent_quote_card(shown, button, bot, words)
    return _article(
        button.result_id,
        shown.citation.text,
        _source(document.title, document.publisher, words.day(document.published)),
        card.text,
        keyboard_json(card.keyboard, codec, ButtonScope()),
    )


def abstention_result(answer: Answer, words: Catalogue) -> JsonObject:
    """Make the result that says that the story does not answer the question."""
    nearest = words.say.inline_follow if answer.citations else ""
    abstention = words.say.abstention
    return _article("abstention", abstention, nearest, FormattedText(abstention))


def notice_result(id: str, title: str, text: str) -> JsonObject:
    """Make the result that says something about the question itself."""
    return _article(id, title, text, FormattedText(text))


@lru_cache(_SOURCES)
def _source(*named: str) -> str:
    return shortened(" · ".join(part for part in named if part), _DESCRIPTION)


def _article(
    id: str,
    title: str,
    description: str,
    message: FormattedText,
    keyboard: JsonObject | None = None,
) -> JsonObject:
    fields = {
        "description": shortened(description, _DESCRIPTION),
        "input_message_content": _content(message),
        "reply_markup": keyboard,
        "title": shortened(title, _TITLE),
        "id": id,
        "type": "article",
    }
    return {name: value for name, value in fields.items() if value}


def _content(message: FormattedText) -> JsonObject:
    content: JsonObject = {
        "link_preview_options": {"is_disabled": True},
        "message_text": message.text,
    }
    entities = message.entities_json
    return {"entities": entities, **content} if entities else content
