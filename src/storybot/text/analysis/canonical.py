"""Read what is written in several ways as one: United States and US, 33m and 33,000,000, 22/2.

The ways of each language are in `data/canonical.toml`. A way of one word is replaced when the word
is analysed; one that takes its neighbours to be understood is rewritten in the list of a text's
words. The words keep their places: what is left over of a longer way has no term.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from storybot.text.analysis.particles import Particles

Found = tuple[int, int, str | None]
"""Start and end of a word, and its term; None for a stop word."""
Keys = Callable[[str], list[str]]
"""Of the words of a text, the terms, and stop words in lower case."""

_APART = re.compile(r"[ \u00a0\u202f]?[./-]?[ \u00a0\u202f]?")
"""What may stand between the words of one way."""
_OF = frozenset({"de", "of"})
_DATED = re.compile(r"[ \u00a0\u202f.,]{0,3}(?:(?:de|of) )?")
"""What may stand between a day and its month: Feb. 22, 22 de feb."""
_TOGETHER = re.compile(r"[ \u00a0\u202f-]?")
_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CENTURY = 40
"""Years of two digits up to here are of this century."""
_MONTHS, _DAYS = 12, 31
_ALL_WEEK = (24, 7)
_QUESTION = frozenset({"is", "are", "was", "were", "did", "does", "do", "has", "have"})
"""Words before us, where a noun after it says that it is a name."""


def languages() -> frozenset[str]:
    """Return the languages that ways are known of."""
    return frozenset(_data())


def abbreviations(language: str) -> frozenset[str]:
    """Return abbreviations that are another word when they are not in capitals."""
    return frozenset(_data().get(language, {}).get("capitals", "").lower().split())


class _Scale(NamedTuple):
    factor: Decimal
    term: str


class Canonical:
    """The ways of writing one thing in a language."""

    def __init__(self, language: str, keys: Keys) -> None:
        """Read the language's ways as the terms that ``keys`` makes of them."""
        ways = _data().get(language, {})
        self._single: dict[str, str] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.several: set[str] = set()
        """Terms that a word may have because it stands for its followers, too."""
        self._day_first = language != "en"
        self.signs = _by_form(ways.get("signs", ()), keys)
        """Currency signs, and %, to their terms."""
        rows = [row.split(" | ") for row in (*ways.get("names", ()), *ways.get("units", ()))]
        for row in rows + [row for row in [ways.get("percent", [])] if row]:
            self._add([tuple(keys(way)) for way in row])
        self._single |= {keys(s)[0]: term for s, term in self.signs.items() if s.isalpha()}
        if percent := ways.get("percent"):
            self.signs["%"] = keys(percent[0])[0]
        months = [month.split() for month in ways.get("months", ())]
        self._months = [keys(names[0])[0] for names in months]
        self._named_months = {
            keys(name)[0]: month
            for month, names in zip(self._months, months, strict=True)
            for name in names
        }
        self._scales, self._attached = self._read_scales(ways, keys)
        self._pronouns = _by_form(ways.get("pronouns", ()), keys)
        self._after = frozenset(ways.get("after", "").split())
        self._before = frozenset(k for noun in ways.get("before", "").split() for k in keys(noun))
        self._particles = Particles(language, ways, keys)

    def _add(self, row: Sequence[tuple[str, ...]]) -> None:
        canonical = "".join(row[0])
        for way in row:
            if len(way) == 1:
                self._single[way[0]] = canonical
        for way in row:
            words = tuple(self._single.get(word, word) for word in way)
            if len(words) > 1:
                found = self._phrases.setdefault(words[0], [])
                found.append((words, canonical))
                self.several.add(canonical)
                found.sort(key=lambda phrase: -len(phrase[0]))

    def _read_scales(
        self, ways: dict[str, Any], keys: Keys
    ) -> tuple[dict[str, _Scale], dict[str, _Scale]]:
        scales: dict[str, _Scale] = {}
        for row in ways.get("scales", ()):
            factor, *words = row.split()
            forms = [keys(word)[0] for word in words]
            scales |= dict.fromkeys(forms, _Scale(Decimal(factor), forms[0]))
        attached = _by_form(ways.get("attached", ()), keys)
        return scales, {letter: scales[word] for letter, word in attached.items()}

    def term(self, term: str) -> str:
        """Return what a term is read as, wherever it stands."""
        return self._single.get(term, term)

    def leads(self, key: str) -> bool:
        """Tell whether a word has to be looked at with its neighbours."""
        return (
            key[:1].isdecimal()
            or key in self._phrases
            or key in self._pronouns
            or self._particles.leads(key)
        )

    def rewrite(self, text: str, words: list[Found], leads: Iterable[int]) -> dict[int, int]:
        """Rewrite the terms of words; ``leads`` are the indexes of those that `leads` tells.

        Return the index of each word that stands for its followers too, with the end of these.
        """
        reach: dict[int, int] = {}
        line = _Line(text, words)
        done = 0
        for i in leads:
            if i < done:
                continue
            if line.key(i)[:1].isdecimal():
                done = self._read_number(line, i)
            elif self._is_name(line, i):
                line.put(i, self._pronouns[line.key(i)])
            else:
                done = self._read_phrase(line, i)
                if done > i + 1:
                    reach[i] = words[done - 1][1]
                elif self._particles.leads(line.key(i)):
                    self._particles.join(line, i)
        return reach

    def _read_phrase(self, line: "_Line", start: int) -> int:
        for phrase, canonical in self._phrases.get(line.key(start), ()):
            end = start + len(phrase)
            if line.holds(phrase, start):
                line.put(start, canonical)
                for i in range(start + 1, end):
                    line.put(i, None)
                return end
        return start + 1

    def _is_name(self, line: "_Line", i: int) -> bool:
        """Tell whether a pronoun is none: "the us", "is us congress"."""
        if line.key(i) not in self._pronouns:
            return False
        before = line.key(i - 1) if i else ""
        if before in self._after and line.text[line.words[i - 1][1] : line.words[i][0]] == " ":
            return True
        return (not before or before in _QUESTION) and line.key(i + 1) in self._before

    def _read_number(self, line: "_Line", i: int) -> int:
        """Read a date, or a number with the word that multiplies it; return what comes after."""
        if end := self._read_date(line, i):
            return end
        for beside in (i - 1, i + 2 if line.key(i + 1) in _OF else i + 1):
            month = self._named_months.get(line.key(beside))
            if month and line.is_beside(i, beside, _DATED):
                start, _, term = line.words[beside]
                if term is not None or line.text[start].isupper():
                    line.put(beside, month)
        return self._read_scale(line, i)

    def _read_scale(self, line: "_Line", i: int) -> int:
        if not _PLAIN.fullmatch(line.key(i)):
            return i + 1
        value, end = Decimal(line.key(i)), i + 1
        while line.is_beside(end - 1, end, _TOGETHER):
            glued = line.words[end - 1][1] == line.words[end][0]
            scale = self._scales.get(line.key(end)) or (
                self._attached.get(line.key(end)) if glued else None
            )
            if scale is None:
                break
            line.put(end, scale.term)
            value, end = value * scale.factor, end + 1
        if end > i + 1:
            line.put(i, f"{value.normalize():f}")
        return end

    def _read_date(self, line: "_Line", i: int) -> int:
        """Rewrite a date in digits as day, month and year; return what comes after, or 0."""
        sign = line.between(i)
        if not self._months or sign not in {"-", ".", "/"}:
            return 0
        parts = [line.key(i), line.key(i + 1)]
        if line.between(i + 1) == sign and line.key(i + 2).isdecimal():
            parts.append(line.key(i + 2))
        if not all(part.isdecimal() for part in parts):
            return 0
        if (order := self._order(parts, sign, line.surface(i + 1))) is None:
            return 0
        for at, part in zip(range(i, i + len(parts)), order, strict=False):
            number = int(line.key(at))
            line.put(at, self._months[number - 1] if part == "m" else _number(number, part))
        return i + len(parts)

    def _order(self, parts: Sequence[str], sign: str, second: str) -> str | None:
        """Tell the order of a date's parts: ymd, dmy, mdy, dm; None where it is no date."""
        first, middle, *last = map(int, parts)
        if sign == "-":
            iso = len(parts) == len("ymd") and _YEAR.fullmatch(parts[0])
            return "ymd" if iso and middle <= _MONTHS and last[0] <= _DAYS else None
        day_first = first <= _DAYS and 0 < middle <= _MONTHS
        month_first = not self._day_first and first <= _MONTHS < middle <= _DAYS
        if sign == "/":
            sure = self._day_first and (bool(last) or second.startswith("0"))
            day_first = day_first and (sure or first > _MONTHS) and (first, middle) != _ALL_WEEK
        order = "dm" if day_first else "md" if month_first else None
        return order and order + "y" * len(last)


