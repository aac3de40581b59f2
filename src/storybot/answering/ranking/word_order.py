"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings.

A candidate holds few of the question's words: to look at each takes less time than to call arrays.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import (
    Flags,
    Hits,
    Ints,
    Matrix,
    SumsOf,
    Vector,
    most_by,
)
from storybot.answering.ranking.term_matches import DEFINING, Matches, Words

NAMES = (
    "pairs", "near_pairs", "raw_pairs", "raw_triples", "best_stretch", "spread", "longest_run",
    "longest_run_share", "first_match", "defines",
)  # fmt: skip
_STRETCH = 10
_NEAR = 5
_APART = 2**32
"""More than the words of any sentence."""
_LATEST = 30
_SUBJECT = 8
_AHEAD = 3
_NOTHING = np.array([[0.0]] * 8 + [[float(_LATEST)], [0.0]])


def word_order_features(form: AnswerType, matches: Matches, idf: Vector, table: Matrix) -> None:
    """Write the features of ``NAMES`` into the rows of a table with a column per sentence."""
    hits, words = matches.hits, matches.words
    if not len(hits.owner):
        table[:] = _NOTHING
        return
    starts, counts = hits.by_candidate.starts, hits.by_candidate.counts
    share = idf / (float(np.add.reduce(idf)) or 1.0)
    begun = hits.place.take(starts, mode="clip")
    ended = hits.place.take(starts + counts - 1, mode="clip")
    _arrange(form, hits, idf, share, table)
    _count_runs(form, words, table)
    table[5] = (ended - begun + 1) / np.maximum(words.counts, 1)
    np.divide(table[6], max(len(form.words), 1), out=table[7])
    np.minimum(begun, _LATEST, out=table[8])
    table[9] = _defines(matches, share)
    without = (counts == 0).nonzero()[0]
    if len(without):
        table[:, without] = _NOTHING


def _arrange(form: AnswerType, hits: Hits, idf: Vector, share: Vector, table: Matrix) -> None:
    """Weigh the pairs of terms with only stop words in between, and those within a few words.

    Weigh also the terms within the best stretch of about ten words.
    """
    pairs, within = _Pairs(form, idf), SumsOf(share.tolist())
    held: dict[int, int] = {}
    for owner, one, other in hits.adjacent():
        held[owner] = held.get(owner, 0) | pairs.bits[one][other]
    near, stretches = _near(hits, pairs)
    adjacent, beside = table[0], table[1]
    adjacent[:] = beside[:] = 0.0
    for owner, found in held.items():
        adjacent[owner] = pairs[found & pairs.forward]
    for owner, found in near.items():
        beside[owner] = pairs[found]
    weights = np.array([within[terms] for terms in stretches])
    table[4] = most_by(hits.owner, weights, table.shape[1])


def _near(hits: Hits, pairs: "_Pairs") -> tuple[dict[int, int], list[int]]:
    """Return for each candidate its pairs within a few words, and the terms from each hit on.

    These are those of the next ten words, as bits.
    """
    terms, owners, bits = hits.term.tolist(), hits.owner.tolist(), pairs.bits
    places = (hits.owner * _APART + hits.place).tolist()
    near: dict[int, int] = {}
    stretches = [1 << term for term in terms]
    for one, start in enumerate(places):
        there, found, with_it = stretches[one], 0, bits[terms[one]]
        for other in range(one + 1, len(places)):
            distance = places[other] - start
            if distance > _STRETCH:
                break
            term = terms[other]
            there |= 1 << term
            if distance <= _NEAR:
                found |= with_it[term]
        stretches[one] = there
        if found:
            near[owners[one]] = near.get(owners[one], 0) | found
    return near, stretches


