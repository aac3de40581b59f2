"""What single words tell of quantities and times, by language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.facts.fillers import Fill
from storybot.text.facts.quantity import words as listed
from storybot.text.facts.quantity.whole_words import ALONE, PHRASES, WRITTEN_AS_ONE

_OF_UNIT = {
    "percent": Fill.PERCENT, "money": Fill.MONEY, "duration": Fill.DURATION,
    "length": Fill.LENGTH, "area": Fill.AREA, "weight": Fill.WEIGHT, "volume": Fill.VOLUME,
    "speed": Fill.SPEED, "heat": Fill.HEAT, "power": Fill.POWER, "times": Fill.FREQUENCY,
    "clock": Fill.CLOCK, "frequency": Fill.FREQUENCY, "age": Fill.AGE, "number": Fill.NUMBER,
    "date": Fill.DATE,
}  # fmt: skip
SIGNS = {"$": Fill.MONEY, "€": Fill.MONEY, "£": Fill.MONEY, "¥": Fill.MONEY, "₽": Fill.MONEY,
          "₴": Fill.MONEY, "₺": Fill.MONEY, "%": Fill.PERCENT, "°": Fill.HEAT}  # fmt: skip
"""What a sign beside a number makes of it."""
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|e|er|re|ère|[eè]me|[º°ª])", re.IGNORECASE)


class QuantityWords(NamedTuple):
    """The words of a language, as terms and as they are written."""

    units: Mapping[str, Fill]
    alone: Mapping[str, Fill]
    """Words that are a filler by themselves: midnight, daily."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Fill], ...]]
    """By their first word, words in a row that are a filler: boxing day."""
    written_as_one: tuple[tuple[re.Pattern[str], Fill], ...]
    """Numbers with what they are of, written as one word."""
    numbers: frozenset[str]
    one: frozenset[str]
    old: frozenset[str]
    ago: frozenset[str]
    ago_before: frozenset[str]
    often: frozenset[str]
    seconds: frozenset[str]
    lives: frozenset[str]
    tens: frozenset[str]
    nineties: frozenset[str]
    ten_endings: tuple[str, ...]
    centuries: frozenset[str]
    quarters: frozenset[str]
    margins: frozenset[str]
    points: frozenset[str]
    to: frozenset[str]
    ranges: frozenset[str]
    relative: frozenset[str]
    spans: frozenset[str]
    placed: frozenset[str]
    paces: frozenset[str]
    every: frozenset[str]
    fractions: frozenset[str]
    of: frozenset[str]
    out_of: frozenset[str]
    against: frozenset[str]
    no_shares: frozenset[str]
    within: tuple[str, ...]
    parts: frozenset[str]
    having: frozenset[str]
    years: frozenset[str]
    no_ages: frozenset[str]
    being: frozenset[str]
    at: frozenset[str]
    hours: frozenset[str]
    decades: frozenset[str]
    ordinals: frozenset[str]
    composed: re.Pattern[str] | None
    """Numbers of several words written as one."""
    capitals: bool
    """Whether nouns are written with a capital."""


@cache
def words_of(language: str) -> QuantityWords:
    """Return the words of a language, which are made once."""
    numbers = _forms(listed.NUMBERS, language)
    ordinals = {
        *listed.ORDINALS.get(language, "").split(),
        *(_forms(listed.ORDINALS, language) - numbers),
    }
    return QuantityWords(
        units=_kinds(listed.UNITS, language, _forms),
        alone=_kinds(ALONE, language, _written),
        phrases=_phrases(language),
        written_as_one=tuple(
            (re.compile(form), _OF_UNIT[name])
            for name, form in WRITTEN_AS_ONE.get(language, {}).items()
        ),
        numbers=numbers,
        one=_forms(listed.ONE, language),
        old=_forms(listed.OLD, language),
        ago=_forms(listed.AGO, language),
        ago_before=_written(listed.AGO_BEFORE, language),
        often=_written(listed.OFTEN, language),
        seconds=_forms(listed.SECONDS, language),
        lives=_written(listed.LIVES, language),
        tens=_written(listed.TENS, language),
        nineties=_written(listed.NINETIES, language),
        ten_endings=tuple(_written(listed.TEN_ENDINGS, language)),
        centuries=_forms(listed.CENTURIES, language),
        quarters=_written(listed.QUARTERS, language),
        margins=_written(listed.MARGINS, language),
        points=_forms(listed.POINTS, language),
        to=_written(listed.TO, language),
        ranges=_written(listed.RANGES, language),
        relative=_forms(listed.RELATIVE, language),
        spans=_forms(listed.SPANS, language),
        placed=_forms(listed.PLACED, language),
        paces=_forms(listed.PACES, language),
        every=_written(listed.EVERY, language),
        fractions=_written(listed.FRACTIONS, language),
        of=_written(listed.OF, language),
        out_of=_written(listed.OUT_OF, language),
        against=_written(listed.AGAINST, language),
        no_shares=_written(listed.NO_SHARES, language),
        within=tuple(_written(listed.WITHIN, language)),
        parts=_written(listed.PARTS, language),
        having=_written(listed.HAVING, language),
        years=_written(listed.YEARS, language),
        no_ages=_written(listed.NO_AGES, language),
        being=_written(listed.BEING, language),
        at=_written(listed.AT, language),
        hours=_written(listed.HOURS, language),
        decades=_written(listed.DECADES, language),
        ordinals=frozenset(ordinals),
        composed=re.compile(listed.COMPOSED[language]) if language in listed.COMPOSED else None,
        capitals=language in listed.CAPITALISED,
    )


