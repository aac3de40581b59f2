"""Return whether sentences of nearly one wording say the same, and in what they differ.

Strict on purpose: to show one claim twice costs a line, to show two as one hides a contradiction.
Sentences say the same if they have the same words in the same order, but for articles and fillers,
spellings, numbers in digits or in words, and a part that moved to the other end. Nothing is read as
a mere variant because it shares a stem: employers and employees do.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from enum import Enum, auto
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from storybot.answering.evidence.amounts import number_at
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.folding import normal
from storybot.text.facts.time_words import MONTHS, WEEKDAYS

_ALIKE = 0.7
"""Minimum share of common words (Jaccard) of sentences that differ in few things."""
_FEWEST = 3
"""Words in common below which a name may be of another thing; numbers and days need one less."""
_ONE_SLOT = 2
"""Most words on either side of a difference in one thing."""
_APART = _ONE_SLOT
"""Words on one side alone beyond which a difference is in more than one thing."""
_SIGN = re.compile(r"(?:^|(?<=[\s(]))[-–−](?=\d)|[$£€¥₺₴₽°<>=+]")
_CLOCK = re.compile(r"\d+(?:st|nd|rd|th|er|e|\.)?|[\d.,]+")
_SENTENCES = 1_024
"""Sentences whose words are remembered: one is compared with several, each time twice."""
_REMEMBERED = 16_384
"""Words of which is kept what they tell."""
_STEM = 3
_NEXT = 2
_SPELT = 0.75
"""Likeness of two spellings of one name: Zelensky, Zelenskyy."""
_TURKISH_NOT = re.compile(r"m[aeıiuü]")


class Difference(Enum):
    """How the claims of two sentences compare."""

    NONE = auto()
    """They say the same."""
    TELLING = auto()
    """Of one wording, they differ in a number, name, day, direction, negation or speaker."""
    SLIGHT = auto()
    """They differ in a plain word or two; whether they agree is not known."""
    WORDING = auto()
    """They differ in more."""


class _Word(NamedTuple):
    key: str
    """What the word says, in lower case; of a number, its value."""
    named: bool | None
    """Whether it has a capital; not known of a first word."""
    number: bool = False


class _Words(NamedTuple):
    words: tuple[_Word, ...]
    keys: frozenset[str]
    """The keys of the words."""


class _Lists(NamedTuple):
    fillers: frozenset[str]
    dated: frozenset[str]
    dates: frozenset[str]
    same: dict[str, str]
    saying: frozenset[str]
    negations: frozenset[str]
    opposites: tuple[frozenset[str], ...]


def difference(one: str, other: str, language: str) -> Difference:
    """Compare the claims of two texts in one language."""
    (words, keys), (others, other_keys) = _words(one, language), _words(other, language)
    if _asks(one) == _asks(other) and _same_order(words, others):
        return Difference.NONE
    own, theirs = len(keys - other_keys), len(other_keys - keys)
    # Words on one side alone bound what can be in common, before repeats are counted.
    least = max(_FEWEST, _ALIKE * max(len(words), len(others)))
    may_be_slight = min(len(words) - own, len(others) - theirs) >= least
    if max(own, theirs) > _APART and not may_be_slight:
        return Difference.WORDING
    if _telling(words, others, language):
        return Difference.TELLING
    counts = Counter(word.key for word in words), Counter(word.key for word in others)
    common = (counts[0] & counts[1]).total()
    return Difference.SLIGHT if common >= least else Difference.WORDING


def differing(one: str, other: str, language: str) -> frozenset[str]:
    """Return the words, in lower case, that only one of two texts has: no numbers or signs."""
    keys = _words(one, language).keys ^ _words(other, language).keys
    return frozenset(key for key in keys if key.isalpha())


def calendar_words(language: str) -> frozenset[str]:
    """Return the names of months and days, in lower case."""
    return _lists(language).dates


def _asks(text: str) -> bool:
    return "?" in text


def _same_order(one: Sequence[_Word], other: Sequence[_Word]) -> bool:
    """Return whether words are the same in order, perhaps with a part moved from end to end."""
    if not one or len(one) != len(other):
        return False
    return any(
        all(map(_alike, one, (*other[turn:], *other[:turn])))
        for turn, word in enumerate(other)
        if word.key == one[0].key
    )


def _alike(one: _Word, other: _Word) -> bool:
    return one.key == other.key and (None in {one.named, other.named} or one.named == other.named)


def _telling(one: Sequence[_Word], other: Sequence[_Word], language: str) -> bool:
    """Return whether sentences of one wording differ in a single telling thing."""
    counts, others = Counter(w.key for w in one), Counter(w.key for w in other)
    common = (counts & others).total()
    left, right = set(counts - others), set(others - counts)
    most = max(len(left), len(right))
    # Where only the order differs, what moved is not known.
    if common < _FEWEST - 1 or not 0 < most <= _ONE_SLOT:
        return False
    if most > 1 and common < _ALIKE * max(counts.total(), others.total()):
        return False
    lists = _lists(language)
    if _opposed(left, right, lists) or (
        language == "tr" and any(_turkish_not(a, b) for a in left for b in right)
    ):
        return True
    said = left <= _beside(one, lists.saying) and right <= _beside(other, lists.saying)
    if left and right and said:
        return True
    known = {w.key: w for w in (*one, *other)}
    named = {key for key in left ^ right if known[key].named} if common >= _FEWEST else set()
    if _spelt_alike(left & named, right & named):
        return False
    return all(
        key in named or known[key].number or key in lists.dates or key[0].isdecimal()
        for key in left ^ right
    )


def _spelt_alike(names: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Return whether some name may be another spelling of one of the others."""
    return any(
        one[:2] == other[:2] and SequenceMatcher(None, one, other).ratio() >= _SPELT
        for one in names
        for other in others
    )


