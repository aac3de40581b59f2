"""Annotate sentences with the kinds of facts they state, independent of questions.

Called once per sentence, when its article is added: names, dates, numbers with units, places and
the phrases that give reasons or definitions, each by a plain pattern.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from storybot.model.passages import Facts, Filler
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.facts.cue_phrases import fact_patterns
from storybot.text.facts.cue_words import marks_by_term, words_before_names
from storybot.text.facts.fillers import Fill, is_of_game, new_filler, read_names
from storybot.text.facts.mark_names import Mark, Pattern, listed
from storybot.text.facts.needles import Shows, shows
from storybot.text.facts.quantity.numbers import YEAR
from storybot.text.facts.quantity.quantities import read_quantities
from storybot.text.facts.quantity.word_kinds import QuantityWords, forms_of, words_of
from storybot.text.facts.spans import name_kinds, read_clauses
from storybot.text.facts.word_traits import TraitTable, WordTraits
from storybot.text.names import is_name

_WORDS: dict[Mark, str] = {
    Mark.NUMBER_WORD: (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
        "hundred thousand million billion trillion half third quarter dozen dozens hundreds "
        "thousands millions billions once twice double triple both several single"
    ),
    Mark.ORDINAL: "first second third fourth fifth sixth seventh eighth ninth tenth last",
    Mark.UNIT: (
        "km kilometers kilometres kilometer kilometre miles mile metres meters meter metre cm mm "
        "feet foot inches inch acres hectares kg kilograms pounds tons tonnes ton degrees celsius "
        "fahrenheit mph watts volts gallons liters litres barrels square cubic"
    ),
    Mark.DURATION: (
        "year years month months week weeks day days hour hours minute minutes century centuries "
        "decade decades"
    ),
    Mark.MONEY: "dollar dollars euro euros pounds cents yen",
    Mark.PERCENT: "percent percentage",
    Mark.MOMENT: (
        "today yesterday tomorrow tonight morning afternoon evening night noon midnight early late "
        "spring summer autumn fall winter ago since until during weekend christmas easter"
    ),
    Mark.OFFICE: (
        "mr mrs ms dr sir president king queen prince princess pope bishop senator minister "
        "chairman director general emperor professor judge lord lady captain secretary governor "
        "mayor spokesman spokeswoman officer chief leader founder author actor actress"
    ),
    Mark.BODY: (
        "company corporation inc corp university college institute party committee council agency "
        "commission department ministry association organization organisation group church court "
        "alliance federation united rovers plc ltd holdings airlines motors "
        "union league club team army bank congress parliament senate school foundation society "
        "board office bureau"
    ),
    Mark.PLACE_WORD: (
        "city town village country state province region river mountain mountains island islands "
        "north south east west square bay lake sea ocean valley street road county district area "
        "northern southern eastern western "
        "capital border coast building park hospital airport"
    ),
    Mark.KIN: (
        "father mother son daughter wife husband brother sister uncle aunt cousin nephew niece "
        "grandfather grandmother child children parents family"
    ),
    Mark.COLOUR: "red blue green yellow white black orange purple brown pink gray grey",
}
_MARKS_OF: dict[str, tuple[Mark, ...]] = {
    word: tuple(mark for mark, words in _WORDS.items() if word in listed(words))
    for words in _WORDS.values()
    for word in listed(words)
}
_MONTHS = frozenset(
    listed(
        "january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sept sep oct nov dec"
    )
)
_DAYS = frozenset(listed("monday tuesday wednesday thursday friday saturday sunday"))
_CALENDAR = _MONTHS | _DAYS
_PLACING = frozenset(listed("in at from near to on across into through outside inside"))
_AFTER_NUMBER = (Mark.PERCENT, Mark.UNIT, Mark.MONEY, Mark.DURATION)
_DECADE = re.compile(r"\d+0['’]?s")
_TRADES = ("ist", "ists")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_OF_ELIDED = re.compile(r"(?:d|dell|all|dall|nell|sull)['’ʼ]\w")
"""A preposition of Romance languages that has lost its vowel: d'arrestation."""


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
    pattern = _lists(language).patterns.get(Pattern.NEGATION)
    return pattern is not None and pattern.search(text) is not None


