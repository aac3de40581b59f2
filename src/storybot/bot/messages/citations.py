"""Answers and quotes as messages: word for word, cited, within limits.

Pure functions. A quote is a block quote of its own; what does not fit into one message is left
out whole, never cut inside a sentence.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from telegram.constants import MessageEntityType as Kind

from storybot.answering.abstention.telling_words import shares_telling_word
from storybot.answering.evidence.disagreements import disagreement
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, joined, linked
from storybot.bot.messages.start_links import OpenQuote, start_url
from storybot.model.answers import Answer, Citation
from storybot.model.documents import Span
from storybot.store.records import QuoteRef
from storybot.text.segmentation.sentences import split_sentences

_NEAREST_SHOWN = 2
_NEWEST_SHOWN = 5
_USEFUL = 0.05
"""Confidence below which nothing near a question was ever of use to its asker."""
_FOLDED = 900
"""Characters from which a paragraph is folded; Telegram then shows three lines, which may not even
hold the quote."""
_ALSO_SHOWN, _ALSO_TITLE = 3, 80
_TITLE = 200
"""Characters of a headline that are shown; a headline names the article and is no quote."""
_NAMES = 2_000
"""How many titles and publishers are remembered as they are shown."""


def quote_message(citation: Citation, bot: str, words: Catalogue, lead: str = "") -> FormattedText:
    """Render one quote and where it stands; only the latter where the quote is too long.

    ``bot`` is the bot's name, for the link that opens the quote in its paragraph; ``lead`` a line
    of the bot's own above the quote.
    """
    quote = _quoted(citation.text, citation.matches)
    whole = _fitting([quote], citation, bot, words, lead)
    if not citation.also_in:
        return whole
    titles = [
        linked(shortened(v.document.title, _ALSO_TITLE), v.document.url) for v in citation.also_in
    ]
    also = FormattedText(f"{words.say.also_in} ") + joined(titles[:_ALSO_SHOWN], " · ")
    both = joined([whole, also], "\n")
    return both if both.fits else whole


def paragraph_message(
    citation: Citation, bot: str, words: Catalogue, lead: str = ""
) -> FormattedText:
    """Render a quote in bold within its paragraph, or with its sentence where that is too long."""
    document, index = citation.version.document, citation.paragraph
    start, end = document.spans[index]
    paragraph = document.text[start:end]
    inside = Span(citation.start - start, citation.end - start)
    around = (
        _quoted(paragraph[s.start : s.end])
        for s in split_sentences(paragraph, document.language)
        if s.start < inside.end and inside.start < s.end
    )
    block = Kind.EXPANDABLE_BLOCKQUOTE if len(paragraph) > _FOLDED else Kind.BLOCKQUOTE
    whole = escape_autolinks(paragraph, [inside]).within(block)
    return _fitting([whole, joined(around, "\n")], citation, bot, words, lead)


def with_older(
    message: FormattedText, older: Citation | None, bot: str, words: Catalogue
) -> FormattedText:
    """Append a contradicting quote of an older article, if one message holds both."""
    if older is None:
        return message
    both = joined([message, quote_message(older, bot, words, words.say.differ)], "\n\n")
    return both if both.fits else message


def abstention_message(answer: Answer, bot: str, words: Catalogue) -> FormattedText:
    """Say that the story does not say; up to two of the nearest passages, named as such."""
    return abstention_with_nearest(answer, bot, words)[0]


def abstention_with_nearest(
    answer: Answer, bot: str, words: Catalogue
) -> tuple[FormattedText, tuple[int, ...]]:
    """Return what an abstention says, and the ranks of the passages that it shows.

    Shown is only what may be of use. Where no article is in the question's language, that is said.
    """
    message = FormattedText(words.say.abstention)
    if answer.written_in:
        written = words.languages(answer.written_in)
        message += "\n\n" + words.say.articles_in.format(written=written)
    opened = message + f"\n\n{words.say.nearest}"
    shown: list[int] = []
    for rank, citation in enumerate(answer.citations):
        if answer.confidence < _USEFUL or len(shown) == _NEAREST_SHOWN:
            break
        if not shares_telling_word(citation):
            continue
        why = _why_no_answer(answer, citation, words)
        longer = opened + "\n" + quote_message(citation, bot, words, why)
        if longer.fits:
            message = opened = longer
            shown.append(rank)
    return message, tuple(shown)


def _why_no_answer(answer: Answer, citation: Citation, words: Catalogue) -> str:
    """Say in what a quote differs from what was asked for; empty where that is not one thing."""
    found = disagreement(answer.asked, citation)
    if not found:
        return ""
    return (words.say.says_instead if found.says else words.say.says_nothing).format(
        asked=shortened(found.asked, _ALSO_TITLE), says=shortened(found.says, _ALSO_TITLE)
    )


def story_message(newest: Sequence[Citation], bot: str, words: Catalogue) -> FormattedText:
    """Show how the newest articles begin, as many as a message holds."""
    message = FormattedText(words.say.story_newest)
    for citation in newest[:_NEWEST_SHOWN]:
        longer = message + "\n\n" + quote_message(citation, bot, words)
        if longer.fits:
            message = longer
    return message


def source_line(citation: Citation, bot: str, words: Catalogue) -> FormattedText:
    """Name title, publisher, date and paragraph; the title opens the page, ¶ the paragraph."""
    document = citation.version.document
    pilcrow = FormattedText(f"¶ {citation.paragraph + 1}")
    url = citation.link or document.url
    pieces = [
        linked(shortened(document.title, _TITLE), url) if url else _inert(document.title),
        _inert(document.publisher),
        FormattedText(words.day(document.published)),
        pilcrow.within(Kind.TEXT_LINK, start_url(bot, OpenQuote(QuoteRef.of(citation)))),
    ]
    return joined(pieces, " · ")


@lru_cache(_NAMES)
def _inert(name: str) -> FormattedText:
    return escape_autolinks(shortened(name, _TITLE))


def shortened(text: str, limit: int) -> str:
    """Cut a text for display at a word, and show that it was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return (text[:limit].rpartition(" ")[0] or text[: limit - 1]) + "…"


def _fitting(
    bodies: Iterable[FormattedText], citation: Citation, bot: str, words: Catalogue, lead: str
) -> FormattedText:
    """Put the first body that fits between lead and source; none where none does."""
    source = source_line(citation, bot, words)
    above = [FormattedText(lead)] if lead else []
    for body in bodies:
        whole = joined([*above, body, source], "\n")
        if body.text and whole.fits:
            return whole
    return joined([*above, FormattedText(words.say.quote_too_long), source], "\n")


def _quoted(text: str, bold: Iterable[Span] = ()) -> FormattedText:
    block = Kind.EXPANDABLE_BLOCKQUOTE if len(text) > _FOLDED else Kind.BLOCKQUOTE
    return escape_autolinks(text, bold).within(block)
