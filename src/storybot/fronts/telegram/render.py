"""Answers and quotes as messages: word for word, cited, within limits.

Pure functions. A quote is a block quote of its own; what does not fit into one message is left
out whole, never cut inside a sentence.
"""

from collections.abc import Iterable
from datetime import date

from telegram.constants import MessageEntityType as Kind
from telegram.helpers import create_deep_linked_url

from storybot.fronts.telegram.marked import Marked, inert, joined, linked
from storybot.model import Answer, Citation, Span
from storybot.text.sentences import split_sentences

ABSTENTION = "The story does not say."
_NEAREST = "Nearest passages, which may not answer:"
_FURTHER = "Also in the story:"
_TOO_LONG = "The sentence is too long for a message; it stands here:"
_FURTHER_CITATIONS = 2
_TITLE = 200
"""Characters of a headline that are shown; a headline names the article and is no quote."""


def answer_message(answer: Answer, bot: str) -> Marked:
    """Render the answer, or that there is none, with up to two further quotes.

    ``bot`` is the bot's name, for links that open a quote in its paragraph.
    """
    if answer.answered:
        first, *rest = answer.citations
        return _with_further(quote_message(first, bot), _FURTHER, rest, bot)
    return _with_further(Marked(ABSTENTION), _NEAREST, answer.citations, bot)


def quote_message(citation: Citation, bot: str) -> Marked:
    """Render one quote and where it stands; only the latter where the quote is too long."""
    source = source_line(citation, bot)
    whole = _quoted(citation.text, citation.matches) + "\n" + source
    return whole if whole.fits else Marked(_TOO_LONG) + "\n" + source


def paragraph_message(citation: Citation, bot: str) -> Marked:
    """Render a quote in bold within its paragraph, or with its sentence where that is too long."""
    document, index = citation.version.document, citation.paragraph
    start, end = document.spans[index]
    paragraph = document.text[start:end]
    inside = Span(citation.start - start, citation.end - start)
    whole = _quoted(paragraph, [inside]) + "\n" + source_line(citation, bot)
    if whole.fits:
        return whole
    around = [
        paragraph[s.start : s.end]
        for s in split_sentences(paragraph, document.language)
        if s.start < inside.end and inside.start < s.end
    ]
    quotes = joined((_quoted(sentence) for sentence in around), "\n")
    whole = quotes + "\n" + source_line(citation, bot)
    return whole if whole.fits else Marked(_TOO_LONG) + "\n" + source_line(citation, bot)


def source_line(citation: Citation, bot: str) -> Marked:
    """Name title, publisher, date and paragraph; the title opens the page, ¶ the paragraph."""
    document = citation.version.document
    pilcrow = Marked(f"¶ {citation.paragraph + 1}")
    pieces = [
        linked(shortened(document.title, _TITLE), citation.link or document.url),
        inert(shortened(document.publisher, _TITLE)),
        Marked(day(document.published)),
        pilcrow.within(Kind.TEXT_LINK, create_deep_linked_url(bot, quote_payload(citation))),
    ]
    return joined(pieces, " · ")


def quote_payload(citation: Citation) -> str:
    """Name a quote in the 64 characters of a start link: `readers` opens it."""
    version = citation.version
    return f"c_{version.id}_{version.number}_{citation.start}_{citation.end}"


def day(published: date | None) -> str:
    """Write a date as people do; nothing for none."""
    return f"{published.day} {published:%B %Y}" if published else ""


def shortened(text: str, limit: int) -> str:
    """Cut a text for display at a word, and show that it was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return (text[:limit].rpartition(" ")[0] or text[: limit - 1]) + "…"


def _with_further(head: Marked, heading: str, rest: Iterable[Citation], bot: str) -> Marked:
    message, opened = head, head + f"\n\n{heading}"
    added = 0
    for citation in rest:
        longer = opened + "\n" + quote_message(citation, bot)
        if added < _FURTHER_CITATIONS and longer.fits:
            message = opened = longer
            added += 1
    return message


def _quoted(text: str, bold: Iterable[Span] = ()) -> Marked:
    return inert(text, bold).within(Kind.BLOCKQUOTE)
