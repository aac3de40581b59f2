"""Tell which patterns of words a sentence shows, mostly without a search.

A pattern is a list of phrases, most of which begin with letters at the beginning of a word. So it
is told of each word once which phrases it may begin; of a sentence, only those that one of its
words may begin are searched for.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from storybot.text.facts.phrases.first_letters import first_letters
from storybot.text.facts.phrases.needles import alternatives, element, needles

Search = Callable[[str], re.Match[str] | None]

ODD = re.compile("[\u0130\u0131\u017f\u1c80-\u1c8a]")
"""Letters that match others where case is ignored, and whose lower case does not: ı and ſ."""
_EVEN = str.maketrans(
    "\u0130\u0131\u017f\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87", "iisвдосттъѣ"
)
"""The letters that they match, in lower case."""
_BOUNDARIES = (r"\b", r"(?<!\w)")
_TOLD_BY = 2
"""Letters by which most words are told to begin nothing."""
_REPEATS = ("?", "*", "+", "{")
_WORD = re.compile(r"\w+")


class _Phrase(NamedTuple):
    """One alternative of a pattern."""

    pattern: int
    """Index of the pattern."""
    folds: bool
    """Whether case is ignored."""
    beginnings: frozenset[str]
    """Letters of which one begins each match, where a word begins; none where that is unknown."""
    is_word: bool
    """Whether those letters are a whole word."""
    needles: Sequence[str]
    """Strings of which each match has one, in lower case if case is ignored; or ""."""
    search: Search


class ShownPatterns:
    """What tells which of some patterns a sentence shows."""

    def __init__(self, patterns: Sequence[re.Pattern[str] | None]) -> None:
        """Take the patterns in order; None is shown by no sentence.

        Raises:
            ValueError: one alternative is anchored by ``^`` and another one may not be.
        """
        self._count = len(patterns)
        self._at_start: list[tuple[int, Search]] = []
        phrases: list[_Phrase] = []
        for i, pattern in enumerate(patterns):
            if pattern is None:
                continue
            if pattern.pattern.startswith("^"):
                if len(alternatives(pattern.pattern)) > 1:
                    told = f"Put the alternatives after ^ into a group: {pattern.pattern[:80]}"
                    raise ValueError(told)
                self._at_start.append((i, pattern.match))  # there or nowhere
            else:
                phrases += _phrases(i, pattern)
        unknown = [phrase for phrase in phrases if not phrase.beginnings]
        self._anywhere = [
            (phrase.pattern, phrase.folds, needle, phrase.search)
            for phrase in unknown
            for needle in phrase.needles
        ]
        """Phrases that may begin anywhere, once for each string of which each match has one."""
        self._folding = [(phrase.pattern, phrase.search) for phrase in unknown if phrase.folds]
        begun = [phrase for phrase in phrases if phrase.beginnings]
        self._by_bit = {1 << n: phrase for n, phrase in enumerate(begun)}
        self._others = {
            i: ~sum(bit for bit, phrase in self._by_bit.items() if phrase.pattern == i)
            for i in range(self._count)
        }
        """Of each pattern, the bits of all other ones."""
        self._words = _by_beginning(self._by_bit, whole=True)
        self._beginnings = _by_beginning(self._by_bit, whole=False)
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._first = {b[:_TOLD_BY] for b in (*self._words, *self._beginnings)}

    def begun_by(self, word: str) -> int:
        """Return as bits the phrases that may begin in a word, as a sentence writes it."""
        found = 0
        even = _even(word)
        for part in (even,) if even.isalpha() else _WORD.findall(even):
            if part[:_TOLD_BY] not in self._first and part[0] not in self._first:
                continue
            found |= self._words.get(part, 0)
            for length in self._lengths:
                found |= self._beginnings.get(part[:length], 0)
        return found

    def shown(self, text: str, begun: int) -> tuple[bool, ...]:
        """Tell of each pattern whether a sentence shows it.

        ``begun`` has the bits of `begun_by` of all its words.
        """
        low = text.lower()
        is_odd = not text.isascii() and ODD.search(text) is not None
        found = [False] * self._count
        for i, match in self._at_start:
            if match(text):
                found[i] = True
        for i, folds, needle, search in self._anywhere:
            if needle in (low if folds else text) and not found[i] and search(text):
                found[i] = True
        for i, search in self._folding if is_odd else ():
            if not found[i] and search(text):
                found[i] = True
        while begun:
            bit = begun & -begun
            begun ^= bit
            i, folds, _, _, needles, search = self._by_bit[bit]
            likely = is_odd and folds
            if not likely:
                seen = low if folds else text
                likely = any(needle in seen for needle in needles)
            if likely and search(text):
                found[i] = True
                begun &= self._others[i]
        return tuple(found)


def _phrases(i: int, pattern: re.Pattern[str]) -> Iterator[_Phrase]:
    """Yield the alternatives of a pattern, those within its only group each by itself."""
    folds = bool(pattern.flags & re.IGNORECASE)
    for alternative in alternatives(pattern.pattern):
        boundary = next((b for b in _BOUNDARIES if alternative.startswith(b)), "")
        inner, rest = alternative.removeprefix(boundary), ""
        choices = [inner]
        if boundary and inner.startswith("(?:"):
            end = element(inner, 0)
            if not inner[end:].startswith(_REPEATS):
                choices, rest = alternatives(inner[len("(?:") : end - 1]), inner[end:]
        for choice in choices:
            whole = f"{boundary}(?:{choice}){rest}"
            begins = first_letters(choice + rest if choices == [inner] else choice)
            known = bool(boundary) and "" not in begins
            wanted = needles(whole) or ("",)
            yield _Phrase(
                i,
                folds,
                frozenset(map(_even, begins)) if known else frozenset(),
                choice.isalpha() and rest.startswith((r"\b", r"(?!\w)")),
                list(map(_even, wanted)) if folds else wanted,
                re.compile(whole, pattern.flags).search,
            )


def _by_beginning(phrases: Mapping[int, _Phrase], *, whole: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for bit, phrase in phrases.items():
        if phrase.is_word is whole:
            for beginning in phrase.beginnings:
                found[beginning] = found.get(beginning, 0) | bit
    return found


def _even(word: str) -> str:
    """Return a word in lower case, with each letter that matches another as that one."""
    return word.lower() if word.isascii() else word.translate(_EVEN).lower()