class _Pairs(dict[int, float]):
    """The pairs of adjacent terms of a question, stop words left out; their weights sum to 1.

    It is a table of what some of them weigh together, told as bits. A pair has one bit, and higher
    up another for when it is reversed: it counts half then, unless it is there in its order too.
    """

    def __init__(self, form: AnswerType, idf: Vector) -> None:
        index = {term: i for i, term in enumerate(form.terms)}
        content = [index[word] for word in form.words if word in index]
        rarity = idf.tolist()
        pairs = {(a, b): min(rarity[a], rarity[b]) for a, b in pairwise(content)}
        total = sum(pairs.values()) or 1.0
        self._weights = [weight / total for weight in pairs.values()]
        self.forward = (1 << len(pairs)) - 1
        """The bits of pairs in the question's order."""
        self.bits = [[0] * len(index) for _ in index]
        """For each term and one after it, the bits of their pair."""
        for i, (a, b) in enumerate(pairs):
            self.bits[a][b] |= 1 << i
            self.bits[b][a] |= 1 << i + len(pairs)

    def __missing__(self, bits: int) -> float:
        """Weigh pairs that were not asked for yet."""
        full, half = bits & self.forward, bits >> len(self._weights)
        found = 0.0
        for i, weight in enumerate(self._weights):
            if full >> i & 1:
                found += weight
            elif half >> i & 1:
                found += 0.5 * weight
        self[bits] = found
        return found


def _count_runs(form: AnswerType, words: Words, table: Matrix) -> None:
    """Write the shares of the question's runs of two words and of three, and the longest run.

    They are in its order.
    """
    places = {word: i for i, word in enumerate(dict.fromkeys(form.words))}
    asked = [places[word] for word in form.words]
    owner = words.owner.take(words.asked_at)
    table[2:4], table[6] = 0.0, 0.0
    table[6, owner] = 1.0
    held = _held_runs(asked, len(places), words, owner)
    if not held:
        return
    doubles, count = _ends(asked, 2)
    triples, most = _ends(asked, 3)
    for of, runs in held.items():
        table[2, of] = (runs[0] & doubles).bit_count() / count
        if len(runs) > 1:
            table[3, of] = (runs[1] & triples).bit_count() / most
        table[6, of] = len(runs) + 1


def _ends(asked: Sequence[int], length: int) -> tuple[int, int]:
    """Return where the runs of so many words end in the question, as bits, and their number.

    A run that the question repeats ends in several places, of which the first is counted.
    """
    ends: dict[tuple[int, ...], int] = {}
    for place in range(length, len(asked) + 1):
        ends.setdefault(tuple(asked[place - length : place]), 1 << place - 1)
    return sum(ends.values()), len(ends)


def _held_runs(
    asked: Sequence[int], size: int, words: Words, owner: Ints
) -> Mapping[int, list[int]]:
    """Return for each candidate with a run of two words where its runs end in the question.

    These are bits, first those of runs of two words, then of three and so on. ``owner`` has the
    candidates of the words asked.
    """
    bits = [0] * size
    for place, word in enumerate(asked):
        bits[word] |= 1 << place
    follows = np.zeros(size * size, bool)
    follows[[one * size + other for one, other in pairwise(asked)]] = True
    own = words.asked.take(words.asked_at)
    # Between sentences both grow.
    where = words.asked_at + owner
    is_next = where[1:] - where[:-1] == 1
    at = (is_next & follows.take(own[:-1] * size + own[1:])).nonzero()[0]
    held: dict[int, list[int]] = {}
    last, runs = -1, list[int]()
    for first, of, one, other in zip(
        at.tolist(),
        owner.take(at).tolist(),
        own.take(at).tolist(),
        own.take(at + 1).tolist(),
        strict=True,
    ):
        new = bits[one] << 1 & bits[other]
        # Where the word before ended runs, these may go on.
        longer = [run << 1 & new for run in runs] if first == last + 1 else []
        runs = [new, *(run for run in longer if run)]
        last = first
        joined = held.setdefault(of, [])
        for i, run in enumerate(runs):
            if i < len(joined):
                joined[i] |= run
            else:
                joined.append(run)
    return held


def _defines(m: Matches, share: Vector) -> Vector:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    hits, size = m.hits, len(m.lengths)
    flags: Flags = m.wanted.flags(DEFINING)[m.words.code]
    at = flags.nonzero()[0]
    if not len(at):
        return np.zeros(size)
    early = (hits.place < _SUBJECT).nonzero()[0]
    word, owner = hits.word.take(early), hits.owner.take(early)
    # The next one that defines; of the last ones, one before.
    defining = at.take(at.searchsorted(word, side="right"), mode="clip")
    near = (defining > word) & (defining <= word + _AHEAD)
    opens = (near & (m.words.owner.take(defining) == owner)).nonzero()[0]
    weights = share / (max(share.tolist()) or 1.0)
    return most_by(owner.take(opens), weights.take(hits.term.take(early.take(opens))), size)
