"""Read the amounts that a sentence names: "nearly 33 million tonnes" is 33,000,000 of tonnes."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token, analyzer, plain_number
from storybot.text.facts.time_words import COUNTS

_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SIGNS = "$£€¥₺₴₽"
_UNIT = 2
"""Words after a number searched for its unit: 19,000 Ukrainian children."""
_BETWEEN = 4
"""Characters allowed between a number and its unit; a comma ends the search."""
_TIMES: dict[str, dict[float, str]] = {
    "en": {1e2: "hundred", 1e3: "thousand k", 1e6: "million mn m", 1e9: "billion bn",
           1e12: "trillion tn"},
    "de": {1e3: "tausend tsd", 1e6: "million millionen mio", 1e9: "milliarde milliarden mrd",
           1e12: "billion billionen"},
    "fr": {1e3: "mille milliers", 1e6: "million millions", 1e9: "milliard milliards"},
    "es": {1e3: "mil miles", 1e6: "millón millones"},
    "ru": {1e3: "тысяча тысячи тысяч тыс", 1e6: "миллион миллиона миллионов млн",
           1e9: "миллиард миллиарда миллиардов млрд"},
    "uk": {1e3: "тисяча тисячі тисяч тис", 1e6: "мільйон мільйона мільйони мільйонів млн",
           1e9: "мільярд мільярда мільярди мільярдів млрд"},
    "tr": {1e3: "bin", 1e6: "milyon", 1e9: "milyar"},
}  # fmt: skip


class Amount(NamedTuple):
    """A number, and the terms after it that may be its unit."""

    value: float
    unit: frozenset[str]
    """A currency sign stands here too."""


def amounts(text: str, language: str) -> list[Amount]:
    """Return the amounts in a text; years and parts of dates may be among them."""
    tokens = analyzer(language).tokens(text)
    values, times = _counts(language), _times(language)
    found = []
    for i, token in enumerate(tokens):
        value = _value(token, values, language)
        if value is None:
            continue
        after = i + 1
        while after < len(tokens) and (factor := times.get(tokens[after].text.lower())):
            value, after = value * factor, after + 1
        sign = text[: token.start].rstrip()[-1:]
        unit = _unit(text, tokens, after)
        found.append(Amount(value, unit | ({sign} if sign and sign in _SIGNS else set())))
    return found


def _value(token: Token, values: Mapping[str, int], language: str) -> float | None:
    if token.text[0].isdecimal() and not _YEAR.fullmatch(token.text):
        number = plain_number(token.text, language)
        return float(number) if _NUMBER.fullmatch(number) else None
    return values.get(token.text.lower())


def _unit(text: str, tokens: list[Token], start: int) -> frozenset[str]:
    """Return the terms of the words that follow, up to a comma or full stop."""
    unit: set[str] = set()
    for before, token in zip(tokens[start - 1 :], tokens[start:], strict=False):
        between = text[before.end : token.start]
        if len(unit) == _UNIT or len(between) > _BETWEEN or not between.replace("-", " ").isspace():
            break
        if token.term:
            unit.add(token.term)
    return frozenset(unit)


@cache
def _counts(language: str) -> dict[str, int]:
    """Return spelled-out numbers from two on: one is an article too."""
    rows = enumerate(COUNTS.get(language, "").split("|"), start=1)
    return {form: n for n, forms in rows if n > 1 for form in forms.split()}


@cache
def _times(language: str) -> dict[str, float]:
    rows = _TIMES.get(language, {})
    return {form: factor for factor, forms in rows.items() for form in forms.split()}
