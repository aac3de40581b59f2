"""Know that Türkiye is Turkey, and how Ankara and Turkish relate to it.

Names are grouped by the entity they refer to. A bond ties a name to its group: another name of the
entity, a word for its people, or the seat of its government, used as a name for it.
`data/aliases.json` lists them as written; here they are terms of a language, so that a question
matches texts in its own language, and names that every language writes alike.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token, analyzer

STRENGTHS: Mapping[str, float] = MappingProxyType({"same": 1.0, "of": 0.85, "seat": 0.5})
"""How strongly a name of each bond refers to the entity, 0 to 1."""

_ANY = "*"
_NONE: Mapping[str, float] = MappingProxyType({})


class Named(NamedTuple):
    """A run of tokens that names an entity."""

    start: int
    """Index of its first token."""
    end: int
    """Index after its last token."""
    group: str
    strength: float


@dataclass(frozen=True, slots=True)
class _Table:
    """The names of one language as terms."""

    groups: Mapping[tuple[str, ...], Mapping[str, float]]
    """Name to the groups it belongs to, with the strength of the bond."""
    longest: Mapping[str, int]
    """First term of a name to the terms in the longest name that begins so."""
    members: Mapping[str, Mapping[str, float]]
    """Group to its names of a single term."""


class Aliases:
    """Groups of synonymous names; the table of a language is built on first use."""

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}

    def related(self, term: str, language: str) -> Mapping[str, float]:
        """Return synonymous terms with the strength of each, 0 to 1.

        Only single-term names are here; `spans` and `mentions` find longer ones.
        """
        table = self._table(language)
        if (groups := table.groups.get((term,))) is None:
            return _NONE
        found: dict[str, float] = {}
        for group, strength in groups.items():
            for other, bond in table.members[group].items():
                if other != term:
                    found[other] = max(found.get(other, 0.0), min(strength, bond))
        return found

    def spans(self, tokens: Sequence[Token], language: str) -> list[Named]:
        """Return the names in a text in order, the longest that begins at each word.

        A name that belongs to several groups is there once for each. Function words inside a
        name are passed over, as the analyzer does: the Republic of Korea.
        """
        at = [i for i, token in enumerate(tokens) if token.term is not None]
        terms = [token.term or "" for token in tokens]
        return [
            Named(at[start], _end(tokens, at[end - 1]), group, strength)
            for start, end, groups in self._find([terms[i] for i in at], language)
            for group, strength in groups.items()
        ]

    def mentions(self, terms: Sequence[str], language: str) -> dict[str, float]:
        """Return the groups that a text's terms name, each with its strongest bond.

        A question and a sentence that name one group match with the weaker of their bonds.
        """
        found: dict[str, float] = {}
        for _, _, groups in self._find(terms, language):
            for group, strength in groups.items():
                found[group] = max(found.get(group, 0.0), strength)
        return found

    def knows(self, term: str, language: str) -> bool:
        """Return whether a term is a name by itself."""
        return (term,) in self._table(language).groups

    def _find(
        self, terms: Sequence[str], language: str
    ) -> Iterator[tuple[int, int, Mapping[str, float]]]:
        table = self._table(language)
        start = 0
        while start < len(terms):
            step = 1
            for length in range(table.longest.get(terms[start], 0), 0, -1):
                if groups := table.groups.get(tuple(terms[start : start + length])):
                    step = min(length, len(terms) - start)
                    yield start, start + step, groups
                    break
            start += step

    def _table(self, language: str) -> _Table:
        if language not in self._tables:
            self._tables[language] = _make_table(language)
        return self._tables[language]


def _end(tokens: Sequence[Token], last: int) -> int:
    """Return the index after a token and those that it stands for too."""
    end = last + 1
    while end < len(tokens) and tokens[end].start < (tokens[last].reach or 0):
        end += 1
    return end


@cache
def _data() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return group to bond to language to names, read once."""
    path = Path(__file__).parent / "data" / "aliases.json"
    groups: dict[str, dict[str, dict[str, list[str]]]] = json.loads(path.read_bytes())["groups"]
    return groups


def _make_table(language: str) -> _Table:
    terms_of = analyzer(language).terms
    groups: dict[tuple[str, ...], dict[str, float]] = {}
    members: dict[str, dict[str, float]] = {}
    longest: dict[str, int] = {}
    for group, bonds in _data().items():
        single = members.setdefault(group, {})
        for bond, names in bonds.items():
            strength = STRENGTHS[bond]
            for name in (*names.get(language, ()), *names.get(_ANY, ())):
                if not (terms := terms_of(name)):
                    continue
                found = groups.setdefault(terms, {})
                found[group] = max(found.get(group, 0.0), strength)
                longest[terms[0]] = max(longest.get(terms[0], 0), len(terms))
                if len(terms) == 1:
                    single[terms[0]] = found[group]
    return _Table(groups, longest, members)
