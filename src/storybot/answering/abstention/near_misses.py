"""Detect parts of a question that a sentence does not confirm: signs of a near miss.

A near miss swaps a name, a year or a number, or reverses a word. ``opposites.json`` beside this
module lists WordNet's antonyms, as terms; ``opposites.toml`` pairs of words that news turns on, by
language.
"""

import json
import tomllib
from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

import numpy as np

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
_NO_OPPOSITES = {"opposite": 0.0, "opposite_here": 0.0, "opposite_clause": 0.0}

MismatchFlags = Sequence[bool]


def mismatches(
    form: AnswerType,
    idf: Vector,
    facts: Facts,
    context: AbstractSet[str],
    others: Relations,
    related: Related,
) -> dict[str, float]:
    """Return the near-miss features of a sentence, by name; a synonym of a term stands for it.

    ``context`` are the terms of the title over it, and of the sentences around it; ``related``
    tells the words that begin like a term.
    """
    here = frozenset(facts.words)
    around = here | context
    near = _held(form, around, others)
    number = [any(map(str.isdigit, term)) for term in form.terms]
    name = [named and not digits for named, digits in zip(form.named, number, strict=True)]
    new = {mark for i, marks in facts.marked if facts.words[i] not in form.words for mark in marks}
    # The date of an article implies a month, which its sentences need not repeat.
    shows = len(name) < _TITLE_CASE or not all(name)
    sure = [
        shows and is_name and surface.lower() not in _MONTHS
        for is_name, surface in zip(name, form.surfaces, strict=True)
    ]
    kin_here = related.kin(here)
    kin = kin_here | related.kin(context)
    nameless = any(sure) and _nameless(form, sure, [t or i in kin for i, t in enumerate(near)])
    absent = [digits and not there for digits, there in zip(number, near, strict=True)]
    unnamed = [is_name and not there for is_name, there in zip(name, near, strict=True)]
    rest = [
        not (there or is_name or digits)
        for there, is_name, digits in zip(near, name, number, strict=True)
    ]
    return {
        **_swapped(form, unnamed, absent, new),
        **_unsaid(form, idf, rest, around),
        "unsaid": float(nameless or any(absent)),
        **_opposed(form, facts, around, others, kin_here),
        "denied": float(_denied(form, facts)),
        "precise": float(form.kind in _PRECISE),
        "names": float(sum(name)),
        "numbers": float(sum(number)),
    }


def _opposed(
    form: AnswerType, facts: Facts, around: AbstractSet[str], others: Relations, kin: Container[int]
) -> dict[str, float]:
    """Return the features of words that say the opposite of a term, which is not said itself.

    ``kin`` are the terms that words of the sentence begin like.
    """
    table = _opposites(form.language)
    against = [table.get(term) for term in form.terms]
    if not any(against):
        return _NO_OPPOSITES
    here = frozenset(facts.words)
    held = _held(form, here, others)
    unsaid = [(i, words) for i, words in enumerate(against) if words and not held[i]]
    other = [words for i, words in unsaid if i not in kin]
    clause = _clause(form, facts, others) if other else here
    return {
        "opposite": float(any(not around.isdisjoint(words) for _, words in unsaid)),
        "opposite_here": float(any(not here.isdisjoint(words) for _, words in unsaid)),
        "opposite_clause": float(any(not clause.isdisjoint(words) for words in other)),
    }


def _clause(form: AnswerType, facts: Facts, others: Relations) -> frozenset[str]:
    """Return the words of the clause that holds most of the question, of several the first."""
    asked = {*form.terms, *(name for term in form.terms for name in others.get(term, ()))}
    counts = [0] * (1 + len(facts.clauses))
    for i, word in enumerate(facts.words):
        if word in asked:
            counts[bisect_right(facts.clauses, i)] += 1
    best = counts.index(max(counts))
    edges = (0, *facts.clauses, len(facts.words))
    return frozenset(facts.words[edges[best] : edges[best + 1]])


def _held(form: AnswerType, words: AbstractSet[str], others: Relations) -> MismatchFlags:
    return [term in words or not words.isdisjoint(others.get(term, ())) for term in form.terms]


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
    absent, whole = idf * rest, idf.tolist()
    return {
        "rest_absent": max(absent.tolist()) / (max(whole) or 1.0),
        "rest_absent_share": float(np.add.reduce(absent)) / (float(np.add.reduce(idf)) or 1.0),
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
