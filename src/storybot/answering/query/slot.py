"""Read a question as a slot: which kind of thing fills it, and which words it belongs to."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token
from storybot.text.analysis.folding import fold, normal
from storybot.text.facts.facts import denies
from storybot.text.facts.fillers import Fill
from storybot.text.facts.phrases.first_letters import first_letters
from storybot.text.facts.phrases.needles import alternatives

_NAMES: Mapping[int, float] = {
    Fill.NAME: 0.4,
    Fill.PERSON: 0.3,
    Fill.ORGANISATION: 0.3,
    Fill.PLACE: 0.3,
}
_SIZES: tuple[int, ...] = (Fill.LENGTH, Fill.AREA, Fill.WEIGHT, Fill.VOLUME)
_WANTED: dict[str, Mapping[int, float]] = {
    "person": {Fill.PERSON: 1.0, Fill.NAME: 0.6, Fill.ORGANISATION: 0.5, Fill.OFFICE: 0.4},
    "organisation": {Fill.ORGANISATION: 1.0, Fill.NAME: 0.8, Fill.PLACE: 0.5, Fill.PERSON: 0.3},
    "place": {Fill.PLACE: 1.0, Fill.NAME: 0.6},
    "clock": {Fill.CLOCK: 1.0, Fill.DATE: 0.4},
    "date": {Fill.DATE: 1.0, Fill.CLOCK: 0.8, Fill.DURATION: 0.3},
    "duration": {Fill.DURATION: 1.0, Fill.DATE: 0.4, Fill.CLOCK: 0.2},
    "frequency": {Fill.FREQUENCY: 1.0, Fill.NUMBER: 0.5, Fill.DURATION: 0.3},
    "money": {Fill.MONEY: 1.0, Fill.NUMBER: 0.2, Fill.PERCENT: 0.2},
    "amount": {
        Fill.MONEY: 1.0, Fill.PERCENT: 1.0, Fill.NUMBER: 0.8, Fill.DURATION: 0.5,
        Fill.HEAT: 0.6, Fill.SPEED: 0.6,
        **dict.fromkeys(_SIZES, 1.0)},
    "number": {
        Fill.NUMBER: 1.0, Fill.FREQUENCY: 0.4, Fill.PERCENT: 0.4, Fill.MONEY: 0.2,
        **dict.fromkeys(_SIZES, 0.3)},
    "percent": {Fill.PERCENT: 1.0, Fill.NUMBER: 0.4},
    "age": {Fill.AGE: 1.0, Fill.DURATION: 0.4},
    "score": {Fill.SCORE: 1.0, Fill.DATE: 0.3, Fill.NUMBER: 0.4},
    "rank": {Fill.RANK: 1.0, Fill.NUMBER: 0.2},
    "length": {Fill.LENGTH: 1.0, Fill.DURATION: 0.1},
    "area": {Fill.AREA: 1.0, Fill.LENGTH: 0.4},
    "weight": {Fill.WEIGHT: 1.0},
    "volume": {Fill.VOLUME: 1.0},
    "speed": {Fill.SPEED: 1.0, Fill.LENGTH: 0.2},
    "heat": {Fill.HEAT: 1.0},
    "power": {Fill.POWER: 1.0, Fill.SPEED: 0.8, Fill.NUMBER: 0.4},
    "size": {Fill.NUMBER: 0.7, Fill.MONEY: 0.5, Fill.PERCENT: 0.5, **dict.fromkeys(_SIZES, 1.0)},
    "named": _NAMES,
}  # fmt: skip
SLOT_KINDS = (*_WANTED, "reason", "quote", "list", "manner", "definition", "what", "none")
"""Every kind of slot; "none" is a question that names no kind, as one for yes or no."""
_VAGUE = frozenset({"definition", "what", "manner", "named", "list"})
_ASKS = "asks"
"""Not a kind: phrases that only ask."""
_WORD = re.compile(r"(?<![\w-])(?:\w+|[^\w\s])")
_REMEMBERED = 8_192
"""Words of which is kept which phrases may begin with them."""
_LATER = 25
"""Characters that a phrase of a plain kind may stand behind one of a vague kind and still count:
"what was the final score"."""

_CLITIC = re.compile(r"^(what|who|how|where|when|which)'(?=(?:s|re)$)")
"""The apostrophe of "what's" and its like, which phrases spell as two words."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question wants filled."""

    kind: str
    head: tuple[int, ...]
    """Indexes of the words that name what is wanted: "how many people", "which city"."""
    negative: bool
    """Whether the question denies."""

    @property
    def wanted(self) -> Mapping[int, float]:
        """How well each kind of filler fits, 0 to 1; empty where none tells."""
        return _WANTED.get(self.kind, {})


NO_SLOT = Slot("none", (), negative=False)


def read_slot(tokens: Sequence[Token], text: str, language: str) -> Slot:
    """Read the slot of a question."""
    plain, starts = _plain(tokens)
    kind, match = _first_kind(plain, language)
    if match is None:
        return Slot("none", (), denies(text, language))
    start, end = match.span()
    head = {i for i, place in enumerate(starts) if start <= place < end}
    if kind in ("number", "named", "list"):
        after = [i for i, place in enumerate(starts) if place >= end and tokens[i].term is not None]
        head.update(after[:1])
    return Slot(kind, tuple(sorted(head)), denies(text, language))


