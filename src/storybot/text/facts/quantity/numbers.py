"""Tell what a number in a sentence is of: its unit, an age, a time of day, a share."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from storybot.model.passages import Filler
from storybot.text.analysis.analyzer import Token
from storybot.text.facts.fillers import Fill, new_filler
from storybot.text.facts.quantity.word_kinds import (
    SIGNS,
    QuantityWords,
    forms_of,
    is_number,
    is_ordinal,
    is_unit,
)

YEAR = re.compile(r"1\d{3}|20\d{2}")
"""A number that may well be a year."""
_SCORE = re.compile(r"\d{1,3}[:–-]\d{1,3}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\d{1,2}h\d{0,2}")
_MINUTES = re.compile(r"h\d{0,2}")
"""What is left of 19h30 behind its number."""
_MINUTE = re.compile(r"[0-5]\d")
_STOPS = re.compile(r"[,.;:!?)»”]")
_DECADE = re.compile(r"\d{2,4}(?:-?[хті]+|ern?)")
"""70-х, 70er."""
_BEFORE_NUMBERS = (Fill.PERCENT, Fill.MONEY, Fill.POWER, Fill.SPEED)
"""Kinds whose unit may stand before the number: yüzde 5, US$ 5, magnitude 5."""
_ROUND = frozenset(map(str, (*range(2, 11), 12, 20, 50, 100, 1000)))
"""Digits of a whole that a share is told of: two in 5."""
_OLDEST = 115
_HOURS_A_DAY = 24
_HEAD_WITHIN = 4
_SQUARES = "square sq quadrat carré carrés cuadrado cuadrados квадратный кв квадратних"
_SQUARE = frozenset(_SQUARES.split())
_CUBES = "cubic cube cubes cúbico cúbicos кубический кубических кубічних кубических куб"
_CUBIC = frozenset(_CUBES.split())
_MOST_GOALS = 20


class Number:
    """A number in a sentence: the words from ``at`` to before ``end``."""

    __slots__ = (
        "after", "at", "before", "beside", "end", "following", "terms", "text", "tokens", "words",
        "written",
    )  # fmt: skip

    def __init__(
        self, text: str, tokens: Sequence[Token], at: int, end: int, words: QuantityWords
    ) -> None:
        """Take the words of a sentence, and those of its language."""
        self.text, self.tokens, self.at, self.end, self.words = text, tokens, at, end, words
        self.written = text[tokens[at].start : tokens[end - 1].end]
        self.following = tokens[end : end + _HEAD_WITHIN]
        """The few words after it."""
        self.after = [token.text.lower() for token in self.following]
        self.terms = [token.term for token in self.following]
        self.before = [token.text.lower() for token in tokens[max(0, at - 2) : at]]
        """The two words before it, in lower case as those after it."""
        self.beside = (*self.before, *self.after[:2])
        """The two words before and after it."""

    def precedes(self, listed: Container[str | None]) -> bool:
        """Tell whether the word after it is one of some words, as it is written or as a term."""
        return bool(self.after) and (self.after[0] in listed or self.terms[0] in listed)

    @property
    def is_year(self) -> bool:
        """Whether it may well be a year."""
        return self.end == self.at + 1 and YEAR.fullmatch(self.written) is not None


def fillers_of(number: Number) -> Iterator[Filler]:
    """Yield what a number is, once for each thing that it may be of."""
    words = number.words
    following = [term or low for term, low in zip(number.terms, number.after, strict=True)]
    last = number.tokens[number.end - 1]
    ordinal = is_ordinal(last, words)
    if _is_dated(number, ordinal):
        yield new_filler((int(Fill.DATE), number.at, number.end, ""))
        return
    kinds = _measured(number, following)
    if ordinal or not words.placed.isdisjoint(number.beside):
        kinds[Fill.RANK] = ""
    if _is_age(number, Fill.DURATION in kinds):
        kinds[Fill.AGE] = ""
    if Fill.DURATION in kinds:
        kinds |= _told_by_span(number, following)
    if not kinds or (ordinal and last.text.lower() in words.numbers):
        kinds |= _bare(number)
    if _is_share(number):
        kinds.pop(Fill.RANK, None)
        kinds[Fill.PERCENT] = ""
    for kind, of in kinds.items():
        yield new_filler((int(kind), number.at, number.end, of))


def _measured(number: Number, following: Sequence[str]) -> dict[Fill, str]:
    """Return what a number is by the way it is written and by its unit."""
    kinds: dict[Fill, str] = {}
    if _SCORE.fullmatch(number.written) or any(
        tells(number) for tells in (_is_result, _is_margin, _is_against)
    ):
        kinds[Fill.SCORE] = ""
    if _is_clock(number):
        kinds[Fill.CLOCK] = ""
    if unit := _unit(number):
        kinds[unit] = following[0] if following else ""
    return kinds


def _told_by_span(number: Number, following: Sequence[str]) -> dict[Fill, str]:
    """Return what else a span tells: when, as so long ago, or how often."""
    words = number.words
    kinds: dict[Fill, str] = {}
    if not words.ago.isdisjoint(following) or _stands_before(number, words.ago_before):
        kinds[Fill.DATE] = ""
    if words.often and (
        _stands_before(number, words.often) or " ".join(number.after[:2]) in words.often
    ):
        kinds[Fill.FREQUENCY] = ""
    return kinds


def _stands_before(number: Number, listed: frozenset[str]) -> bool:
    before = number.before
    return not listed.isdisjoint((*before[-1:], " ".join(before)))


def _is_dated(number: Number, ordinal: bool) -> bool:  # noqa: FBT001 - of one caller
    """Tell a century or a quarter of a year: the 14th century, 14. Jahrhundert."""
    words, last = number.words, number.tokens[number.end - 1]
    if last.text.lower() in words.quarters:
        return number.end - number.at > 1 and is_ordinal(number.tokens[number.at], words)
    if not number.precedes(words.centuries):
        return False
    return ordinal or number.text[last.end : last.end + 1] in (".", "-")


def _is_result(number: Number) -> bool:
    """Tell the first half of a result in words: 4 à 0, tres a uno."""
    words, following = number.words, number.following
    if words.to.isdisjoint(number.after[:2]):
        return False
    if number.precedes(words.points):
        following = following[1:]
    if len(following) < 2 or following[0].text.lower() not in words.to:  # noqa: PLR2004 - to one
        return False
    if not words.ranges.isdisjoint(number.before) or not is_number(following[1], words):
        return False
    if any(is_unit(token, words) for token in following[2:3]):
        return False
    halves = (number.written, following[1].text)
    return all(not half[0].isdecimal() or _is_few(half) for half in halves)


def _is_few(written: str) -> bool:
    return written.isdecimal() and int(written) <= _MOST_GOALS


def _is_margin(number: Number) -> bool:
    """Tell by how much a game was won: lost by 12 points."""
    words = number.words
    if words.margins.isdisjoint(number.before[-1:]):
        return False
    return number.precedes(words.points)


def _unit(number: Number) -> Fill | None:
    """Return the kind of number by the sign beside it, the word after it or the word before it."""
    text, tokens, units = number.text, number.tokens, number.words.units
    start, stop = tokens[number.at].start, tokens[number.end - 1].end
    before, after = text[max(0, start - 2) : start].strip()[-1:], text[stop : stop + 2].strip()[:1]
    if sign := SIGNS.get(before) or SIGNS.get(after):
        return sign
    if _is_decade(number):
        return Fill.DATE
    if len(number.after) > 1 and (joined := " ".join(number.after[:2])) in units:
        return units[joined]
    if number.after and not number.after[0].isdecimal():
        for forms in zip(number.after[:2], number.terms, strict=False):
            for form in forms:
                if form is not None and (unit := units.get(form)) is not None:
                    return _by_number(number, unit)
    leading = [units.get(form) for form in forms_of(tokens[max(0, number.at - 1) : number.at])]
    return next((kind for kind in leading if kind in _BEFORE_NUMBERS), None)


def _has_minutes(number: Number) -> bool:
    """Tell hours with their sign, and their minutes if there are any: 19h, 19h30, 16 h 40."""
    if not number.written.isdecimal() or not number.following:
        return False
    if number.after[0] == "h" and _MINUTE.fullmatch("".join(number.after[1:2])):
        return True
    adjacent = number.following[0].start == number.tokens[number.end - 1].end
    return adjacent and _MINUTES.fullmatch(number.after[0]) is not None


def _is_decade(number: Number) -> bool:
    """Tell the number of a decade: les années 70, los años setenta, los noventa."""
    if not number.words.nineties.isdisjoint(number.before[-1:]):
        names = any(token.term is not None for token in number.following[:1])
        return _is_ten(number) and not (names and number.following[0].text[0].islower())
    if number.words.decades.isdisjoint(number.before[-1:]):
        return False
    gap = number.text[number.tokens[number.at - 1].end : number.tokens[number.at].start]
    tens = number.written[-1:] == "0" or not number.written[0].isdecimal()
    return tens and not gap.strip(" ")


def _is_ten(number: Number) -> bool:
    """Tell a ten in letters: noventa, девяностых."""
    low = number.written.lower()
    return not low[0].isdecimal() and low.endswith(number.words.ten_endings)


def _by_number(number: Number, unit: Fill) -> Fill:
    """Return what a number of a unit is: 1998 years are a date, metres in an hour a speed."""
    if unit is Fill.LENGTH:
        return _length(number)
    if unit is Fill.DURATION:
        if number.is_year or _DECADE.fullmatch(number.written.lower()):
            return Fill.DATE
        if _is_clock(number):
            return Fill.CLOCK
    return unit


def _length(number: Number) -> Fill:
    """Return what a number of metres is: so many in an hour are a speed, square ones an area."""
    if not _SQUARE.isdisjoint(number.beside):
        return Fill.AREA
    if not _CUBIC.isdisjoint((*number.before, *number.after)):
        return Fill.VOLUME
    near = (*number.tokens[max(0, number.at - 1) : number.at], *number.following[1:])
    return Fill.LENGTH if number.words.paces.isdisjoint(forms_of(near)) else Fill.SPEED


def _is_clock(number: Number) -> bool:
    """Tell a time of day: 8.30, 19h30, à 18 heures, a las ocho, о восьмій, half past eight."""
    return not number.precedes(number.words.seconds) and _tells_time(number)


def _tells_time(number: Number) -> bool:
    written, words, after = number.written, number.words, number.after
    if _CLOCK.fullmatch(written) or _has_minutes(number):
        return True
    if written.isdecimal() and int(written) > _HOURS_A_DAY:
        return False
    if not _stands_before(number, words.at):
        return False
    if not words.hours.isdisjoint(after[:1]):
        return True
    last = number.tokens[number.end - 1]
    ends = all(
        token.term is None or _STOPS.search(number.text, last.end, token.start)
        for token in number.following[:1]
    )
    return ends and (not words.hours or is_ordinal(last, words))


def _bare(number: Number) -> dict[Fill, str]:
    """Return what a number without a unit is: a year, or a count of what follows it."""
    if number.is_year:
        return {Fill.DATE: ""}
    if number.written.lower() in number.words.one:
        return {}
    return {Fill.NUMBER: next((t.term for t in number.following if t.term is not None), "")}


def _is_share(number: Number) -> bool:
    """Tell a share of a whole: a third of, drei Viertel der, трое из десяти, üçte biri."""
    words, after = number.words, number.after
    last = number.tokens[number.end - 1]
    low = last.text.lower()
    near = number.tokens[max(number.at, number.end - 2) : number.end + 1] if words.parts else ()
    for whole, part in pairwise([token.text.lower() for token in near]):
        if part in words.parts and whole.endswith(words.within):
            return True
    first = number.tokens[number.at]
    if low in words.fractions and (first is last or not is_ordinal(first, words)):
        if after and (after[0] in words.no_shares or is_unit(number.following[0], words)):
            return False
        if is_ordinal(last, words) and not words.no_shares.isdisjoint(number.before[-1:]):
            return False
        return not words.of or any(word in words.of or word[:2] in words.of for word in after[:1])
    for i, word in enumerate(after[:-1]):
        if word in words.out_of:
            other, *behind = number.following[i + 1 : i + 3]
            is_round = other.text in _ROUND or _is_in_letters(other, words)
            return is_round and not any(is_unit(token, words) for token in behind)
    return False


def _is_against(number: Number) -> bool:
    """Tell a count of one side that another's follows: 23 zu 17 Stimmen, 17 votes against 3."""
    for i, word in enumerate(number.after[:2]):
        if word in number.words.against:
            other = number.following[i + 1 : i + 2]
            return bool(other) and is_number(other[0], number.words)
    return False


def _is_in_letters(token: Token, words: QuantityWords) -> bool:
    return not token.text[0].isdecimal() and is_number(token, words)


def _is_age(number: Number, with_unit: bool) -> bool:  # noqa: FBT001 - of one caller
    written, text, tokens, words = number.written, number.text, number.tokens, number.words
    if written.isdecimal() and int(written) > _OLDEST:
        return False
    if not words.old.isdisjoint(number.beside):
        return True
    if not words.lives.isdisjoint(number.before[-1:]) and written.lower() in words.tens:
        return True
    years = with_unit and not words.years.isdisjoint(number.after[:1])
    if years and _stands_before(number, words.having):
        about = (*number.before, *number.after)
        return words.no_ages.isdisjoint(about) and words.being.isdisjoint(number.before)
    left = text[max(0, tokens[number.at].start - 2) : tokens[number.at].start].strip()
    last = number.end if with_unit and number.end < len(tokens) else number.end - 1
    right = text[tokens[last].end : tokens[last].end + 1]
    return left in (",", "(") and right in (",", ")") and written.isdecimal()