def _kinds(
    table: Mapping[str, Mapping[str, str]],
    language: str,
    forms: Callable[[Mapping[str, str], str], frozenset[str]],
) -> dict[str, Fill]:
    kinds: dict[str, Fill] = {}
    for name, lists in table.items():
        for form in forms(lists, language):
            kinds.setdefault(form, _OF_UNIT[name])
    return kinds


def _phrases(language: str) -> dict[str, tuple[tuple[tuple[str, ...], Fill], ...]]:
    found: dict[str, tuple[tuple[tuple[str, ...], Fill], ...]] = {}
    for name, lists in PHRASES.items():
        for phrase in lists.get(language, "").split():
            first, *others = phrase.split("|")
            found[first] = (*found.get(first, ()), (tuple(others), _OF_UNIT[name]))
    return found


def _forms(lists: Mapping[str, str], language: str) -> frozenset[str]:
    """Return words as they are written and as terms; only as written behind an equals sign."""
    words = lists.get(language, "").split()
    inflected = [word for word in words if word[0] != "=" and "|" not in word]
    written = [word.removeprefix("=").replace("|", " ") for word in words]
    return frozenset((*written, *analyzer(language).terms(" ".join(inflected))))


def _written(lists: Mapping[str, str], language: str) -> frozenset[str]:
    return frozenset(word.replace("|", " ") for word in lists.get(language, "").split())


def is_numeric(token: Token, language: str) -> bool:
    """Tell whether a word is written in digits, or is a number in letters."""
    return token.text[0].isdecimal() or is_number(token, words_of(language))


def number_words(language: str) -> frozenset[str]:
    """Return the numbers in letters of a language, as words and as terms."""
    words = words_of(language)
    return words.numbers | words.ordinals


def may_begin_quantity(token: Token, words: QuantityWords) -> bool:
    """Tell a number, or a word that may be a quantity or a time with the words beside it."""
    low = token.text.lower()
    return (
        token.text[0].isdecimal()
        or is_number(token, words)
        or low in words.every
        or low in words.phrases
        or is_relative(token, words)
    )


def is_relative(token: Token, words: QuantityWords) -> bool:
    """Tell a word that makes a span beside it a time: next, last, this."""
    return token.text.lower() in words.relative or (token.term or "") in words.relative


def kind_alone(token: Token, words: QuantityWords) -> Fill | None:
    """Return what a word is that needs no number, or is written as one with it."""
    low = token.text.lower()
    if (kind := words.alone.get(low)) is not None:
        return kind
    return next((kind for form, kind in words.written_as_one if form.fullmatch(low)), None)


def is_number(token: Token, words: QuantityWords) -> bool:
    """Tell a number in digits or letters, also an ordinal one."""
    low = token.text.lower()
    if is_ordinal(token, words):
        return True
    if low in words.units or low in SIGNS:
        return False
    return (
        token.text[0].isdecimal()
        or low in words.numbers
        or (token.term is not None and token.term in words.numbers)
        or (words.composed is not None and words.composed.fullmatch(low) is not None)
    )


def is_ordinal(token: Token, words: QuantityWords) -> bool:
    """Tell the number of a rank: third, 3rd."""
    return (
        token.text.lower() in words.ordinals
        or (token.term is not None and token.term in words.ordinals)
        or (token.text[0].isdecimal() and _ORDINAL.fullmatch(token.text) is not None)
    )


def is_unit(token: Token, words: QuantityWords) -> bool:
    """Tell a word that says what a number beside it is of."""
    return token.text.lower() in words.units or token.term in words.units


def forms_of(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield each word in lower case, and its term."""
    for token in tokens:
        yield token.text.lower()
        if token.term is not None:
            yield token.term
