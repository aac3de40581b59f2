"""Read a question of few words, such as one for yes or no: each of them must be met, and together.

"Is Norland a member?" has a name and one word; a sentence with the name alone says nothing of it.
"""

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from storybot.answering.query.answer_type import LEAST_RARITY, AnswerType
from storybot.answering.ranking.related_words import Said
from storybot.model.passages import Facts
from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.mark_names import Mark

NAMES = (
    "yes_no", "plain_terms", "least_said", "plain_exact", "pair_inside", "as_part",
    "predicate_unsaid", "added_words", "added_inside",
)  # fmt: skip
Clause = tuple[int, int]
"""The words of a clause, from the first to before the last."""
_AROUND = 0.5
"""What a term counts that only the sentences around hold, or the title."""
_EXACT = 1.0
_NONE = -1.0
"""The value of a sign where the question has no such words."""


def few_words(
    form: AnswerType,
    facts: Facts,
    clause: Clause,
    said: Sequence[Said],
    here: Sequence[float],
    around: Sequence[float],
) -> dict[str, float]:
    """Return the signs of a sentence, by name.

    ``clause`` are the words of the clause that would answer; ``said`` tells which words of the
    sentence say which terms, ``here`` how far any does, 0 to 1, and ``around`` how far it, the
    title or a neighbour does.
    """
    heads = form.slot.head
    named = [i for i, name in enumerate(form.named) if name]
    plain = [i for i, place in enumerate(form.places) if not form.named[i] and place not in heads]
    told = {word for word, _, _ in said}
    new = [i for i, stop in enumerate(facts.stops) if not stop and i not in told]
    begin, end = clause
    return {
        "yes_no": float(form.kind == "yes_no"),
        "plain_terms": float(len(plain)),
        "least_said": min([around[i] for i in plain], default=_NONE),
        "plain_exact": sum([here[i] == _EXACT for i in plain]) / len(plain) if plain else _NONE,
        "pair_inside": _pair(facts, said, named, plain, around),
        "as_part": _as_part(form, facts, said, plain),
        "predicate_unsaid": float(form.kind == "yes_no" and _any_unsaid(form, plain, around)),
        "added_words": math.log1p(len(new)),
        "added_inside": math.log1p(sum([begin <= i < end for i in new])),
    }


def _pair(
    facts: Facts,
    said: Sequence[Said],
    named: Sequence[int],
    plain: Sequence[int],
    around: Sequence[float],
) -> float:
    """Return how far one clause says both whom a question is of and its last plain word.

    A name that only stands around counts half; a question without a name is of its first word.
    """
    if not plain or (not named and len(plain) == 1):
        return _NONE
    subject, last = named or plain[:1], plain[-1]
    inside: dict[int, dict[int, float]] = {}
    for word, term, strength in said:
        terms = inside.setdefault(bisect_right(facts.clauses, word), {})
        terms[term] = max(terms.get(term, 0.0), strength)
    return max(
        (
            min(
                sum(max(terms.get(i, 0.0), _AROUND * around[i]) for i in subject) / len(subject),
                terms.get(last, 0.0),
            )
            for terms in inside.values()
        ),
        default=0.0,
    )


def _any_unsaid(form: AnswerType, plain: Sequence[int], near: Sequence[float]) -> bool:
    """Tell whether nothing near says one of the plain words, times apart."""
    return any(not near[i] and form.rarity[i] > LEAST_RARITY for i in plain)


def _as_part(form: AnswerType, facts: Facts, said: Sequence[Said], plain: Sequence[int]) -> float:
    """Tell whether one of several plain words only says there of what a part is told."""
    if len(plain) <= 1:
        return 0.0
    words, places = _before_things(form.language), dict[int, list[int]]()
    for at, term, strength in said:
        if strength == _EXACT:
            places.setdefault(term, []).append(at)
    met = [i for i in plain if i in places]
    return float(any(_is_in_part(form, facts, i, places[i], words) for i in met))


def _is_in_part(
    form: AnswerType, facts: Facts, term: int, places: Sequence[int], words: "_BeforeThings"
) -> bool:
    if _is_whole(form.words, form.places[term], words):
        return False
    return all(_is_elided(facts, at) or _is_whole(facts.words, at, words) for at in places)


class _BeforeThings(NamedTuple):
    """The words before a thing; ``before_things.toml`` says which."""

    thing: frozenset[str]
    article: frozenset[str]
    whole: frozenset[str]


def _is_whole(words: Sequence[str], at: int, known: _BeforeThings) -> bool:
    """Tell a word after "of", or after "of the"."""
    one = words[at - 1] if at else ""
    if one in known.whole:
        return True
    is_article = one in known.thing or one in known.article
    return is_article and at > 1 and words[at - 2] in known.whole


def _is_elided(facts: Facts, at: int) -> bool:
    return Mark.OF_ELIDED in dict(facts.marked).get(at, ())


@cache
def _before_things(language: str) -> _BeforeThings:
    lists, terms = _lists().get(language, {}), analyzer(language).terms
    texts = [lists.get(name, "") for name in _BeforeThings._fields]
    return _BeforeThings(*(frozenset((*text.split(), *terms(text))) for text in texts))


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    text = Path(__file__).with_name("before_things.toml").read_text("utf-8")
    return tomllib.loads(text)
