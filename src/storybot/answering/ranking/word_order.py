"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings.

A candidate holds few of the question's words: to look at each takes less time than to call arrays.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Flags, Hits, Matrix, SumsOf, Vector, most_by
from storybot.answering.ranking.term_matches import DEFINING, Matches, Words

NAMES = (
    "pairs", "near_pairs", "raw_pairs", "raw_triples", "best_stretch", "spread", "longest_run",
    "longest_run_share", "first_match", "defines",
)  # fmt: skip
_STRETCH = 10
_NEAR = 5
_LATEST = 30
_SUBJECT = 8
_AHEAD = 3
_NOTHING = np.array([[0.0]] * 8 + [[float(_LATEST)], [0.0]])


def word_order_features(form: AnswerType, matches: Matches, idf: Vector, table: Matrix) -> None:
    """Write the features of ``NAMES`` into the rows of a table with a column per sentence."""
    hits, words = matches.hits, matches.words
    if not hits.spans:
        table[:] = _NOTHING
        return
    starts, counts = hits.by_candidate.starts, hits.by_candidate.counts
    share = idf / (float(idf.sum()) or 1.0)
    begun = hits.place.take(starts, mode="clip")
    ended = hits.place.take(starts + counts - 1, mode="clip")
    table[0:2] = 0.0
    table[4] = most_by(hits.owner, share[hits.term], len(counts))
    _arrange(form, hits, idf, share, table)
    _count_runs(form, words, table)
    table[5] = (ended - begun + 1) / np.maximum(words.counts, 1)
    np.divide(table[6], max(len(form.words), 1), out=table[7])
    np.minimum(begun, _LATEST, out=table[8])
    table[9] = _defines(matches, share)
    if len(hits.spans) < len(counts):
        table[:, counts == 0] = _NOTHING


def _arrange(form: AnswerType, hits: Hits, idf: Vector, share: Vector, table: Matrix) -> None:
    """Weigh the pairs of terms with only stop words in between, and those within a few words.

    Weigh also the terms within the best stretch of about ten words.
    """
    pairs, within = _Pairs(form, idf), SumsOf(share.tolist())
    for owner, begin, end in hits.spans:
        if end - begin > 1:
            held = pairs.adjacent(hits, begin, end)
            best, full, half = _near(hits, begin, end, pairs, within)
            table[4, owner] = best
            if held:
                table[0, owner] = pairs.weigh(held, 0)
            if full or half:
                table[1, owner] = pairs.weigh(full, half)


def _near(
    hits: Hits, begin: int, end: int, pairs: "_Pairs", within: SumsOf
) -> tuple[float, int, int]:
    """Weigh the terms in the best stretch of a candidate, and find the pairs within a few words.

    These are told as bits, those in the question's order apart from reversed ones.
    """
    place, term, forward, reverse = hits.places, hits.terms, pairs.forward, pairs.reverse
    best, full, half = 0.0, 0, 0
    for one in range(begin, end):
        own, start = term[one], place[one]
        there = 1 << own
        for other in range(one + 1, end):
            distance = place[other] - start
            if distance > _STRETCH:
                break
            there |= 1 << term[other]
            if distance <= _NEAR:
                both = own, term[other]
                full |= forward.get(both, 0)
                half |= reverse.get(both, 0)
        best = max(best, within[there])
    return best, full, half


class _Pairs:
    """The pairs of adjacent terms of a question, stop words left out; their weights sum to 1."""

    def __init__(self, form: AnswerType, idf: Vector) -> None:
        index = {term: i for i, term in enumerate(form.terms)}
        content = [index[word] for word in form.words if word in index]
        rarity = idf.tolist()
        pairs = {(a, b): min(rarity[a], rarity[b]) for a, b in pairwise(content)}
        total = sum(pairs.values()) or 1.0
        self._weights = [weight / total for weight in pairs.values()]
        self._known: dict[tuple[int, int], float] = {}
        self.forward = {pair: 1 << i for i, pair in enumerate(pairs)}
        """For each pair, the bit that stands for it."""
        self.reverse = {(b, a): bit for (a, b), bit in self.forward.items()}

    def adjacent(self, hits: Hits, begin: int, end: int) -> int:
        """Return as bits those that a candidate has with only stop words in between."""
        held, before = 0, -1
        for hit in range(begin, end):
            if hits.content[hit]:
                if before >= 0 and hits.ranks[hit] - hits.ranks[before] == 1:
                    held |= self.forward.get((hits.terms[before], hits.terms[hit]), 0)
                before = hit
        return held

    def weigh(self, full: int, half: int) -> float:
        """Weigh pairs, some of which count half unless they are among the others."""
        found = self._known.get((full, half))
        if found is None:
            found = 0.0
            for i, weight in enumerate(self._weights):
                if full >> i & 1:
                    found += weight
                elif half >> i & 1:
                    found += 0.5 * weight
            self._known[full, half] = found
        return found