def is_of_time(word: str, term: str | None, language: str) -> bool:
    """Tell a month, a weekday or a word as yesterday and week, which articles say by their date."""
    known = _lists(language).marks
    marks = known.get(word, known.get(term or "", ()))
    return word in _CALENDAR or not _TIMES.isdisjoint(marks)


def time_words(language: str) -> frozenset[str]:
    """Return the words that `is_of_time` knows, as words and as terms."""
    times = (word for word in _lists(language).marks if is_of_time(word, None, language))
    return _CALENDAR.union(times)


def read_facts(text: str, language: str) -> Facts:
    """Read the facts of a sentence."""
    tokens = analyzer(language).tokens(text)
    words = _lists(language)
    known, learn = words.traits.get, words.traits.learn
    traits = [
        found if (found := known(token.text)) and found.term == token.term else learn(token)
        for token in tokens
    ]
    low = [found.low for found in traits]
    marks: dict[int, tuple[int, ...]] = {}
    for i, found in enumerate(traits):
        if found.may_tell and (
            shown := _marks(words, tokens, low, i, found.may_name and is_name(tokens, i, language))
        ):
            marks[i] = tuple(shown)
    lower = text.lower()
    return Facts(
        tuple([found.word for found in traits]),
        tuple([found.term is None for found in traits]),
        tuple(marks.items()),
        tuple([form is not None and form(text, lower) for form in words.shown]),
        _fillers(text, tokens, traits, marks, low, language),
        read_clauses(text, tokens, low),
    )


def _fillers(
    text: str,
    tokens: Sequence[Token],
    traits: Sequence[WordTraits],
    marks: Mapping[int, tuple[int, ...]],
    low: Sequence[str],
    language: str,
) -> tuple[Filler, ...]:
    """Return the quantities and times of a sentence, then its names, each in order."""
    dated = _dated(marks, low, tokens) | _centuries(marks, low, tokens, words_of(language))
    telling = {i: found.alone for i, found in enumerate(traits) if found.quantity}
    found: list[Filler] = []
    if dated or telling:
        found += read_quantities(text, tokens, telling, dated, language)
    named = name_kinds(text, tokens, marks, language)
    played = is_of_game(found)
    found += [
        new_filler((int(Fill.OFFICE), i, i + 1, ""))
        for i, shown in marks.items()
        if Mark.OFFICE in shown and low[i] not in _HONORIFICS and low[i] not in _NO_OFFICES
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
    marks: Mapping[int, Sequence[int]], low: Sequence[str], tokens: Sequence[Token]
) -> set[int]:
    return {
        i
        for i, found in marks.items()
        if not _DATES.isdisjoint(found)
        and low[i] not in _NO_DATES
        and (Mark.MONTH not in found or _is_month(tokens, low, i))
    }


def _centuries(
    marks: Mapping[int, Sequence[int]],
    low: Sequence[str],
    tokens: Sequence[Token],
    words: QuantityWords,
) -> set[int]:
    """Return the Roman numbers of centuries: siglo XIV, XIVe siècle."""
    return {
        i
        for i in marks
        if tokens[i].text[0] in "IVX"
        and _ROMAN.fullmatch(low[i])
        and any(
            form in words.centuries
            for form in forms_of([*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2]])
        )
    }


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
    return tuple([w for w, stop in zip(facts.words, facts.stops, strict=True) if not stop])


_DATES = frozenset({Mark.MONTH, Mark.DAY, Mark.DECADE, Mark.MOMENT})
_TIMES = _DATES | {Mark.DURATION}
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
    """The words and phrases of a language that the facts are read by."""

    marks: Mapping[str, tuple[Mark, ...]]
    """By the word in lower case; in languages other than English by its term too."""
    placing: frozenset[str]
    doing: frozenset[str]
    """Words before the name of an agent: by."""
    patterns: Mapping[Pattern, re.Pattern[str]]
    shown: Sequence[Shows | None]
    """For each pattern in order, what tells whether a text shows it."""
    traits: TraitTable


