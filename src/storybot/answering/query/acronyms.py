"""Derive the meaning of acronyms from the articles themselves.

A corpus of a hundred thousand articles changes every hour, so nothing is precomputed or stored. For
each question, the initials of its names are looked up in the index's vocabulary (`acronyms`), and
the passages retrieved anyway, some sixty, are searched for definitions (`Acronyms`). The defining
passage contains both the short and the long form, and so is among the best for a question about
either.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token, analyzer

_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{2,120})[)\]]")
_SHORT = re.compile(
    r"(?=(?:\w*[^\W\d_a-zа-яёіїєґß-ÿ]){2}|[^\W\d_]\d)[^\W_](?:[\w&-]|\.(?=\w)){1,9}\.?"
)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_REACH = 200
"""Characters before a bracket searched for the long form."""
_MOST_WORDS = 8
_FEWEST, _MOST = 2, 6
"""Content words that may contribute an initial."""
_LETTER_ONLY = 3
"""Maximum letters of long-form words that may contribute none: of, the, pour."""
_CAPITALISED = frozenset({"en", "tr", "de"})
"""Languages that capitalise every word of a name; others only the first."""


class Acronym(NamedTuple):
    """The initials of a run of tokens, as a term."""

    start: int
    """Index of its first token."""
    end: int
    """Index after its last token."""
    term: str


class Acronyms:
    """The acronyms defined in some passages, mostly those of one question."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """Read the passages' texts; linear in their length."""
        self._long: dict[str, dict[tuple[str, ...], None]] = {}
        terms_of = analyzer(language).terms
        for text in texts:
            for short, long in definitions(text):
                for term in terms_of(short)[:1]:
                    self._long.setdefault(term, {})[terms_of(long)] = None

    def expansions(self, term: str) -> tuple[tuple[str, ...], ...]:
        """Return the expansions of a short form, each as terms."""
        return tuple(self._long.get(term, ()))

    def shortened(self, terms: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Return the short forms of the long ones in a question's terms, with their positions."""
        found = {}
        for short, longs in self._long.items():
            for long in longs:
                for at in range(len(terms) - len(long) + 1):
                    if tuple(terms[at : at + len(long)]) == long:
                        found[short] = at, at + len(long)
        return found


def definitions(text: str) -> list[tuple[str, str]]:
    """Return the acronyms that a text defines in brackets, each with its long form.

    Either may be in the brackets: International Criminal Court (ICC), ICC (International Criminal
    Court). Both forms are as written in the text.
    """
    found = []
    for bracket in _BRACKET.finditer(text):
        inside = bracket.group(1).strip()
        before = text[max(0, bracket.start() - _REACH) : bracket.start()].rstrip()
        if short := _short_in(inside):
            if long := _long_form(short, before):
                found.append((short, long))
        elif (short := _last_short(before)) and _long_form(short, inside) == inside:
            found.append((short, inside))
    return found


def acronyms(tokens: Sequence[Token], language: str) -> list[Acronym]:
    """Return the initials of the names in a question, with and without its function words.

    They are guesses: use those that the index knows. International Criminal Court gives icc,
    Department of Justice dj and doj, Group of 20 g20.
    """
    found = []
    for start, token in enumerate(tokens):
        if token.term is None or not token.text[:1].isupper():
            continue
        all_initials, own_initials, words = "", "", 0
        for end, other in _together(tokens, start):
            all_initials += _initial(other)
            if other.term is None:
                continue
            if language in _CAPITALISED and other.text[:1].islower():
                break
            own_initials += _initial(other)
            words += 1
            if words >= _FEWEST:
                terms = dict.fromkeys((own_initials, all_initials))
                found += [Acronym(start, end + 1, term) for term in terms]
            if words == _MOST:
                break
    return found


def _together(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, Token]]:
    """Yield the tokens from one on that only a space or a hyphen separates."""
    yield start, tokens[start]
    for i, (one, other) in enumerate(pairwise(tokens[start:]), start + 1):
        if other.start - one.end > 1:
            return
        yield i, other


def _initial(token: Token) -> str:
    return token.text if token.text.isdecimal() else token.text[0].casefold()


def _short_in(inside: str) -> str | None:
    """Return the acronym in brackets, alone or as in "or ICC", "далее — МУС"."""
    words = inside.replace("«", " ").replace("»", " ").split()
    if len(words) > 1 + _FEWEST or not words:
        return None
    word = words[-1].strip("\"'“”„‘’,;:")
    lead = words[:-1]
    if _SHORT.fullmatch(word) and not any(lead_word[:1].isupper() for lead_word in lead):
        return word
    return None


def _last_short(before: str) -> str | None:
    word = before.rpartition(" ")[2].strip("\"'“”„‘’«»")
    return word if _SHORT.fullmatch(word) else None


def _long_form(short: str, text: str) -> str | None:
    """Return the end of a text that an abbreviation shortens, if it does."""
    letters = [c for c in short.casefold() if c.isalnum()]
    words = list(_WORD.finditer(text))[-(len(letters) + _MOST_WORDS) :]
    lowered = [w.group().casefold() for w in words]
    at = _by_initials(letters, lowered)
    if at is None:
        at = _by_letters(letters, lowered)
    if at is None or lowered[at] == short.casefold():
        return None
    long = text[words[at].start() :].strip("\"'“”„‘’«» ")
    return long if len(long) > len(short) + 1 else None


def _by_initials(letters: list[str], words: list[str]) -> int | None:
    """Return the index of the first word if the letters are the initials, short words skipped."""
    i = len(words)
    for n, letter in enumerate(reversed(letters)):
        i -= 1
        while n and i >= 0 and words[i][0] != letter and len(words[i]) <= _LETTER_ONLY:
            i -= 1
        if i < 0 or words[i][0] != letter:
            return None
    return i


def _by_letters(letters: list[str], words: list[str]) -> int | None:
    """Return the index of the first word if the letters occur in order inside the words.

    Each longer word must contribute a letter and the first letter be an initial, after Schwartz and
    Hearst (2003): Internationaler Strafgerichtshof gives IStGH.
    """
    i, end, lent = len(words), 0, True
    for n, letter in enumerate(reversed(letters)):
        first = n == len(letters) - 1
        while (at := _place(letter, words[i][:end] if end else "", first=first)) < 0:
            if not i or not (lent or len(words[i]) <= _LETTER_ONLY):
                return None
            i -= 1
            end, lent = len(words[i]), False
        end, lent = at, True
    return i if len(words) - i <= len(letters) + 1 else None


def _place(letter: str, part: str, *, first: bool) -> int:
    if first:
        return 0 if part.startswith(letter) else -1
    return part.rfind(letter)
