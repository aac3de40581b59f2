"""Recognise an article that a person decided on when it returns under another name.

The same text with a comma, a line or a publisher changed, or, for a retracted article, a page at
the same URL. Called for articles from unknown sources.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from storybot.model.documents import Document, State, Version
from storybot.model.headings import Heading
from storybot.store.document_store import Store

_ALIKE = 0.8
"""Share of common word runs from which two texts are one article; unrelated reports of one event
have hardly any."""
_RUN = 4
_WORD = re.compile(r"\w+")
_REMEMBERED = 256


async def held_twin(store: Store, document: Document) -> Heading | None:
    """Return the article that a person decided on and this one would bring back, if any.

    Raises:
        StoreError: the store failed.
    """
    for heading in await store.headings(held=True):
        retracted = heading.standing.state is State.RETRACTED
        if retracted and _address(document.url) and _address(document.url) == _address(heading.url):
            return heading
        unquoted = await _unquoted(store, heading)
        if any(likeness(document.text, v.document.text) >= _ALIKE for v in unquoted):
            return heading
    return None


async def _unquoted(store: Store, heading: Heading) -> list[Version]:
    """Return the versions of an article that must not be quoted."""
    standing = heading.standing
    numbers = set(range(1, standing.newest + 1))
    if standing.state is State.LIVE:
        numbers.discard(standing.version)
    return await store.versions([(heading.id, number) for number in sorted(numbers)])


def likeness(one: str, other: str) -> float:
    """Return the share of common word runs of two texts, 0 to 1."""
    a, b = _runs(one), _runs(other)
    return len(a & b) / len(a | b) if a else 0.0


@lru_cache(_REMEMBERED)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the word runs of a text, without case and punctuation; a short text is one run."""
    words = tuple(_WORD.findall(text.casefold()))
    return frozenset(words[i : i + _RUN] for i in range(max(len(words) - _RUN + 1, 1)))


def _address(url: str | None) -> tuple[str, str] | None:
    """Return host and path of the page of an article; None if it has no page of its own."""
    if not url:
        return None
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    host = (parts.hostname or "").removeprefix("www.")
    return (host, f"{path}?{parts.query}" if _names_page(parts.query) else path) if path else None


def _names_page(query: str) -> bool:
    """Return whether a query is more than tracking parameters."""
    return any(
        not name.startswith(("utm_", "fbclid", "gclid")) for name in query.split("&") if name
    )