def _beside(words: Sequence[_Word], saying: AbstractSet[str]) -> set[str]:
    """Return the words next to a word of saying."""
    places = [i for i, word in enumerate(words) if word.key in saying]
    return {w.key for i in places for w in words[max(0, i - _NEXT) : i + 1 + _NEXT]}


def _opposed(left: set[str], right: set[str], lists: _Lists) -> bool:
    """Return whether one side negates, or each has a word that contradicts the other's."""
    return bool((left | right) & lists.negations) or any(
        left & group and right & group for group in lists.opposites
    )


def _turkish_not(one: str, other: str) -> bool:
    """Return whether only one of two forms of a verb has the suffix that negates it."""
    negated = [bool(_TURKISH_NOT.search(word[_STEM - 1 :])) for word in (one, other)]
    return one[: _STEM - 1] == other[: _STEM - 1] and negated[0] != negated[1]


@lru_cache(_SENTENCES)
def _words(text: str, language: str) -> _Words:
    """Return what a text says, word by word, without fillers; signs before numbers are words."""
    found = tuple(_read(text, language))
    return _Words(found, frozenset([word.key for word in found]))


def _read(text: str, language: str) -> list[_Word]:
    dates = _lists(language).dates
    tokens = analyzer(language).words(text)
    forms = [_form(token.text, language) for token in tokens]
    shouted = text.isupper()
    found: list[_Word] = []
    end = after = 0
    for i, (token, form) in enumerate(zip(tokens, forms, strict=True)):
        gap, end = text[end : token.start], token.end
        if i < after:  # within a number
            continue
        if gap != " " or not form.is_word:
            found += [_Word(sign, None) for sign in _SIGN.findall(gap + token.text[:1])]
        if form.counts and (number := number_at(tokens, i, language)):
            value, after = number
            found.append(_Word(f"#{value:.10g}", None, number=True))
            continue
        following = forms[i + 1] if i + 1 < len(forms) else _NO_FORM
        dated = form.is_dated and (following.low in dates or following.low[:1].isdecimal())
        if not form.is_filler and not dated:
            # A first word is a name if another follows it.
            first = shouted or (i == 0 and not following.is_capital)
            found.append(_Word(form.key, None if first else form.is_capital))
    return found


class _Form(NamedTuple):
    """What a word tells wherever it stands."""

    low: str
    """In lower case."""
    key: str
    """The same, or the spelling that stands for it."""
    is_capital: bool
    is_word: bool
    """Whether it is no sign."""
    counts: bool
    """Whether it may be a number."""
    is_filler: bool
    is_dated: bool
    """Whether it is a filler before a date."""


_NO_FORM = _Form(
    "", "", is_capital=False, is_word=False, counts=False, is_filler=False, is_dated=False
)


@lru_cache(_REMEMBERED)
def _form(word: str, language: str) -> _Form:
    lists, low = _lists(language), _plain(word, language)
    return _Form(
        low,
        lists.same.get(low, low),
        word[:1].isupper(),
        word[:1].isalnum(),
        _counts(word) and number_at([Token(0, len(word), word, None)], 0, language) is not None,
        low in lists.fillers,
        low in lists.dated,
    )


def _counts(word: str) -> bool:
    """Return whether a word's number is all that it says: 5pm says more."""
    return not word[0].isdecimal() or _CLOCK.fullmatch(word) is not None


def _plain(word: str, language: str) -> str:
    if language == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    low = normal(word).casefold().replace("ё", "е")
    return low.removesuffix("'s") if language == "en" else low


@cache
def _lists(language: str) -> _Lists:
    own: dict[str, Any] = _data().get(language, {})
    forms = [f for row in MONTHS.get(language, ()) for f in row.split()]
    days = [f for row in WEEKDAYS.get(language, ()) for f in row.split()]
    same = {word: row.split()[0] for row in own.get("same", ()) for word in row.split()}
    return _Lists(
        frozenset(own.get("fillers", "").split()),
        frozenset(own.get("dated", "").split()),
        frozenset((*forms, *days)),
        same,
        frozenset(own.get("saying", "").split()),
        frozenset(own.get("negations", "").split()),
        tuple(frozenset(row.split()) for row in own.get("opposites", ())),
    )


@cache
def _data() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("claim_words.toml").read_text("utf-8")
    return tomllib.loads(text)
