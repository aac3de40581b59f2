"""Read a question of few words, such as one for yes or no: each of them must be met, and together.

"Is Norland a member?" has a name and one word; a sentence with the name alone says nothing of it.
"Is he arrested?" is not answered by a warrant for his arrest, where the word names a thing.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from storybot.answering.abstention.reversals import word_lists
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector
from storybot.model.passages import Facts

NAMES = (
    "yes_no", "plain_terms", "plain_least", "plain_exact", "pair_inside", "as_thing", "new_words",
    "new_inside",
)  # fmt: skip
Clause = tuple[int, int]
"""The words of a clause, from the first to before the last."""
Said = tuple[int, int, float]
"""A word, the term that it says, and how far."""
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
    here: Vector,
    around: Vector,
) -> dict[str, float]:
    """Return the signs of a sentence, by name.

    ``clause`` are the words of the clause that would answer; ``said`` tells which words of the
    sentence say which terms, ``here`` how far any does, 0 to 1, and ``around`` how far it, the
    title or a neighbour does.
    """
    heads = form.slot.head
    named = [i for i, name in enumerate(form.named) if name]
    plain = [i for i, place in enumerate(form.places) if not form.named[i] and place not in heads]
    met, near = here.tolist(), around.tolist()
    told = {word for word, _, _ in said}
    new = [i for i, stop in enumerate(facts.stops) if not stop and i not in told]
    begin, end = clause
    return {
        "yes_no": float(form.kind == "yes_no"),
        "plain_terms": float(len(plain)),
        "plain_least": min((near[i] for i in plain), default=_NONE),
        "plain_exact": sum(met[i] == _EXACT for i in plain) / len(plain) if plain else _NONE,
        "pair_inside": _pair(facts, said, named, plain, near),
        "as_thing": _as_thing(form, facts, said, plain),
        "new_words": math.log1p(len(new)),
        "new_inside": math.log1p(sum(begin <= i < end for i in new)),
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


def _as_thing(form: AnswerType, facts: Facts, said: Sequence[Said], plain: Sequence[int]) -> float:
    """Tell whether the last plain word stands there as a thing only, and is not asked as one."""
    if not plain:
        return 0.0
    before = _before_things(form.language)
    hits = [word for word, term, strength in said if term == plain[-1] and strength == _EXACT]
    if not hits or _follows(form.words, form.places[plain[-1]], before):
        return 0.0
    return float(all(_follows(facts.words, at, before) for at in hits))


def _follows(words: Sequence[str], at: int, before: frozenset[str]) -> bool:
    return at > 0 and words[at - 1] in before


@cache
def _before_things(language: str) -> frozenset[str]:
    return frozenset(word_lists(language).get("thing", "").split())
