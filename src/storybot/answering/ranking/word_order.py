"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import (
    Ints,
    Matrix,
    Vector,
    column_sums,
    most_by,
    stretches,
)
from storybot.answering.ranking.term_matches import DEFINING, Hits, Matches, Words

NAMES = (
    "pairs", "near_pairs", "raw_pairs", "raw_triples", "best_stretch", "spread", "longest_run",
    "longest_run_share", "first_match", "defines",
)  # fmt: skip
_STRETCH = 10
_NEAR = 5
_LATEST = 30
_SUBJECT = 8
_AHEAD = np.arange(1, 4)
_NOTHING = np.array([[0.0]] * 8 + [[float(_LATEST)], [0.0]])


def word_order_features(form: AnswerType, matches: Matches, idf: Vector, table: Matrix) -> None:
    """Write the features of ``NAMES`` into the rows of a table with a column per sentence."""
    hits, words = matches.hits, matches.words
    starts, counts = hits.by_candidate.starts, hits.by_candidate.counts
    if not len(hits.place):
        table[:] = _NOTHING
        return
    share = idf / (float(idf.sum()) or 1.0)
    at, following = _followed(hits)
    begun = hits.place.take(starts, mode="clip")
    ended = hits.place.take(starts + counts - 1, mode="clip")
    table[0:2] = _pairs(form, idf, hits, at, following, len(counts))
    run, table[2], table[3] = _runs(form, words)
    table[4] = _best_stretch(hits, at, following, share, len(counts))
    table[5] = (ended - begun + 1) / np.maximum(words.counts, 1)
    table[6] = run
    table[7] = run / max(len(form.words), 1)
    np.minimum(begun, _LATEST, out=table[8])
    table[9] = _defines(matches, share, len(counts))
    if not counts.all():
        table[:, counts == 0] = _NOTHING


def _pairs(
    form: AnswerType, idf: Vector, hits: Hits, at: Ints, following: Ints, size: int
) -> Matrix:
    """Weigh the pairs of terms with only stop words in between, and those within a few words.

    The pairs are those of adjacent terms of the question, stop words left out, with weights that
    sum to 1; of those within a few words, reversed ones count half.
    """
    index = {term: i for i, term in enumerate(form.terms)}
    content = [index[w] for w in form.words if w in index]
    rarity, terms = idf.tolist(), len(index)
    pairs = {(a, b): min(rarity[a], rarity[b]) for a, b in pairwise(content)}
    total = sum(pairs.values()) or 1.0
    of_pair = np.full((2, terms * terms), len(pairs))
    of_pair[0, [a * terms + b for a, b in pairs]] = range(len(pairs))
    of_pair[1, [b * terms + a for a, b in pairs]] = range(len(pairs))
    # The last row takes what is no pair.
    held = np.zeros((len(pairs) + 1, 2 * size))
    one, other = _adjacent(hits)
    held[of_pair[0, hits.term[one] * terms + hits.term[other]], hits.owner[one]] = 1.0
    near = (hits.place[following] - hits.place[at] <= _NEAR) & (following - at <= _NEAR)
    at, following = at[near], following[near]
    owner, code = hits.owner[at] + size, hits.term[at] * terms + hits.term[following]
    held[of_pair[1, code], owner] = 0.5
    held[of_pair[0, code], owner] = 1.0
    weights = np.array([[weight / total] for weight in pairs.values()]).reshape(-1, 1)
    return column_sums(held[:-1] * weights).reshape(2, size)


def _adjacent(hits: Hits) -> tuple[Ints, Ints]:
    """Return the hits of each pair with only stop words in between."""
    owner, rank, some = hits.owner, hits.rank, None
    if hits.stops.any():
        some = (~hits.stops).nonzero()[0]
        owner, rank = owner[some], rank[some]
    beside = ((owner[1:] == owner[:-1]) & (rank[1:] - rank[:-1] == 1)).nonzero()[0]
    return (beside, beside + 1) if some is None else (some[beside], some[beside + 1])


def _followed(hits: Hits) -> tuple[Ints, Ints]:
    """Return each hit with each of the next ones of its sentence in a stretch of some words."""
    ends = (hits.by_candidate.starts + hits.by_candidate.counts)[hits.owner]
    next_ones = np.arange(1, len(hits.place) + 1)
    counts = np.minimum(ends - next_ones, _STRETCH)
    following = stretches(next_ones, counts)
    at = (next_ones - 1).repeat(counts)
    near = hits.place[following] - hits.place[at] <= _STRETCH
    return at[near], following[near]


def _best_stretch(hits: Hits, at: Ints, following: Ints, share: Vector, size: int) -> Vector:
    """Weigh the terms within the best stretch of about ten words."""
    held = np.zeros((len(share), len(hits.place)))
    held[hits.term, np.arange(len(hits.place))] = 1.0
    held[hits.term[following], at] = 1.0
    return most_by(hits.owner, column_sums(held * share[:, None]), size)


def _runs(form: AnswerType, words: Words) -> tuple[Ints, Vector | float, Vector | float]:
    """Return the words of the longest run in the question's order, and shares of runs held.

    The shares are those of the question's runs of two and of three words.
    """
    places = {word: i for i, word in enumerate(dict.fromkeys(form.words))}
    asked = [places[word] for word in form.words]
    bits = [0] * (len(places) + 1)  # the last one stands for -1
    for place, word in enumerate(asked):
        bits[word] |= 1 << place
    # Each word with the places in the question where a run of so many words may end in it.
    ends = np.array(bits, np.uint64)[words.asked]
    goes_on = ends.copy()
    goes_on[words.starts[words.counts.nonzero()[0]]] = 0
    runs = [ends]
    while len(runs) < len(asked):
        longer = np.zeros_like(ends)
        np.left_shift(runs[-1][:-1], 1, out=longer[1:])
        longer &= goes_on
        if not longer.any():
            break
        runs.append(longer)
    held = words.joined(np.array(runs))
    return (held != 0).sum(axis=0), _share_held(asked, held, 2), _share_held(asked, held, 3)


def _share_held(asked: Sequence[int], held: Ints, length: int) -> Vector | float:
    """Return the share of the question's runs of so many words that each sentence holds."""
    if len(held) < length:
        return 0.0
    # A run that the question repeats ends in several places, of which the first is counted.
    ends = dict[tuple[int, ...], int]()
    for place in range(length, len(asked) + 1):
        ends.setdefault(tuple(asked[place - length : place]), place - 1)
    share: Vector = np.bitwise_count(held[length - 1] & sum(1 << place for place in ends.values()))
    return share / len(ends)


def _defines(m: Matches, share: Vector, size: int) -> Vector:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    hits, words = m.hits, m.words
    early = (hits.place < _SUBJECT).nonzero()[0]
    ahead = hits.word[early][:, None] + _AHEAD
    found = m.wanted.flags(DEFINING)[words.code].take(ahead, mode="clip")
    found &= ahead < (words.starts + words.counts)[hits.owner[early]][:, None]
    opens = early[found.any(axis=1)]
    top = float(share.max()) or 1.0
    return most_by(hits.owner[opens], share[hits.term[opens]] / top, size)
