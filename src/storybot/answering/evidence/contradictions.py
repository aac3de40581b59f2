"""Return whether two quotes give different answers: amounts, dates, names, or yes against no."""

import re
from datetime import date

from storybot.answering.evidence.amounts import amounts
from storybot.answering.evidence.quotes import Quote
from storybot.answering.evidence.recency import years_later
from storybot.answering.query.question import Question
from storybot.answering.query.times.time_expressions import TimeExpression, calendar_dates
from storybot.text.facts.mark_names import Mark, Pattern

Dated = tuple[Quote, date]
"""A quote, and its article's publication day."""

_APART = 0.05
"""Relative difference from which amounts are not the same amount, rounded."""
_PARALLEL = 0.6
"""Minimum overlap of the other words of sentences that differ only in a name."""
_ALIKE = 4
"""First letters common to all spellings of a name."""
_RUN = re.compile(r"\b\d{1,2}(?: \w{1,3} | ?[-–—/] ?)\d{1,2}\b")
"""A run of days: 9 and 10 September, 17–18 October."""
_NAMES = frozenset({Mark.NAME, Mark.FIRST_NAME, Mark.LONG_NAME})
_WHEN = frozenset({"when", "when_x"})
_UNIT_UNSAID = frozenset({"how_much", "number_x"})
"""Questions that leave it to the answer whether it is in tonnes or in dollars."""
_NAMED = frozenset({"who", "where", "where_x"})


def differ(question: Question, one: Dated, other: Dated) -> bool:
    """Return whether two quotes differ in the kind of thing that the question asks for."""
    kind = question.form.kind
    if kind in _WHEN:
        return _dates_differ(one, other)
    if kind in _NAMED:
        return _names_differ(question, one[0], other[0])
    if kind == "yes_no":
        return _one_denies(question, one[0], other[0])
    return _amounts_differ(question, one[0], other[0])


def _dates_differ(one: Dated, other: Dated) -> bool:
    """Return whether each names a date, and the dates have no day in common."""
    dates, others = _dates(*one), _dates(*other)
    if len(dates) != 1 or len(others) != 1:
        return False
    (a,), (b,) = dates, others
    # If only one of them names its year, the other may mean the same.
    guesses = (-1, 0, 1) if a.yearless or b.yearless else (0,)
    moved = [years_later(a, years) for years in guesses]
    return not any(time.first <= b.last and b.first <= time.last for time in moved)


def _dates(quote: Quote, day: date) -> set[TimeExpression]:
    """Return the dates in a quote; none if one is a range of days."""
    if any(_RUN.search(spot.text) for spot in quote.spots):
        return set()
    return {time for spot in quote.spots for time in calendar_dates(spot.text, spot.language, day)}


def _amounts_differ(question: Question, one: Quote, other: Quote) -> bool:
    """Return whether each gives one amount of what the question counts, and these differ."""
    counted, others = _by_unit(question, one), _by_unit(question, other)
    for unit in counted.keys() & others.keys():
        if len(counted[unit]) == len(others[unit]) == 1:
            (a,), (b,) = counted[unit], others[unit]
            return abs(a - b) > _APART * max(a, b)
    return False


def _by_unit(question: Question, quote: Quote) -> dict[str, set[float]]:
    """Return the amounts in a quote by unit: a word of the question, if it names one."""
    found: dict[str, set[float]] = {}
    unsaid = question.form.kind in _UNIT_UNSAID
    for spot in quote.spots:
        for amount in amounts(spot.text, spot.language):
            unit = amount.unit
            for term in unit if unsaid else unit.intersection(question.terms):
                found.setdefault(term, set()).add(amount.value)
    return found


def _names_differ(question: Question, one: Quote, other: Quote) -> bool:
    """Return whether two quotes differ only in a name."""
    (names, rest), (others, other_rest) = _split(question, one), _split(question, other)
    alike = {name[:_ALIKE] for name in names} & {name[:_ALIKE] for name in others}
    same = len(rest & other_rest) >= _PARALLEL * len(rest | other_rest)
    return bool(names and others) and not alike and same


def _split(question: Question, quote: Quote) -> tuple[set[str], set[str]]:
    """Return the names that a quote adds to the question, and its other terms."""
    names = {
        facts.words[at]
        for facts in (spot.facts for spot in quote.spots)
        for at, marks in facts.marked
        if not _NAMES.isdisjoint(marks)
    }
    return names.difference(question.searched), set(quote.terms) - names


def _one_denies(question: Question, one: Quote, other: Quote) -> bool:
    """Return whether both sentences cover the question, and exactly one of them is negated."""
    said = one.terms & other.terms
    return _denies(one) != _denies(other) and said.issuperset(question.terms)


def _denies(quote: Quote) -> bool:
    return any(spot.shows(Pattern.NEGATION) for spot in quote.spots)