def _first_kind(plain: str, language: str) -> tuple[str, re.Match[str] | None]:
    """Return the kind whose phrase counts, and where it stands: the leftmost, of several the first.

    Only those phrases are tried at a word that may begin with it.
    """
    kinds = _kinds(language)
    best: tuple[int, int] = (len(plain) + _LATER, 0)
    found = None
    for word in _WORD.finditer(plain):
        begin = word.start()
        if begin > best[0]:
            break
        for later, phrases in _beginning(word.group(), language, opens=not begin):
            if match := phrases.match(plain, begin):
                place = begin + later, kinds[match.lastgroup or ""]
                if place < best:
                    best, found = place, match
    return (found.lastgroup if found else None) or "", found


@lru_cache(_REMEMBERED)
def _beginning(word: str, language: str, *, opens: bool) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Return patterns of the phrases that may begin with a word: of plain kinds, and of vague ones.

    With each comes how much later its phrases count as standing. ``opens`` tells whether the word
    is the first of its question.
    """
    by_letter = _phrases(language, opens=opens)
    found: dict[int, dict[str, list[str]]] = {0: {}, _LATER: {}}
    for kind, phrase, beginnings in by_letter.get(word[0], by_letter[""]):
        if word.startswith(beginnings):
            found[_LATER * (kind in _VAGUE)].setdefault(kind, []).append(phrase)
    return tuple([
        (later, _pattern("|".join(f"(?P<{kind}>{'|'.join(some)})" for kind, some in kinds.items())))
        for later, kinds in found.items()
        if kinds
    ])  # fmt: skip


def without_asking(tokens: Sequence[Token], language: str) -> list[Token]:
    """Make stop words of words that only ask, unless nothing else is asked: what happened to X."""
    asks = _asks(language)
    if asks is None:
        return list(tokens)
    phrases, beginnings = asks
    plain, starts = _plain(tokens)
    may_ask = any(word.startswith(beginnings) for word in _WORD.findall(plain))
    spans = [match.span() for match in phrases.finditer(plain)] if may_ask else []
    if not spans:
        return list(tokens)
    left = [
        token._replace(term=None) if any(a <= start < b for a, b in spans) else token
        for token, start in zip(tokens, starts, strict=True)
    ]
    return left if any(token.term is not None for token in left) else list(tokens)


def _plain(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """Return the words as the phrases are matched against, and where each begins."""
    low = [token.text for token in tokens]
    plain = " ".join(low)
    if plain.isascii() and "'" not in plain:
        plain = plain.lower()
    else:
        low = [_spelt(word) for word in low]
        plain = " ".join(low)
    return plain, [0, *accumulate(len(word) + 1 for word in low)][: len(low)]


@lru_cache(_REMEMBERED)
def _spelt(word: str) -> str:
    """Return a word as phrases spell it: few people type the dots of ё, and phrases have none."""
    return _CLITIC.sub(r"\1 ", fold(normal(word).lower()).replace("ё", "е"))


class _Phrase(NamedTuple):
    """A phrase of a kind, as a regular expression."""

    kind: str
    expression: str
    beginnings: tuple[str, ...]
    """How its first word may begin."""


@cache
def _kinds(language: str) -> Mapping[str, int]:
    """Return the kinds with their order."""
    return {kind: i for i, kind in enumerate(_slots().get(language, {}))}


@cache
def _phrases(language: str, *, opens: bool) -> Mapping[str, Sequence[_Phrase]]:
    """Return the phrases of all kinds in order, by the letters that they may begin with.

    Those of which that is not known are with each letter, and alone with none. ``opens`` adds those
    that stand only where a question begins.
    """
    phrases = [
        _Phrase(kind, phrase, tuple(first_letters(phrase)))
        for kind, phrases in _slots().get(language, {}).items()
        if kind != _ASKS
        for phrase in alternatives(_folded("|".join(phrases)))
        if opens or not phrase.startswith("^")
    ]
    letters = {"", *(beginning[:1] for phrase in phrases for beginning in phrase.beginnings)}
    return {
        letter: [one for one in phrases if {"", letter} & {b[:1] for b in one.beginnings}]
        for letter in letters
    }


@cache
def _asks(language: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    """Return the pattern of what only asks, and how the first word of it may begin."""
    if words := _slots().get(language, {}).get(_ASKS):
        phrases = _folded("|".join(words))
        return _pattern(phrases), tuple(first_letters(phrases))
    return None


@cache
def _pattern(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{phrases})(?!\w)")


@cache
def _slots() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the phrases by language and kind; ``slots.toml`` says how they are matched."""
    text = Path(__file__).with_name("slots.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


def _folded(words: str) -> str:
    """Fold a pattern as questions are; what stands after a backslash keeps its case."""
    return "".join(
        part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", words)
    )
