"""The words by which it is told of whom a sentence speaks: ``subject_words.toml``, read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from storybot.text.analysis.analyzer import analyzer

_BY_TERM = frozenset({"says", "copula", "listed", "several"})
"""Lists that match by their terms, too."""


class SubjectWords(NamedTuple):
    """The words of a language, as they are written and, where that helps, as terms."""

    pronouns: tuple[str, ...]
    denies: tuple[str, ...]
    says: tuple[str, ...]
    copula: tuple[str, ...]
    one: tuple[str, ...]
    listed: tuple[str, ...]
    several: tuple[str, ...]


@cache
def subject_words(language: str) -> SubjectWords:
    """Return the words of a language; none where it has no lists."""
    lists = _lists().get(language, {})
    return SubjectWords(*[_forms(lists.get(n, ""), n, language) for n in SubjectWords._fields])


def _forms(words: str, name: str, language: str) -> tuple[str, ...]:
    terms = analyzer(language).terms(words) if name in _BY_TERM else ()
    return tuple(dict.fromkeys((*words.split(), *terms)))


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("subject_words.toml").read_text("utf-8")
    return tomllib.loads(text)
