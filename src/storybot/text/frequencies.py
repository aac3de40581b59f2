"""Tell how common a word is in its language, where we have a table of it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_DATA = Path(__file__).parent / "data"
UNLISTED = 2.5
"""Power of ten of what no table lists: the rarest that one does is at 3, one in a million words."""
_UNKNOWN_LANGUAGE = 3.5


def power(term: str, language: str) -> float:
    """Return how often a billion words of the language hold the term, as a power of ten.

    What is not a word, as a number is not, counts as rare; in a language without a table all
    terms count alike.
    """
    table = _table(language)
    return table.get(term, UNLISTED) if table else _UNKNOWN_LANGUAGE


def is_tabled(language: str) -> bool:
    """Tell whether there is a table of the language."""
    return bool(_table(language))


@cache
def _table(language: str) -> Mapping[str, float]:
    path = _DATA / f"frequencies.{language}.txt"
    if not path.exists():
        return MappingProxyType({})
    found: dict[str, float] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            common, *terms = line.split()
            found.update(dict.fromkeys(terms, float(common)))
    return MappingProxyType(found)