def _count_runs(form: AnswerType, words: Words, table: Matrix) -> None:
    """Write the shares of the question's runs of two words and of three, and the longest run.

    They are in its order.
    """
    places = {word: i for i, word in enumerate(dict.fromkeys(form.words))}
    asked = [places[word] for word in form.words]
    table[2:4] = 0.0
    np.greater(words.known[words.starts + words.counts], words.known[words.starts], out=table[6])
    held = _held_runs(asked, len(places), words)
    if not held:
        return
    (doubles, count), (triples, most) = _ends(asked, 2), _ends(asked, 3)
    for owner, runs in held.items():
        table[2, owner] = (runs[0] & doubles).bit_count() / count
        if len(runs) > 1:
            table[3, owner] = (runs[1] & triples).bit_count() / most
        table[6, owner] = len(runs) + 1


def _ends(asked: Sequence[int], length: int) -> tuple[int, int]:
    """Return where the runs of so many words end in the question, as bits, and their number.

    A run that the question repeats ends in several places, of which the first is counted.
    """
    ends: dict[tuple[int, ...], int] = {}
    for place in range(length, len(asked) + 1):
        ends.setdefault(tuple(asked[place - length : place]), 1 << place - 1)
    return sum(ends.values()), len(ends)


def _held_runs(asked: Sequence[int], size: int, words: Words) -> Mapping[int, list[int]]:
    """Return for each candidate with a run of two words where its runs end in the question.

    These are bits, first those of runs of two words, then of three and so on.
    """
    bits = [0] * size
    for place, word in enumerate(asked):
        bits[word] |= 1 << place
    follows = np.zeros((size + 1, size + 1), bool)  # the last ones stand for -1
    follows[asked[:-1], asked[1:]] = True
    at = follows[words.asked[:-1], words.asked[1:]].nonzero()[0]
    at = at[words.owner[at] == words.owner[at + 1]]
    held: dict[int, list[int]] = {}
    last, runs = -1, list[int]()
    for first, owner, one, other in zip(
        at.tolist(),
        words.owner[at].tolist(),
        words.asked[at].tolist(),
        words.asked[at + 1].tolist(),
        strict=True,
    ):
        new = bits[one] << 1 & bits[other]
        # Where the word before ended runs, these may go on.
        longer = [run << 1 & new for run in runs] if first == last + 1 else []
        runs = [new, *(run for run in longer if run)]
        last = first
        joined = held.setdefault(owner, [])
        for i, run in enumerate(runs):
            if i < len(joined):
                joined[i] |= run
            else:
                joined.append(run)
    return held


def _defines(m: Matches, share: Vector) -> Sequence[float]:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    hits, found = m.hits, [0.0] * len(m.lengths)
    flags: Flags = m.wanted.flags(DEFINING)[m.words.code]
    at = set(flags.nonzero()[0].tolist())
    if not at:
        return found
    weights = (share / (float(share.max()) or 1.0)).tolist()
    ends = (m.words.starts + m.words.counts).tolist()
    for owner, begin, end in hits.spans:
        for hit in range(begin, end):
            if hits.places[hit] >= _SUBJECT:
                break
            word = hits.words[hit]
            if not at.isdisjoint(range(word + 1, min(word + 1 + _AHEAD, ends[owner]))):
                found[owner] = max(found[owner], weights[hits.terms[hit]])
    return found
