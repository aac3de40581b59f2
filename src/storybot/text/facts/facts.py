"""Annotate sentences with the kinds of facts they state, independent of questions.

Called once per sentence, when its article is added: names, dates, numbers with units, places and
the phrases that give reasons or definitions, each by a plain pattern.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from itertools import compress, count
from operator import not_, or_
from typing import NamedTuple

from storybot.model.passages import Facts, Filler
from storybot.text.analysis.analyzer import Token
from storybot.text.facts.fillers import Fill, is_of_game, new_filler, read_names
from storybot.text.facts.mark_names import MARK_BITS, Mark, Pattern, bits_of, listed
from storybot.text.facts.phrases.cue_phrases import fact_patterns
from storybot.text.facts.phrases.shown_patterns import ShownPatterns
from storybot.text.facts.quantity.quantities import read_quantities
from storybot.text.facts.quantity.word_kinds import QuantityWords, forms_of, words_of
from storybot.text.facts.spans import name_kinds, read_clauses
from storybot.text.facts.word_marks import CALENDAR, mark_lists, marks_of
from storybot.text.facts.word_traits import TraitTable, WordTraits
from storybot.text.names import is_named

_PATTERNS: dict[Pattern, re.Pattern[str]] = {
    Pattern.REASON: re.compile(
        r"\b(?:because|due to|since|as a result|therefore|thus|in order to|so that|caused?|causing|"
        r"reason|led to|owing to|thanks to|result(?:ed|ing)? in)\b",
        re.IGNORECASE,
    ),
    Pattern.PURPOSE: re.compile(r"\bto [a-z]{3}"),
    Pattern.MEANS: re.compile(r"\b(?:by|through|via|using) [a-z]", re.IGNORECASE),
    Pattern.APPOSITION: re.compile(r"[A-Z]\w{1,40}, (?:an?|the|who|which|whose) "),
    Pattern.AGE: re.compile(r"\b(?:\d{1,3}[- ]years?[- ]old|aged \d|age of)|, \d\d,"),
    Pattern.MONEY_SIGN: re.compile(r"[$£€¥]\s?\d"),
    Pattern.NEGATION: re.compile(
        r"\b(?:not|no|never|none|neither|nor|without|cannot)\b|n't\b|n’t\b", re.IGNORECASE
    ),
    Pattern.PRONOUN_FIRST: re.compile(
        r"^\W{0,3}(?:he|she|it|they|this|these|that|those|his|her|its|their|such)\b", re.IGNORECASE
    ),
    Pattern.LINK_FIRST: re.compile(
        r"^\W{0,3}(?:however|but|and|also|in addition|moreover|for example|as a result|therefore|"
        r"thus|instead|then|later|another|other|both)\b",
        re.IGNORECASE,
    ),
    Pattern.ASKS: re.compile(r"\?"),
    Pattern.QUOTES: re.compile(r"[\"“”]"),
    Pattern.SAYS: re.compile(
        r"\b(?:said|says|told|according to|stated|claimed|argued|announced|believe[ds]?|thought)\b"
    ),
    Pattern.NAMES: re.compile(
        r"\b(?:called|named|known as|termed|dubbed|referred to|means|meaning|defined|titled)\b"
    ),
}
_ANYWHERE = frozenset({Pattern.APPOSITION, Pattern.MONEY_SIGN, Pattern.ASKS, Pattern.QUOTES})
"""Patterns that do not depend on the language."""


def denies(text: str, language: str) -> bool:
    """Tell whether a text says not, never or none."""
    pattern = _patterns(language).get(Pattern.NEGATION)
    return pattern is not None and pattern.search(text) is not None


def is_of_time(word: str, term: str | None, language: str) -> bool:
    """Tell a month, a weekday or a word as yesterday and week, which articles say by their date."""
    return word in CALENDAR or not _TIMES.isdisjoint(mark_lists(language).of(word, term))


def time_words(language: str) -> frozenset[str]:
    """Return the words that `is_of_time` knows, as words and as terms."""
    marks = mark_lists(language).marks
    return CALENDAR.union(word for word in marks if is_of_time(word, None, language))


def read_facts(text: str, language: str) -> Facts:
    """Read the facts of a sentence."""
    patterns, table = _lists(language)
    words = table.read(text)
    if not words.traits:
        return Facts((), (), (), patterns.shown(text, 0))
    _, low, terms, stops, quantities, may_tell, joins, begun, *_ = zip(*words.traits, strict=True)
    marks: dict[int, tuple[int, ...]] = {}
    fillers: tuple[Filler, ...] = ()
    if True in may_tell or True in quantities:
        tokens = words.tokens()
        marks = _marks(tokens, words.traits, may_tell, language)
        fillers = _fillers(text, tokens, words.traits, marks, low, language)
    return Facts(
        terms,
        stops,
        tuple(marks.items()),
        patterns.shown(text, reduce(or_, begun)),
        fillers,
        read_clauses(text, words.starts, words.ends, compress(count(), joins)),
    )


def _marks(
    tokens: Sequence[Token],
    traits: Sequence[WordTraits],
    may_tell: Sequence[bool],
    language: str,
) -> dict[int, tuple[int, ...]]:
    """Return the marks of the words that have any, by index in order."""
    own = [word.marks for word in traits]
    marks: dict[int, tuple[int, ...]] = {}
    for i in compress(count(), may_tell):
        named = is_named(traits[i].naming, tokens, i, language)
        if shown := marks_of(own, i, named=named):
            marks[i] = shown
    return marks


def _fillers(
    text: str,
    tokens: Sequence[Token],
    traits: Sequence[WordTraits],
    marks: Mapping[int, tuple[int, ...]],
    low: Sequence[str],
    language: str,
) -> tuple[Filler, ...]:
    """Return the quantities and times of a sentence, then its names, each in order."""
    bits = {i: MARK_BITS[shown] for i, shown in marks.items()}
    dated = _dated(bits, low, tokens, words_of(language))
    telling = {i: found.alone for i, found in enumerate(traits) if found.quantity}
    found: list[Filler] = []
    if dated or telling:
        found += read_quantities(text, tokens, telling, dated, language)
    named = name_kinds(text, tokens, bits, language)
    played = is_of_game(found)
    found += [
        new_filler((int(Fill.OFFICE), i, i + 1, ""))
        for i, shown in bits.items()
        if shown & _OFFICE and low[i] not in _HONORIFICS and low[i] not in _NO_OFFICES
    ]
    found += read_names(
        {
            at: kinds | {Fill.ORGANISATION} if played else kinds
            for at, kinds in named.items()
            if at not in dated
        }
    )
    return tuple(found)


def _dated(
    marks: Mapping[int, int],
    low: Sequence[str],
    tokens: Sequence[Token],
    words: QuantityWords,
) -> set[int]:
    """Return the words of dates."""
    return {
        i
        for i, found in marks.items()
        if (
            found & _DATES
            and low[i] not in _NO_DATES
            and (not found & _MONTH or _is_month(tokens, low, i))
        )
        or (tokens[i].text[0] in "IVX" and _is_century(tokens, low, i, words))
    }


def _is_century(tokens: Sequence[Token], low: Sequence[str], i: int, words: QuantityWords) -> bool:
    """Tell the Roman number of a century: siglo XIV, XIVe siècle."""
    return _ROMAN.fullmatch(low[i]) is not None and any(
        form in words.centuries
        for form in forms_of([*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2]])
    )


def _is_month(tokens: Sequence[Token], low: Sequence[str], i: int) -> bool:
    """Tell a month from a verb and from a name: in May, not Theresa May, they march or Frau Mai."""
    if i and low[i - 1] in _HONORIFICS:
        return False
    if low[i] == "march":
        return tokens[i].text[0].isupper()
    if low[i] != "may":
        return True
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after and after.text[0].isdecimal():
        return tokens[i].text[0].isupper()
    return before is not None and tokens[i].text[0].isupper() and not before.text[0].isupper()


def content(facts: Facts) -> tuple[str, ...]:
    """Return the terms of a sentence: its words without the stop words."""
    return tuple(compress(facts.words, map(not_, facts.stops)))


_TIMES = frozenset({Mark.MONTH, Mark.DAY, Mark.DECADE, Mark.MOMENT, Mark.DURATION})
_DATES = bits_of(Mark.MONTH, Mark.DAY, Mark.DECADE, Mark.MOMENT)
_MONTH, _OFFICE = bits_of(Mark.MONTH), bits_of(Mark.OFFICE)
_NO_DATES = frozenset(
    listed(
        "early late since until during ago fall seit während anfang ende mitte depuis pendant "
        "début fin desde durante principios finales начало конец початок кінець beri başında "
        "sonunda fell fallen final"
    )
)
"""Words that stand with times and are none."""


_HONORIFICS = frozenset(
    listed(
        "mr mrs ms miss dr herr herrn frau monsieur madame mme señor señora don doña sr sra "
        "господин госпожа пан пані пана bay bayan"
    )
)
_NO_OFFICES = frozenset(listed("sir lord lady officer author actor actress"))
"""What stands before persons as offices do, and answers no question for an office."""
_ROMAN = re.compile(r"[ivx]{1,5}(?:e|er|ème)?")


class _Lists(NamedTuple):
    """What the facts of a language are read by."""

    patterns: ShownPatterns
    """Of all that there are, in order."""
    table: TraitTable


@cache
def _lists(language: str) -> _Lists:
    patterns = ShownPatterns(list(map(_patterns(language).get, Pattern)))
    return _Lists(patterns, TraitTable(language, patterns))


@cache
def _patterns(language: str) -> Mapping[Pattern, re.Pattern[str]]:
    if language == "en":
        return _PATTERNS
    own = {Pattern[name.upper()]: form for name, form in fact_patterns(language).items()}
    return {p: form for p, form in _PATTERNS.items() if p in _ANYWHERE} | own
