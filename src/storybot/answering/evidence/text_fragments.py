"""Links that open a page at a sentence: URL text fragments.

Syntax: https://wicg.github.io/scroll-to-text-fragment/ — ``#:~:text=prefix-,start,end``. Commas,
ampersands and hyphens have a meaning there, and `quote` leaves the hyphen alone.

A browser takes the first place on the page, and looks for each part within one block of it. So a
sentence is named whole where it lies in one line and nothing like it comes before; else by its
first words, as many as nothing before begins with, and its last.
"""

import re
from functools import cached_property, lru_cache
from urllib.parse import quote, urldefrag

from storybot.model.documents import Document

_WHOLE = 390
"""Longest sentence that Chromium was seen to find whole."""
_WORDS = 5
"""Words that the start and the end of a longer one have at least."""
_LONGEST = 1000
"""Characters of a fragment, beyond which the link would be too long for a button."""
_LINES = re.compile(r"[\n\t\r\v\f\u2028]+")
"""What parts blocks of a page: lines, and cells of a table."""
_NEAR = 200
_PREFIX = 3
"""Words before a sentence that tell it from one that reads the same."""
_PAGES = 1_024
"""Addresses that are remembered as links begin."""
_ESCAPES = [quote(bytes([octet]), safe="").replace("-", "%2D") for octet in range(256)]
"""How a link writes each octet."""
_OUTER = " \t\n\"'“”‘’«»„.!?…"


def sentence_link(document: Document, start: int, end: int) -> str | None:
    """Return the document's URL with a text fragment for a sentence; None where it has no URL.

    An anchor in the URL is preserved.
    """
    if not document.url:
        return None
    before = "\n".join(
        (document.title, document.standfirst or "", *document.captions, document.text[:start])
    )
    return _page(document.url) + text_fragment(document.text[start:end], before)


@lru_cache(_PAGES)
def _page(url: str) -> str:
    """Return all of a link that comes before its text fragment."""
    page, anchor = urldefrag(url)
    return f"{page}#{anchor.partition(':~:')[0]}:~:text="


def text_fragment(sentence: str, before: str = "") -> str:
    """Name a sentence for a browser; ``before`` is what stands earlier on its page."""
    parts = [words for part in _LINES.split(sentence) if (words := part.strip(_OUTER).split())]
    if not parts:
        return ""
    earlier, whole = _Earlier(before), " ".join(parts[0])
    before += sentence[: len(sentence) - len(sentence.lstrip(_OUTER))]
    if len(parts) == 1:
        named = _prefix(whole, before, earlier) + _escape(whole)
        if len(parts[0]) <= 2 * _WORDS or (len(whole) <= _WHOLE and len(named) <= _LONGEST):
            return named
    start = _lengthened(parts[0], earlier)
    stop = " ".join(parts[-1][-_WORDS:])
    return f"{_prefix(start, before, earlier)}{_escape(start)},{_escape(stop)}"


class _Earlier:
    """What stands before a sentence on its page, read as closely as is needed.

    A page is long, and mostly some word of a sentence is new on it: then its white space, which
    takes most of the time, needs no reading.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _low(self) -> str:
        # A line at a time, for most are ASCII, which takes a fraction.
        return "\n".join([line.casefold() for line in self._text.split("\n")])

    @cached_property
    def _plain(self) -> str:
        return " ".join(self._low.split())

    def has(self, phrase: str) -> bool:
        """Return whether it has a phrase somewhere, whatever its capitals and white space."""
        words = phrase.casefold().split()
        # The longest are the rarest.
        there = all(word in self._low for word in sorted(words, key=len, reverse=True))
        return there and " ".join(words) in self._plain


def _lengthened(words: list[str], earlier: _Earlier) -> str:
    """Return the first words, so many that nothing earlier on the page reads like them."""
    for count in range(min(_WORDS, len(words)), len(words)):
        start = " ".join(words[:count])
        if not earlier.has(start):
            return start
    return " ".join(words)


def _prefix(start: str, before: str, earlier: _Earlier) -> str:
    """Name what stands before a sentence, where the same stands earlier on the page."""
    if not earlier.has(start):
        return ""
    words = before[-_NEAR:].split()[-_PREFIX:]
    return f"{_escape(' '.join(words))}-," if words else ""


def _escape(text: str) -> str:
    return "".join(map(_ESCAPES.__getitem__, text.encode()))
