"""Detect parts of a question that a sentence does not confirm: signs of a near miss.

A near miss swaps a name, a year or a number, or reverses a word. ``opposites.json`` beside this
module lists WordNet's antonyms, as terms; ``opposites.toml`` pairs of words that news turns on, by
language.
"""

import json
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector
from storybot.answering.ranking.related_words import Related, Relations
from storybot.model.passages import Facts
from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.mark_names import Mark, Pattern, listed
from storybot.text.facts.time_words import MONTHS

_NAMES = frozenset({Mark.NAME, Mark.LONG_NAME, Mark.FIRST_NAME})
_PRECISE = frozenset(listed("who when when_x where where_x how_many how_much how_long how_old"))
"""Kinds of question whose answers are recognisable by form."""
_MONTHS = frozenset(
    word for months in MONTHS.values() for forms in months for word in forms.split()
)
_TITLE_CASE = 3
"""So many words of a question, all with a capital, are written as headlines are: no name shows."""

MismatchFlags = Sequence[bool]


def mismatches(
    form: AnswerType,
    idf: Vector,
    facts: Facts,
    context: AbstractSet[str],
    others: Relations,
) -> dict[str, float]:
    """Return the near-miss features of a sentence, by name; a synonym of a term stands for it.

    ``context`` are the terms of the title over it, and of the sentences around it.
    """
    here = frozenset(facts.words)
    around = here | context
    held, near = _held(form, here, others), _held(form, around, others)
    number = [any(map(str.isdigit, term)) for term in form.terms]
    name = [named and not digits for named, digits in zip(form.named, number, strict=True)]
    new = {mark for i, marks in facts.marked if facts.words[i] not in form.words for mark in marks}
    # The date of an article implies a month, which its sentences need not repeat.
    months = [surface.lower() in _MONTHS for surface in form.surfaces]
    shows = len(name) < _TITLE_CASE or not all(name)
    sure = [shows and is_name and not m for is_name, m in zip(name, months, strict=True)]
    clause = _clause(form, facts, others)
    kin, kin_here = _kin(form, around, here)
    nameless = _nameless(form, sure, _either(near, kin))
    absent = [digits and not there for digits, there in zip(number, near, strict=True)]
    unnamed = [is_name and not there for is_name, there in zip(name, near, strict=True)]
    rest = [
        not (there or is_name or digits)
        for there, is_name, digits in zip(near, name, number, strict=True)
    ]
    return (
        _swapped(form, unnamed, absent, new)
        | _unsaid(form, idf, rest, around)
        | {
            "unsaid": float(nameless or any(absent)),
            "opposite": float(_opposite(form, held, around)),
            "opposite_here": float(_opposite(form, held, here)),
            "opposite_clause": float(_opposite(form, _either(held, kin_here), clause)),
            "denied": float(_denied(form, facts)),
            "precise": float(form.kind in _PRECISE),
            "names": float(sum(name)),
            "numbers": float(sum(number)),
        }
    )


def _clause(form: AnswerType, facts: Facts, others: Relations) -> frozenset[str]:
    """Return the words of the clause that holds most of the question."""
    asked = {*form.terms, *(name for term in form.terms for name in others.get(term, ()))}
    hits = [i for i, word in enumerate(facts.words) if word in asked]
    return frozenset(facts.words[slice(*_best_clause(facts.clauses, len(facts.words), hits))])


def _best_clause(clauses: Sequence[int], words: int, hits: Sequence[int]) -> tuple[int, int]:
    """Return the words of the clause with the most hits, from the first to before the last."""
    counts = Counter(bisect_right(clauses, at) for at in hits)
    best = max(counts, key=lambda clause: (counts[clause], -clause), default=0)
    edges = (0, *clauses, words)
    return edges[best], edges[best + 1]


def _held(form: AnswerType, words: AbstractSet[str], others: Relations) -> MismatchFlags:
    return [term in words or not words.isdisjoint(others.get(term, ())) for term in form.terms]


