"""Read what in a sentence could fill the slot of a question, whatever is asked.

Called once per sentence, when its article is added: each number with what it is of, each name with
what it may name, each time, with the words that it stands on. Words are told by lists, one for all
languages, never by code for one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache, partial
from typing import NamedTuple

from storybot.model.passages import Filler
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.facts.quantity_words import (
    AGO,
    COMPOSED,
    NUMBERS,
    OLD,
    ONE,
    ORDINALS,
    PACES,
    PLACED,
    UNITS,
)


class Fill(IntEnum):
    """What a filler is."""

    PERSON = 0
    ORGANISATION = 1
    PLACE = 2
    NAME = 3
    DATE = 4
    DURATION = 5
    FREQUENCY = 6
    MONEY = 7
    NUMBER = 8
    PERCENT = 9
    AGE = 10
    SCORE = 11
    RANK = 12
    LENGTH = 13
    AREA = 14
    WEIGHT = 15
    VOLUME = 16
    SPEED = 17
    HEAT = 18
    POWER = 19
    OFFICE = 20
    CLOCK = 21


_OF_UNIT = {
    "percent": Fill.PERCENT, "money": Fill.MONEY, "duration": Fill.DURATION,
    "length": Fill.LENGTH, "area": Fill.AREA, "weight": Fill.WEIGHT, "volume": Fill.VOLUME,
    "speed": Fill.SPEED, "heat": Fill.HEAT, "power": Fill.POWER, "times": Fill.FREQUENCY,
    "clock": Fill.CLOCK,
}  # fmt: skip
_SIGNS = {"$": Fill.MONEY, "€": Fill.MONEY, "£": Fill.MONEY, "¥": Fill.MONEY, "₽": Fill.MONEY,
          "₴": Fill.MONEY, "₺": Fill.MONEY, "%": Fill.PERCENT, "°": Fill.HEAT}  # fmt: skip
_SCORE = re.compile(r"\d{1,3}[:–-]\d{1,3}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\d{1,2}h\d{0,2}")
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|e|er|re|ère|[eè]me|[º°ª])", re.IGNORECASE)
_BEFORE_NUMBERS = (Fill.PERCENT, Fill.MONEY)
"""Kinds whose unit may stand before the number: yüzde 5, US$ 5."""
_DAY_DIGITS = 2
_OLDEST = 115
_HEAD_WITHIN = 4
_SQUARES = "square sq quadrat carré carrés cuadrado cuadrados квадратный кв квадратних"
_SQUARE = frozenset(_SQUARES.split())


_filler = partial(tuple.__new__, Filler)
"""Make a `Filler` of its fields, in half the time of its constructor."""


class _Words(NamedTuple):
    """The words of a language, as terms and as they are written."""

    units: Mapping[str, Fill]
    numbers: frozenset[str]
    one: frozenset[str]
    old: frozenset[str]
    ago: frozenset[str]
    placed: frozenset[str]
    paces: frozenset[str]
    ordinals: frozenset[str]
    composed: re.Pattern[str] | None
    """Numbers of several words written as one."""


@cache
def _words(language: str) -> _Words:
    units: dict[str, Fill] = {}
    for name, listed in UNITS.items():
        for form in _forms(listed, language):
            units.setdefault(form, _OF_UNIT[name])
    lists = (NUMBERS, ONE, OLD, AGO, PLACED, PACES)
    numbers, one, old, ago, placed, paces = (_forms(each, language) for each in lists)
    ordinals = {*ORDINALS.get(language, "").split(), *(_forms(ORDINALS, language) - numbers)}
    composed = re.compile(COMPOSED[language]) if language in COMPOSED else None
    return _Words(units, numbers, one, old, ago, placed, paces, frozenset(ordinals), composed)


def _forms(lists: Mapping[str, str], language: str) -> frozenset[str]:
    words = lists.get(language, "").split()
    return frozenset((*words, *analyzer(language).terms(" ".join(words))))


def is_numeric(token: Token, language: str) -> bool:
    """Tell whether a word is written in digits, or is a number in letters."""
    return token.text[0].isdecimal() or _is_number(token, _words(language))


def number_words(language: str) -> frozenset[str]:
    """Return the numbers in letters of a language, as words and as terms."""
    words = _words(language)
    return words.numbers | words.ordinals


def read_fillers(
    text: str,
    tokens: Sequence[Token],
    named: Mapping[int, frozenset[Fill]],
    dated: Collection[int],
    numeric: Sequence[int],
    language: str,
) -> tuple[Filler, ...]:
    """Return the fillers of a sentence: its quantities and times, then its names, each in order.

    ``named`` has the kinds of name that words may be by their indexes, ``dated`` are those of the
    words of dates, ``numeric`` those that `is_numeric` tells.
    """
    found: list[Filler] = []
    if dated or numeric:
        at = sorted({*dated, *numeric})
        found += _quantities(text, tokens, at, dated, _words(language))
    if named:
        found += _names({at: kinds for at, kinds in named.items() if at not in dated})
    return tuple(found)


def _names(named: Mapping[int, frozenset[Fill]]) -> Iterator[Filler]:
    """Return each name once for each kind that it may be of: its words have the same kinds."""
    end = 0
    for start, kinds in named.items():
        if start < end:
            continue
        end = start + 1
        while end in named:
            end += 1
        for kind in sorted(kinds):
            yield _filler((int(kind), start, end, ""))


def _quantities(
    text: str, tokens: Sequence[Token], likely: Iterable[int], dated: Collection[int], words: _Words
) -> Iterator[Filler]:
    end = 0
    for at in likely:
        if at < end:
            continue
        if at in dated or (at + 1 in dated and _is_short(tokens[at])):
            end = _end_of_date(tokens, dated, at)
            yield Filler(int(Fill.DATE), at, end, "")
        elif _is_number(tokens[at], words):
            end = at + 1
            while end < len(tokens) and end not in dated and _goes_on(text, tokens, end, words):
                end += 1
            yield from _number(_Number(text, tokens, at, end, words))
            # Thirty seconds are not the second of something.
            end += end < len(tokens) and _is_unit(tokens[end], words)


def _end_of_date(tokens: Sequence[Token], dated: Collection[int], at: int) -> int:
    """Return where a date ends: 5 May 2021, May 5, 2021, or Tuesday, May 5."""
    day = _is_short(tokens[at])
    end = at + 1
    while end < len(tokens):
        if end in dated or _YEAR.fullmatch(tokens[end].text):
            end += 1
        elif not day and _is_short(tokens[end]):
            day = True
            end += 1
        else:
            break
    return end


def _is_short(token: Token) -> bool:
    """Tell a number that may be a day of a month."""
    return token.text[0].isdecimal() and len(token.text) <= _DAY_DIGITS


def _is_number(token: Token, words: _Words) -> bool:
    low = token.text.lower()
    if _is_ordinal(token, words):
        return True
    if low in words.units:
        return False
    return (
        token.text[0].isdecimal()
        or low in words.numbers
        or (token.term is not None and token.term in words.numbers)
        or (words.composed is not None and words.composed.fullmatch(low) is not None)
    )


def _is_ordinal(token: Token, words: _Words) -> bool:
    return (
        token.text.lower() in words.ordinals
        or (token.term is not None and token.term in words.ordinals)
        or _ORDINAL.fullmatch(token.text) is not None
    )


def _goes_on(text: str, tokens: Sequence[Token], end: int, words: _Words) -> bool:
    gap = text[tokens[end - 1].end : tokens[end].start]
    if gap.strip(" \u00a0\u202f-–") or _is_unit(tokens[end], words):
        return False
    return _is_number(tokens[end], words)


def _is_unit(token: Token, words: _Words) -> bool:
    return any(form in words.units for form in _forms_of([token]))


class _Number(NamedTuple):
    """A number in a sentence: the words from ``at`` to before ``end``."""

    text: str
    tokens: Sequence[Token]
    at: int
    end: int
    words: _Words

    @property
    def written(self) -> str:
        return self.text[self.tokens[self.at].start : self.tokens[self.end - 1].end]

    @property
    def following(self) -> Sequence[Token]:
        return self.tokens[self.end : self.end + _HEAD_WITHIN]

    @property
    def beside(self) -> frozenset[str]:
        """The two words before and after it, in lower case."""
        near = (*self.tokens[max(0, self.at - 2) : self.at], *self.following[:2])
        return frozenset([token.text.lower() for token in near])


def _number(number: _Number) -> Iterator[Filler]:
    written, words = number.written, number.words
    following = [t.term or t.text.lower() for t in number.following]
    kinds: dict[Fill, str] = {}
    if _SCORE.fullmatch(written):
        kinds[Fill.SCORE] = ""
    if _CLOCK.fullmatch(written):
        kinds[Fill.CLOCK] = ""
    if unit := _unit(number):
        kinds[unit] = following[0] if following else ""
    last = number.tokens[number.end - 1]
    ordinal = _is_ordinal(last, words)
    if ordinal or not words.placed.isdisjoint(number.beside):
        kinds[Fill.RANK] = ""
    if _is_age(number, Fill.DURATION in kinds):
        kinds[Fill.AGE] = ""
    if Fill.DURATION in kinds and not words.ago.isdisjoint(following):
        kinds[Fill.DATE] = ""
    if not kinds or (ordinal and last.text.lower() in words.numbers):
        kinds |= _bare(number)
    for kind, of in kinds.items():
        yield Filler(int(kind), number.at, number.end, of)


def _unit(number: _Number) -> Fill | None:
    """Return the kind of number by the sign beside it, the word after it or the word before it."""
    text, tokens, units = number.text, number.tokens, number.words.units
    start, stop = tokens[number.at].start, tokens[number.end - 1].end
    before, after = text[max(0, start - 2) : start].strip()[-1:], text[stop : stop + 2].strip()[:1]
    if sign := _SIGNS.get(before) or _SIGNS.get(after):
        return sign
    for form in _forms_of(number.following[:2]):
        if form in units:
            return _length(number) if units[form] is Fill.LENGTH else units[form]
    leading = [units.get(form) for form in _forms_of(tokens[max(0, number.at - 1) : number.at])]
    return next((kind for kind in leading if kind in _BEFORE_NUMBERS), None)


def _length(number: _Number) -> Fill:
    """Return what a number of metres is: so many in an hour are a speed, square ones an area."""
    if not _SQUARE.isdisjoint(number.beside):
        return Fill.AREA
    near = (*number.tokens[max(0, number.at - 1) : number.at], *number.following[1:])
    return Fill.LENGTH if number.words.paces.isdisjoint(_forms_of(near)) else Fill.SPEED


def _forms_of(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        yield token.text.lower()
        if token.term is not None:
            yield token.term


def _bare(number: _Number) -> dict[Fill, str]:
    """Return what a number without a unit is: a year, or a count of what follows it."""
    if number.end == number.at + 1 and _YEAR.fullmatch(number.written):
        return {Fill.DATE: ""}
    if number.written.lower() in number.words.one:
        return {}
    return {Fill.NUMBER: next((t.term for t in number.following if t.term is not None), "")}


def _is_age(number: _Number, with_unit: bool) -> bool:  # noqa: FBT001 - of one caller
    written, text, tokens = number.written, number.text, number.tokens
    if written.isdecimal() and int(written) > _OLDEST:
        return False
    if not number.words.old.isdisjoint(number.beside):
        return True
    left = text[max(0, tokens[number.at].start - 2) : tokens[number.at].start].strip()
    last = number.end if with_unit and number.end < len(tokens) else number.end - 1
    right = text[tokens[last].end : tokens[last].end + 1]
    return left in (",", "(") and right in (",", ")") and written.isdecimal()
