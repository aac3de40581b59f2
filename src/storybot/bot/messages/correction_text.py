"""What a message says about a quote that was wrong: struck through, with what became of it.

Pure functions. The quote that is right now follows as any other quote does.
"""

from collections.abc import Iterable
from datetime import datetime

from telegram.constants import MessageEntityType as Kind

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import (
    FormattedText,
    escape_autolinks,
    escape_marked,
    filled,
    joined,
)
from storybot.model.documents import Span

_REASON, _TITLE = 300, 200
"""Characters of a moderator's reason and of a headline that are shown."""


def correction_lead(said: str, at: datetime | None, words: Catalogue) -> FormattedText:
    """Strike what was said, and announce what is right."""
    corrected = FormattedText(words.say.quote_corrected.format(day=words.day(at)))
    return _fitting(said, corrected)


def withdrawal(
    said: str,
    title: str,
    at: datetime | None,
    words: Catalogue,
    *,
    retracted: bool,
    reason: str = "",
) -> FormattedText:
    """Strike what was said, and say that, and why, nothing takes its place."""
    say, day = words.say, words.day(at)
    if not retracted:
        why = FormattedText(say.quote_rewritten.format(day=day))
    elif reason:
        given = escape_autolinks(shortened(reason, _REASON))
        why = filled(say.quote_withdrawn_because, day=day, reason=given)
    else:
        why = FormattedText(say.quote_withdrawn.format(day=day))
    return _fitting(said, joined([why, escape_autolinks(shortened(title, _TITLE))], "\n"))


def joined_if_fitting(pieces: Iterable[FormattedText]) -> FormattedText:
    """Put as many pieces as one message holds below each other, the first ones first."""
    whole = FormattedText()
    for piece in pieces:
        longer = joined([whole, piece], "\n\n")
        if longer.fits or not whole.text:
            whole = longer
    return whole


def _fitting(said: str, then: FormattedText) -> FormattedText:
    """Put a struck quote before a text, if both fit."""
    struck = escape_marked(said, [(Kind.STRIKETHROUGH, Span(0, len(said)))])
    both = joined([struck.within(Kind.BLOCKQUOTE), then], "\n")
    return both if both.fits else then