def _kin(
    form: AnswerType, around: AbstractSet[str], here: AbstractSet[str]
) -> tuple[MismatchFlags, MismatchFlags]:
    """Flag terms that share a prefix with a word around, and here: Ukraine confirms Ukrainians."""
    close = Related(form.terms, {}).among(around)
    kin = {term for places in close.values() for term, _ in places}
    kin_here = {term for word, places in close.items() if word in here for term, _ in places}
    terms = range(len(form.terms))
    return [i in kin for i in terms], [i in kin_here for i in terms]


def _either(one: MismatchFlags, other: MismatchFlags) -> MismatchFlags:
    return [a or b for a, b in zip(one, other, strict=True)]


def _nameless(form: AnswerType, names: MismatchFlags, said: MismatchFlags) -> bool:
    """Return whether a name of the question is wholly absent: of Alan Gross, Gross suffices."""
    runs: list[list[int]] = []
    last = -1
    for term in (i for i, is_name in enumerate(names) if is_name):
        if not runs or form.places[term] != last + 1:
            runs.append([])
        runs[-1].append(term)
        last = form.places[term]
    return any(not any(said[term] for term in run) for run in runs)


def _swapped(
    form: AnswerType, names: MismatchFlags, numbers: MismatchFlags, new: set[int]
) -> dict[str, float]:
    """Return features of absent names and numbers, and of others in their place."""
    years = (
        absent and len(term) == 4 and term[0] in "12"  # noqa: PLR2004
        for absent, term in zip(numbers, form.terms, strict=True)
    )
    return {
        "names_absent": float(sum(names)),
        "name_swapped": float(any(names) and not new.isdisjoint(_NAMES)),
        "numbers_absent": float(sum(numbers)),
        "year_swapped": float(Mark.YEAR in new and any(years)),
        "nobody": float(form.kind == "who" and new.isdisjoint(_NAMES)),
    }


def _unsaid(
    form: AnswerType,
    idf: Vector,
    rest: MismatchFlags,
    around: AbstractSet[str],
) -> dict[str, float]:
    """Return features of other words, ``rest``, absent from the sentence and its context."""
    absent = idf * rest
    return {
        "rest_absent": float(absent.max() / (float(idf.max()) or 1.0)),
        "rest_absent_share": float(absent.sum() / (float(idf.sum()) or 1.0)),
        "head_absent": float(bool(form.head) and form.head not in around),
    }


def _denied(form: AnswerType, facts: Facts) -> bool:
    """Return the feature of a negated sentence under a question that is not yes or no."""
    denies = facts.patterns[Pattern.NEGATION]
    return denies and not form.negative and form.kind != "yes_no"


def opposites(form: AnswerType) -> list[str]:
    """Return the words that say the opposite of a term."""
    table = _opposites(form.language)
    return [word for term in form.terms for word in table.get(term, ())]


def _opposite(form: AnswerType, held: MismatchFlags, around: AbstractSet[str]) -> bool:
    table = _opposites(form.language)
    return any(
        not there and not around.isdisjoint(table.get(term, ()))
        for term, there in zip(form.terms, held, strict=True)
    )


@cache
def _opposites(language: str) -> Mapping[str, frozenset[str]]:
    files = Path(__file__).parent
    found: dict[str, set[str]] = {}
    if language == "en":
        antonyms = json.loads(files.joinpath("opposites.json").read_text("utf-8"))
        found = {term: set(others) for term, others in antonyms.items()}
    pairs = tomllib.loads(files.joinpath("opposites.toml").read_text("utf-8"))
    for line in pairs.get(language, ()):
        left, right = (set(analyzer(language).terms(side)) for side in line.split("|"))
        for ours, theirs in ((left, right), (right, left)):
            for term in ours:
                found.setdefault(term, set()).update(theirs - ours)
    return {term: frozenset(others) for term, others in found.items()}