class _Line:
    """The words of a text, to be rewritten."""

    def __init__(self, text: str, words: list[Found]) -> None:
        self.text = text
        self.words = words

    def surface(self, i: int) -> str:
        start, end, _ = self.words[i] if i < len(self.words) else (0, 0, None)
        return self.text[start:end]

    def end(self, i: int) -> int:
        return self.words[i][1]

    def key(self, i: int) -> str:
        if not 0 <= i < len(self.words):
            return ""
        start, end, term = self.words[i]
        return self.text[start:end].lower() if term is None else term

    def put(self, i: int, term: str | None) -> None:
        start, end, _ = self.words[i]
        self.words[i] = start, end, term

    def between(self, i: int) -> str:
        """Return what stands between a word and the next."""
        if i + 1 >= len(self.words):
            return ""
        return self.text[self.words[i][1] : self.words[i + 1][0]]

    def is_beside(self, i: int, other: int, between: re.Pattern[str]) -> bool:
        first, last = sorted((i, other))
        if first < 0 or last >= len(self.words):
            return False
        return between.fullmatch(self.text, self.words[first][1], self.words[last][0]) is not None

    def holds(self, phrase: Sequence[str], start: int) -> bool:
        """Tell whether the words from one on are a phrase."""
        return all(
            self.key(start + n) == word
            and (not n or self.is_beside(start + n - 1, start + n, _APART))
            for n, word in enumerate(phrase)
        )


def _number(number: int, part: str) -> str:
    if part == "y" and number < 100:  # noqa: PLR2004 - two digits
        number += 2000 if number <= _CENTURY else 1900
    return str(number)


def _by_form(rows: Iterable[str], keys: Keys) -> dict[str, str]:
    """Return the term of the first word of each row, by each of the others."""
    split = [row.split() for row in rows]
    return {form: keys(name)[0] for name, *forms in split for form in forms}


@cache
def _data() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parents[1] / "data" / "canonical.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
