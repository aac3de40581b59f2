"""Know the ordinary words and the common names of a language, where we have lists of them."""

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def ordinary_words(language: str) -> frozenset[str]:
    """Return the terms of a language's common words; empty if there is no list."""
    return _read(f"words.{language}.txt")


@cache
def common_names(language: str) -> frozenset[str]:
    """Return the terms of names of persons and places that a language's readers know."""
    return _read(f"names.{language}.txt")


def _read(name: str) -> frozenset[str]:
    path = _DATA / name
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
