"""Patterns that find the words of a text, by kind."""

import re
from functools import cache

from storybot.text.analysis.canonical import languages
from storybot.text.analysis.folding import APOSTROPHES, INVISIBLE, MARKS
from storybot.text.analysis.languages import STEMMERS

_UNSPACED = (
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d"
    r"\U00020000-\U0003ffff"
)
"""Han and kana, written without spaces, and Hangul, whose endings obscure its words."""

_LETTER, _ANY_LETTER = rf"[^\W\d_{_UNSPACED}]", r"[^\W\d_]"
_ALPHANUMERIC, _ANY_ALPHANUMERIC = rf"[^\W_{_UNSPACED}]", r"[^\W_]"
_HYPHEN = "[-\u2010\u2011]"
_THIN = "\u00a0\u2009\u202f"

_DAY, _MONTH = "(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])"
_YEAR_FOLLOWS = r"\.(?:19|20)?\d\d(?![\d.]\d|\d)"
_DOTTED = rf"(?<![\d.]){_DAY}(?=\.{_MONTH}{_YEAR_FOLLOWS})|(?<=\d\.){_MONTH}(?={_YEAR_FOLLOWS})"
"""The day and the month of 22.02.2023, each a word by itself."""
_DOTTED_DAY = rf"(?<![\d.]){_DAY}(?=\.{_MONTH}\.(?!\d))|(?<=\d\.){_MONTH}(?=\.(?!\d))"
"""The same of 22.02., where numbers have no decimal point."""

_POINT = (
    rf"{_DOTTED}|(?:\d{{1,3}}(?:[, {_THIN}]\d{{3}})++(?!\d)(?:\.\d++)?|\d++(?:[.:]\d++)*+)"
    rf"(?:(?:st|nd|rd|th|s)(?!{_ALPHANUMERIC}))?"
)
_COMMA = (
    rf"{_DOTTED}|{_DOTTED_DAY}"
    rf"|(?:\d{{1,3}}(?:[. {_THIN}]\d{{3}})++(?!\d)(?:,\d++)?|\d++(?:[.,:]\d++)*+)"
    rf"(?:(?:er|re|ère|e|ème|{_HYPHEN}(?:го|му|й|я|е|ю|м|х|ми|і|ї|ша|га|та|те))(?!{_ALPHANUMERIC}))?"
)
DECIMAL_COMMA = frozenset(STEMMERS) - {"ar", "en"} | {"uk"}
"""Languages that write 19.000,5 or 19 000,5; the others write 19,000.5."""

_REST = (
    rf"(?:(?:[{MARKS}{INVISIBLE}]++|[{APOSTROPHES}&](?={_LETTER}))(?={_ALPHANUMERIC})"
    rf"{_ALPHANUMERIC}++)*+[{MARKS}]*+"
)
_KINDS = {
    "long": rf"{_LETTER}{_ALPHANUMERIC}{{2,}}+{_REST}",
    "unspaced": rf"[{_UNSPACED}]++",
    "number": "",
    "acronym": rf"{_LETTER}(?:\.{_LETTER})+(?!{_ALPHANUMERIC})",
    "compound": (
        rf"(?<![-\w])(?:{_LETTER}{_HYPHEN}{_ALPHANUMERIC}{{2,}}+|{_LETTER}{{1,2}}{_HYPHEN}\d++"
        rf"|(?:[Cc]o{_HYPHEN}o|[Rr]e{_HYPHEN}e){_ALPHANUMERIC}{{2,}}+)"
    ),
    "sign": r"(?:US)?\$|[€£¥₽₴₺%]",
    "short": rf"{_LETTER}{_ALPHANUMERIC}?{_REST}",
}
"""Fast path: no word of fewer than three characters is an acronym or a compound."""

_EDGES = ".,;:!?…()[]\"'“”„‘’«»–—-"
"""Marks that are part of no word when they stand before or behind its letters."""


@cache
def word_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of a language's words, linear in the text.

    Its groups name the kinds: ``long`` and ``short`` words, ``number`` (19,000 or 1st),
    ``acronym`` (U.S without its last stop), ``compound`` (e-mail, S-400, co-operation),
    ``sign`` ($ or %) and ``unspaced`` (a run of Han, kana or Hangul).
    """
    return re.compile(
        "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _kinds(language).items())
    )


@cache
def spaced_pattern(language: str) -> re.Pattern[str]:
    """Return the same pattern without groups, for texts of which `unspaced` finds nothing.

    It excludes no letters of such scripts: to compile their sets took 30 ms of each start.
    """
    kinds = _kinds(language)
    del kinds["unspaced"]
    pattern = "|".join(kinds.values())
    pattern = pattern.replace(_ALPHANUMERIC, _ANY_ALPHANUMERIC).replace(_LETTER, _ANY_LETTER)
    return re.compile(pattern)


def split_words(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Return the words that a `spaced_pattern` finds in a text, in a fraction of its time.

    Most of what stands between two spaces is letters, with marks before or behind them, and then
    these are a word. All else is searched: by itself, or with the whole text where a number may
    have spaces inside.
    """
    words: list[str] = []
    after_digit = -1
    for piece in text.split():
        if piece.isalpha():
            words.append(piece)
        elif (letters := piece.strip(_EDGES)).isalpha():
            words.append(letters)
        elif piece[0].isdecimal() and after_digit == len(words):
            return pattern.findall(text)
        else:
            words += pattern.findall(piece)
            after_digit = len(words) if piece[-1].isdecimal() else -1
    return words


unspaced = re.compile(_KINDS["unspaced"]).search
"""Find a script that is written without spaces."""


def _kinds(language: str) -> dict[str, str]:
    kinds = _KINDS | {"number": _COMMA if language in DECIMAL_COMMA else _POINT}
    if language not in languages():
        del kinds["sign"]
    return kinds
