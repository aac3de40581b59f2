"""Read the amounts that a sentence names: "nearly 33 million tonnes" is 33,000,000 of tonnes."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token, analyzer, plain_number
from storybot.text.facts.time_words import COUNTS, TENS

_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SIGNS = "$£€¥₺₴₽"
_TEN = 10
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
    words: str = ""
    """The number as it is written: 33 million."""


def amounts(text: str, language: str) -> list[Amount]:
    """Return the amounts in a text; years and parts of dates may be among them."""
    tokens = analyzer(language).tokens(text)
    found = []
    after = 0
    for i, token in enumerate(tokens):
        number = number_at(tokens, i, language) if i >= after else None
        if number is None:
            continue
        value, after = number
        sign = text[: token.start].rstrip()[-1:]
        unit = _unit(text, tokens, after)
        signs = {sign} if sign and sign in _SIGNS else set()
        found.append(Amount(value, unit | signs, text[token.start : tokens[after - 1].end]))
    return found


def number_at(tokens: Sequence[Token], start: int, language: str) -> tuple[float, int] | None:
    """Return the number that starts at a token, and the index after it; years are none."""
    value, after = _value(tokens[start], language), start + 1
    if value is None:
        return None
    words = _counts(language)
    # Twenty-one is written as two words in most languages.
    if value >= _TEN and words.get(tokens[start].text.lower()) == value and after < len(tokens):
        more = _digits(language).get(tokens[after].text.lower(), _TEN)
        if value % _TEN == 0 and more < _TEN:
            value, after = value + more, after + 1
    times = _times(language)
    while after < len(tokens) and (factor := times.get(tokens[after].text.lower())):
        value, after = value * factor, after + 1
    return value, after


def _value(token: Token, language: str) -> float | None:
    if token.text[0].isdecimal() and not _YEAR.fullmatch(token.text):
        number = plain_number(token.text, language)
        return float(number) if _NUMBER.fullmatch(number) else None
    return _counts(language).get(token.text.lower())


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
    rows = list(enumerate(COUNTS.get(language, "").split("|"), start=1))
    rows += [(_TEN * n, forms) for n, forms in enumerate(TENS.get(language, "").split("|"), 2)]
    if language == "tr":
        rows = [row for row in rows if not _TEN < row[0] < 2 * _TEN]
    found = {form: n for n, forms in rows if n > 1 for form in forms.split()}
    if language == "de":
        units = {"ein": 1} | {word: n for word, n in found.items() if n < _TEN}
        tens = {word: n for word, n in found.items() if n >= 2 * _TEN}
        found |= {f"{u}und{t}": n + m for u, n in units.items() for t, m in tens.items()}
    return found


@cache
def _digits(language: str) -> dict[str, int]:
    rows = COUNTS.get(language, "").split("|")[: _TEN - 1]
    return {form: n for n, forms in enumerate(rows, start=1) for form in forms.split()}


@cache
def _times(language: str) -> dict[str, float]:
    rows = _TIMES.get(language, {})
    return {form: factor for factor, forms in rows.items() for form in forms.split()}