@cache
def _lists(language: str) -> _Lists:
    marks: Mapping[str, tuple[Mark, ...]]
    patterns: Mapping[Pattern, re.Pattern[str]]
    if language == "en":
        marks, patterns = _MARKS_OF, _PATTERNS
        placing, doing = _PLACING, frozenset({"by"})
    else:
        marks = {
            term: tuple(Mark[mark.upper()] for mark in found)
            for term, found in marks_by_term(language).items()
        }
        own = {Pattern[name.upper()]: form for name, form in fact_patterns(language).items()}
        patterns = {p: form for p, form in _PATTERNS.items() if p in _ANYWHERE} | own
        placing = words_before_names(language, "placing")
        doing = words_before_names(language, "by")

    def is_marked(token: Token, low: str) -> bool:
        return (
            token.text[0].isdecimal()
            or bool(marks.get(low, marks.get(token.term or "")))
            or low in _CALENDAR
            or low.endswith(_TRADES)
            or _OF_ELIDED.match(low) is not None
        )

    forms = map(patterns.get, Pattern)
    shown = tuple([form and shows(form) for form in forms])
    return _Lists(marks, placing, doing, patterns, shown, TraitTable(language, is_marked))


def _marks(
    words: _Lists,
    tokens: list[Token],
    low: list[str],
    i: int,
    named: bool,  # noqa: FBT001 - told of each word
) -> list[int]:
    text = tokens[i].text
    if text[0].isdecimal():
        return _number_marks(words, tokens, low, i)
    found: list[int] = list(words.marks.get(low[i], words.marks.get(tokens[i].term or "", ())))
    if _OF_ELIDED.match(low[i]):
        found.append(Mark.OF_ELIDED)
    if Mark.NUMBER_WORD in found:
        found += [m for m in _marks_after(words, tokens, low, i) if m is Mark.DURATION]
    if named or low[i] in _CALENDAR:
        found += _name_marks(words, tokens, low, i)
    elif low[i].endswith(_TRADES):
        found.append(Mark.TRADE)
    return found


def _number_marks(words: _Lists, tokens: list[Token], low: list[str], i: int) -> list[int]:
    if YEAR.fullmatch(low[i]):
        kind = Mark.YEAR
    elif _DECADE.fullmatch(low[i]):
        kind = Mark.DECADE
    else:
        kind = Mark.ORDINAL if _ORDINAL.fullmatch(low[i]) else Mark.NUMBER
    return [kind, *_marks_after(words, tokens, low, i)]


def _marks_after(words: _Lists, tokens: list[Token], low: list[str], i: int) -> list[Mark]:
    """Return the marks that a number takes from the word after it: 12 percent, 12 miles."""
    if i + 1 == len(tokens):
        return []
    following = words.marks.get(low[i + 1], words.marks.get(tokens[i + 1].term or "", ()))
    return [mark for mark in following if mark in _AFTER_NUMBER]


def _name_marks(words: _Lists, tokens: list[Token], low: list[str], i: int) -> list[int]:
    if low[i] in _MONTHS and (low[i] != "may" or i > 0):
        return [Mark.MONTH]
    if low[i] in _DAYS:
        return [Mark.DAY]
    if tokens[i].term is None:
        return []
    followed = i + 1 < len(tokens) and tokens[i + 1].text[0].isupper()
    if i == 0:
        return [Mark.FIRST_NAME, Mark.LONG_NAME] if followed else [Mark.FIRST_NAME]
    found: list[int] = [Mark.NAME]
    before = tokens[i - 1]
    if followed or (before.text[0].isupper() and before.term is not None):
        found.append(Mark.LONG_NAME)
    if len(tokens[i].text) > 1 and tokens[i].text.isupper():
        found.append(Mark.ACRONYM)
    if low[i - 1] in words.placing:
        found.append(Mark.LOCATED)
    if low[i - 1] in words.doing:
        found.append(Mark.BY_NAME)
    if low[i].endswith(("ese", "ian", "ans", "ish", "ean")):
        found.append(Mark.NATION)
    return found
