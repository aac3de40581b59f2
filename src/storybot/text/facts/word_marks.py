"""Tell what a word may be: its marks by itself, and those that it has from the words beside it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token
from storybot.text.facts.cue_words import marks_by_term, words_before_names
from storybot.text.facts.mark_names import Mark, listed
from storybot.text.facts.quantity.numbers import YEAR

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
CALENDAR = _MONTHS | _DAYS
_PLACING = frozenset(listed("in at from near to on across into through outside inside"))
_DOING = frozenset({"by"})
_AFTER_NUMBER = frozenset({Mark.PERCENT, Mark.UNIT, Mark.MONEY, Mark.DURATION})
_AFTER_NUMBER_WORD = frozenset({Mark.DURATION})
_DECADE = re.compile(r"\d+0['’]?s")
_TRADES = ("ist", "ists")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_OF_ELIDED = re.compile(r"(?:d|dell|all|dall|nell|sull)['’ʼ]\w")
"""A preposition of Romance languages that has lost its vowel: d'arrestation."""

_NATIONS = ("ese", "ian", "ans", "ish", "ean")
_TELLING = _TRADES + _NATIONS


class MarkLists(NamedTuple):
    """The words of a language that have marks."""

    marks: Mapping[str, tuple[Mark, ...]]
    """By the word in lower case; in languages other than English by its term too."""
    placing: frozenset[str]
    doing: frozenset[str]
    """Words before the name of an agent: by."""
    beside: frozenset[str]
    """All words before names."""

    def of(self, low: str, term: str | None) -> tuple[Mark, ...]:
        """Return the marks that a list gives a word."""
        return self.marks.get(low, self.marks.get(term or "", ()))


@cache
def mark_lists(language: str) -> MarkLists:
    """Return the lists of a language."""
    if language == "en":
        return MarkLists(_MARKS_OF, _PLACING, _DOING, _PLACING | _DOING)
    marks = {
        term: tuple(Mark[mark.upper()] for mark in found)
        for term, found in marks_by_term(language).items()
    }
    placing, doing = (words_before_names(language, mark) for mark in ("placing", "by"))
    return MarkLists(marks, placing, doing, placing | doing)


class WordMarks(NamedTuple):
    """What a word tells of its marks, and of those of the words beside it."""

    own: tuple[int, ...]
    """Those that it has wherever it stands."""
    taken: frozenset[Mark]
    """Those that it takes from the word after it: 12 percent, two years."""
    given: tuple[int, ...]
    """Those that a number before it may take."""
    calendar: tuple[int, ...]
    """Of a month or a day, that."""
    opening: tuple[int, ...]
    """The same as the first word of a sentence, where "may" is no month."""
    is_trade: bool
    is_term: bool
    is_capital: bool
    named: tuple[int, ...]
    """Those that it has as a name, but for the words beside it."""
    located: tuple[int, ...]
    """Those that it gives the name after it."""
    nation: tuple[int, ...]

    @property
    def may_tell(self) -> bool:
        """Whether it may have marks that is no name; most words never do."""
        return bool(self.own or self.calendar or self.is_trade)


def word_marks(token: Token, low: str, lists: MarkLists) -> WordMarks:
    """Return what a word, given in lower case too, tells of marks."""
    text = token.text
    listed_marks = lists.of(low, token.term)
    if not listed_marks and low not in lists.beside and text.isalpha() and _is_unmarked(low):
        return _UNMARKED[token.term is not None, text[0].isupper(), _is_acronym(text)]
    calendar = (int(Mark.MONTH),) if low in _MONTHS else (int(Mark.DAY),) if low in _DAYS else ()
    taken: frozenset[Mark] = frozenset()
    if text[0].isdecimal():
        own: tuple[int, ...] = (int(_number_mark(low)),)
        taken = _AFTER_NUMBER
    else:
        own = tuple(map(int, listed_marks))
        if _OF_ELIDED.match(low):
            own += (int(Mark.OF_ELIDED),)
        if Mark.NUMBER_WORD in own:
            taken = _AFTER_NUMBER_WORD
    located = [Mark.LOCATED] * (low in lists.placing) + [Mark.BY_NAME] * (low in lists.doing)
    return WordMarks(
        own,
        taken,
        tuple(int(mark) for mark in listed_marks if mark in _AFTER_NUMBER),
        calendar,
        () if low == "may" else calendar,
        low.endswith(_TRADES),
        token.term is not None,
        text[0].isupper(),
        _ACRONYM[_is_acronym(text)],
        tuple(map(int, located)),
        (int(Mark.NATION),) if low.endswith(_NATIONS) else (),
    )


def _is_unmarked(low: str) -> bool:
    """Tell a word of letters that has no marks but those of names, unless a list gives it some."""
    return low not in CALENDAR and not low.endswith(_TELLING)


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and text.isupper()


def marks_of(words: Sequence[WordMarks], i: int, *, named: bool) -> tuple[int, ...]:
    """Return the marks of one of the words of a sentence, which is a name or not."""
    word = words[i]
    found = word.own
    if word.taken and i + 1 < len(words):
        found += tuple([mark for mark in words[i + 1].given if mark in word.taken])
    if named or word.calendar:
        return found + _name_marks(words, i)
    return (*found, int(Mark.TRADE)) if word.is_trade else found


def _name_marks(words: Sequence[WordMarks], i: int) -> tuple[int, ...]:
    word = words[i]
    if calendar := word.calendar if i else word.opening:
        return calendar
    if not word.is_term:
        return ()
    followed = i + 1 < len(words) and words[i + 1].is_capital
    if i == 0:
        return _FIRST_AND_LONG if followed else _FIRST
    before = words[i - 1]
    long = followed or (before.is_capital and before.is_term)
    return (_LONG if long else _SHORT) + word.named + before.located + word.nation


def _number_mark(low: str) -> Mark:
    if YEAR.fullmatch(low):
        return Mark.YEAR
    if _DECADE.fullmatch(low):
        return Mark.DECADE
    return Mark.ORDINAL if _ORDINAL.fullmatch(low) else Mark.NUMBER


_FIRST = (int(Mark.FIRST_NAME),)
_FIRST_AND_LONG = (int(Mark.FIRST_NAME), int(Mark.LONG_NAME))
_SHORT = (int(Mark.NAME),)
_LONG = (int(Mark.NAME), int(Mark.LONG_NAME))
_ACRONYM: dict[bool, tuple[int, ...]] = {False: (), True: (int(Mark.ACRONYM),)}
_UNMARKED = {
    (is_term, is_capital, is_acronym): WordMarks(
        own=(),
        taken=frozenset(),
        given=(),
        calendar=(),
        opening=(),
        is_trade=False,
        is_term=is_term,
        is_capital=is_capital,
        named=_ACRONYM[is_acronym],
        located=(),
        nation=(),
    )
    for is_term in (False, True)
    for is_capital in (False, True)
    for is_acronym in (False, True)
}
"""What a word tells that no list has, by whether it is a term, has a capital, or only capitals."""
