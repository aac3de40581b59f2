"""A quote as a card shows it, under an answer or sent inline: text and buttons.

Pure functions. Where the quote comes from, database or button, is the caller's matter.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlsplit

from telegram.constants import InlineKeyboardButtonLimit

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_codec import fits_inline
from storybot.bot.messages.callback_data import ButtonData, ShowSentQuote
from storybot.bot.messages.callback_fields import FIRST, View
from storybot.bot.messages.citations import paragraph_message, quote_message, shortened, with_older
from storybot.bot.messages.formatted_text import FormattedText, joined, utf16_length
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.model.answers import Citation
from storybot.store.records import QuoteRef

_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?")
_LONGEST_URL = 2000
_SOURCES = 1_000
"""How many articles' names are remembered as they are copied."""


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote, and how much is shown with it."""

    citation: Citation
    view: View = FIRST
    count: int = 1
    """Quotes of the answer that it belongs to."""
    older: Citation | None = None
    """What an older article says instead."""
    nearest: bool = False
    """Whether it was sent inline as no answer."""
    corrects: FormattedText = field(default_factory=FormattedText)
    """What was said before it, if that was wrong; it stands above the quote."""

    @property
    def ranks(self) -> tuple[int, ...]:
        """The ranks of what is shown."""
        rank = self.view.rank
        return (rank, rank + 1) if self.older else (rank,)


@dataclass(frozen=True, slots=True)
class Card:
    """A message with its buttons."""

    text: FormattedText
    keyboard: Keyboard
    shown: tuple[int, ...] = ()
    """Ranks of an answer's quotes that it shows."""


def quote_text(shown: ShownQuote, bot: str, words: Catalogue) -> FormattedText:
    """Render a quote; all but the first of an answer are named as further ones."""
    view, lead = shown.view, words.say.inline_nearest if shown.nearest else ""
    if view.rank:
        lead = words.say.also.format(number=view.rank + 1, count=shown.count)
    render = paragraph_message if view.wide else quote_message
    quote = render(shown.citation, bot, words, lead)
    if shown.corrects.text:
        corrected = joined([shown.corrects, quote], "\n")
        quote = corrected if corrected.fits else quote
    return with_older(quote, shown.older, bot, words)


def toggle_button(shown: ShownQuote, toggle: ButtonData, words: Catalogue) -> Button:
    """Make the button between a quote alone and in context."""
    say = words.say
    return Button(say.button_quote if shown.view.wide else say.button_context, toggle)


def page_and_copy(shown: ShownQuote, words: Catalogue) -> list[Button]:
    """Make the buttons that open the page of a quote and copy it, as far as Telegram takes them."""
    found = []
    if url := page_url(shown.citation):
        found.append(Button(words.say.button_open, url=url))
    if text := copied_text(shown.citation, words):
        found.append(Button(words.say.button_copy, copies=text))
    return found


def sent_quote_card(shown: ShownQuote, button: ShowSentQuote, bot: str, words: Catalogue) -> Card:
    """Make the card of a quote that somebody sends inline; ``button`` names what it shows."""
    toggle = ShowSentQuote(button.quote, not button.wide, button.nearest, button.older)
    return Card(
        quote_text(shown, bot, words),
        keyboard([toggle_button(shown, toggle, words)], page_and_copy(shown, words)),
    )


def sent_quote_data(shown: ShownQuote) -> ShowSentQuote:
    """Name a quote for the buttons under it.

    And the older quote shown with it, as far as a button holds both.
    """
    quote = QuoteRef.of(shown.citation)
    older = QuoteRef.of(shown.older) if shown.older else None
    both = ShowSentQuote(quote, shown.view.wide, shown.nearest, older)
    return both if older is None or fits_inline(both) else replace(both, older=None)


def page_url(citation: Citation) -> str:
    """Return what opens the page at the sentence; nothing where Telegram takes no such button."""
    url = citation.link or citation.version.document.url or ""
    return url if is_web_page(url) else ""


def copied_text(citation: Citation, words: Catalogue) -> str:
    """Return the quote to copy, with its source where both fit; nothing where neither does."""
    most = InlineKeyboardButtonLimit.MAX_COPY_TEXT
    if len(citation.text) > most:  # no unit is less than a character
        return ""
    document = citation.version.document
    source = _source(document.title, document.publisher, words.day(document.published))
    for text in (f"“{citation.text}” ({source})", citation.text):
        if utf16_length(text) <= most:
            return text
    return ""


@lru_cache(_SOURCES)
def _source(*named: str) -> str:
    return ", ".join(shortened(part, 100) for part in named if part)


def is_web_page(url: str) -> bool:
    """Tell whether Telegram takes a URL for a button; a wrong one costs the whole message."""
    if len(url) > _LONGEST_URL or url.split() != [url]:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(parts.hostname or ""))
    except ValueError:
        return False
