"""An answer as a card: its text, and the buttons under it.

Pure functions. A card shows one citation of the ranking at a time; the others are a button away.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit
from telegram.helpers import create_deep_linked_url

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import (
    abstention_message,
    paragraph_message,
    quote_message,
    shortened,
    with_older,
)
from storybot.bot.messages.formatted_text import FormattedText, utf16_length
from storybot.bot.messages.keyboards import button
from storybot.model.answers import Citation
from storybot.store.records import Feedback

VIEW = r"([0-9]{1,2}[qp])"
"""How a view looks in the data of a button."""
SOURCES_PAYLOAD = "sources"
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?")
_LONGEST_URL = 2000

ButtonRow = list[InlineKeyboardButton]


class View(NamedTuple):
    """Which citation a card shows, and how."""

    rank: int = 0
    """Counted from 0."""
    wide: bool = False
    """In its paragraph, or the quote alone."""

    @classmethod
    def read(cls, code: str) -> "View":
        """Read what `code` wrote."""
        return cls(int(code[:-1]), code[-1] == "p")

    @property
    def code(self) -> str:
        """How it stands in the data of a button."""
        return f"{self.rank}{'p' if self.wide else 'q'}"


class ChatContext(NamedTuple):
    """Where a card is shown, as far as its buttons depend on it."""

    bot: str
    """The bot's name."""
    private: bool = False
    deletable: bool = False
    """In a group, where an answer can be in the way."""
    inline: bool = False
    """Sent for a guest call: there is no chat to write anything else to."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message with its buttons."""

    text: FormattedText
    keyboard: InlineKeyboardMarkup | None


def quote_text(
    citation: Citation,
    view: View,
    count: int,
    place: ChatContext,
    words: Catalogue,
    older: Citation | None = None,
) -> FormattedText:
    """Render what a view shows; all but the first citation are named as further ones.

    ``older`` is what an older article says instead.
    """
    lead = words.say.also.format(number=view.rank + 1, count=count) if view.rank else ""
    render = paragraph_message if view.wide else quote_message
    return with_older(render(citation, place.bot, words, lead), older, place.bot, words)


def quote_keyboard(
    citation: Citation,
    view: View,
    count: int,
    place: ChatContext,
    words: Catalogue,
    votes: Feedback,
) -> InlineKeyboardMarkup:
    """Make the buttons under a quote."""
    say = words.say
    turn: ButtonRow = []
    if view.rank:
        turn.append(button(say.button_back, "see", View(view.rank - 1).code))
    if view.rank + 1 < count:
        label = say.button_more.format(number=view.rank + 2, count=count)
        turn.append(button(label, "see", View(view.rank + 1).code))
    other = View(view.rank, not view.wide)
    look = [button(say.button_quote if view.wide else say.button_context, "see", other.code)]
    if url := page_url(citation):
        look.append(InlineKeyboardButton(say.button_open, url=url))
    copy: ButtonRow = []
    if text := copied_text(citation, words):
        copy.append(InlineKeyboardButton(say.button_copy, copy_text=CopyTextButton(text)))
    rows = [turn, look, copy, _verdict(view, place, words, votes)]
    return InlineKeyboardMarkup([row for row in rows if row])


def abstention_keyboard(
    place: ChatContext, words: Catalogue, votes: Feedback
) -> InlineKeyboardMarkup:
    """Make the buttons under an abstention: what there is to ask, and being told later."""
    say = words.say
    link = create_deep_linked_url(place.bot, SOURCES_PAYLOAD)
    rows = [
        [
            button(say.button_sources, "story", "")
            if place.private
            else InlineKeyboardButton(say.button_sources, url=link)
        ],
        [] if place.inline else [button(say.button_tell_me, "wish", "")],
        _verdict(View(), place, words, votes),
    ]
    return InlineKeyboardMarkup([row for row in rows if row])


def abstention_card(nearest: tuple[Citation, ...], place: ChatContext, words: Catalogue) -> Card:
    """Make the card for a question that the story does not answer."""
    text = abstention_message(nearest, place.bot, words)
    return Card(text, abstention_keyboard(place, words, Feedback()))


def quote_card(
    citations: tuple[Citation, ...],
    place: ChatContext,
    words: Catalogue,
    older: Citation | None = None,
) -> Card:
    """Make the card that shows the first citation, and what an older article says instead."""
    first, view, count = citations[0], View(), len(citations)
    text = quote_text(first, view, count, place, words, older)
    return Card(text, quote_keyboard(first, view, count, place, words, Feedback()))


def page_url(citation: Citation) -> str:
    """Return what opens the page at the sentence; nothing where Telegram takes no such button."""
    url = citation.link or citation.version.document.url or ""
    return url if is_web_page(url) else ""


def copied_text(citation: Citation, words: Catalogue) -> str:
    """Return the quote to copy, with its source where both fit; nothing where neither does."""
    document = citation.version.document
    named = (document.title, document.publisher, words.day(document.published))
    source = ", ".join(shortened(part, 100) for part in named if part)
    for text in (f"“{citation.text}” ({source})", citation.text):
        if utf16_length(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
            return text
    return ""


def is_web_page(url: str) -> bool:
    """Tell whether Telegram takes a URL for a button; a wrong one costs the whole message."""
    if len(url) > _LONGEST_URL or url.split() != [url]:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(parts.hostname or ""))
    except ValueError:
        return False


def _verdict(view: View, place: ChatContext, words: Catalogue, votes: Feedback) -> ButtonRow:
    row = [
        button(f"👍 {votes.up or ''}".strip(), "vote", view.code, "up"),
        button(f"👎 {votes.down or ''}".strip(), "vote", view.code, "down"),
    ]
    if place.deletable:
        row.append(button(words.say.button_delete, "delete", ""))
    return row
