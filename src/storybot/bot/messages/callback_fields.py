"""Encode and parse the fields of callback data, compactly and without colons."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from storybot.model.documents import DocumentId
from storybot.store.records import QuoteRef

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class View(NamedTuple):
    """The citation of an answer that a card shows, and how."""

    rank: int = 0
    """Counted from 0."""
    wide: bool = False
    """In its paragraph, or the quote alone."""


FIRST = View()
"""What a card shows before any button is pressed."""


@lru_cache(4096)
def base36(number: int) -> str:
    """Write a number in few characters; `int` reads it."""
    digits = ""
    while number:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return digits or "0"


def written(value: object) -> str:
    """Write one argument."""
    match value:
        case None:
            return ""
        case bool():
            return "y" if value else "n"
        case int():
            return base36(value)
        case View(rank, wide):
            return base36(rank) + ("p" if wide else "q")
        case QuoteRef():
            places = (int(value.document), value.version, value.start, value.end)
            return ".".join(map(base36, places))
    return str(value)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9a-z]{1,12}", text):
        raise ValueError(text)
    return int(text, 36)


def _truth(text: str) -> bool:
    if text not in {"y", "n"}:
        raise ValueError(text)
    return text == "y"


def _word(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,20}", text):
        raise ValueError(text)
    return text


def _view(text: str) -> View:
    if text[-1:] not in {"p", "q"}:
        raise ValueError(text)
    return View(_number(text[:-1]), text[-1] == "p")


def _quote(text: str) -> QuoteRef:
    document, version, start, end = map(_number, text.split("."))
    return QuoteRef(DocumentId(str(document)), version, start, end)


READERS: Mapping[Any, Callable[[str], Any]] = {
    bool: _truth,
    int: _number,
    str: _word,
    DocumentId: _word,
    View: _view,
    QuoteRef: _quote,
    QuoteRef | None: lambda text: _quote(text) if text else None,
}
"""What reads an argument again, by its type; each raises `ValueError` for other texts."""
