"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings."""

from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Ints, Matrix, Vector, most_by, row_sums, stretches
from storybot.answering.ranking.term_matches import Hits, Matches, Words
from storybot.search.excerpt import STOP
from storybot.text.facts.mark_names import listed

NAMES = (
    "pairs", "near_pairs", "raw_pairs", "raw_triples", "best_stretch", "spread", "longest_run",
    "longest_run_share", "first_match", "defines",
)  # fmt: skip
_STRETCH = 10
_NEAR = 5
_LATEST = 30
_SUBJECT = 8
_AHEAD = np.arange(1, 4)
DEFINING = listed("is was are were means refers became")

_SPREAD, _FIRST = NAMES.index("spread"), NAMES.index("first_match")
_NOTHING = [0.0] * 8 + [float(_LATEST), 0.0]


def word_order_features(form: AnswerType, matches: Matches, idf: Vector, defining: Ints) -> Matrix:
    """Return the features of ``NAMES``, a row per sentence.

    ``defining`` are the numbers of the words by which a sentence says what something is.
    """
    hits, words = matches.hits, matches.words
    size, counts = len(matches.lengths), hits.by_candidate.counts
    table = np.empty((size, len(NAMES)))
    table[:] = _NOTHING
    there = np.flatnonzero(counts)
    if not len(there):
        return table
    share = idf / (float(idf.sum()) or 1.0)
    begun = hits.place[hits.by_candidate.starts[there]]
    ended = hits.place[(hits.by_candidate.starts + counts - 1)[there]]
    at, following = _followed(hits)
    pairs = _Pairs(form, idf, size)
    run, raw_pairs, raw_triples = _runs(form, words)
    table[there] = np.array([
        pairs.weigh(_adjacent(hits, words)),
        pairs.weigh_near(hits, at, following),
        raw_pairs,
        raw_triples,
        _best_stretch(hits, at, following, share, size),
        run,
        run,
        run / max(len(form.words), 1),
        run,
        _defines(hits, words, share, defining, size),
    ]).T[there]  # fmt: skip
    table[there, _SPREAD] = (ended - begun + 1) / words.counts[there]
    table[there, _FIRST] = np.minimum(begun, _LATEST)
    return table


class _Pairs:
    """The pairs of adjacent terms, stop words left out, with weights that sum to 1."""

    def __init__(self, form: AnswerType, idf: Vector, size: int) -> None:
        index = {term: i for i, term in enumerate(form.terms)}
        content = [index[w] for w in form.words if w in index]
        rarity = idf.tolist()
        pairs = {(a, b): min(rarity[a], rarity[b]) for a, b in pairwise(content)}
        total = sum(pairs.values()) or 1.0
        self._weights = np.array([weight / total for weight in pairs.values()])
        self._terms, self._size = len(form.terms), size
        self._index = np.full(self._terms**2, -1)
        self._turned = self._index.copy()
        for i, (a, b) in enumerate(pairs):
            self._index[a * self._terms + b] = i
            self._turned[b * self._terms + a] = i

    def weigh(self, found: tuple[Ints, Ints, Ints]) -> Vector:
        """Weigh the pairs among owners, terms and others."""
        owner, term, other = found
        return row_sums(self._held(owner, self._index[term * self._terms + other]) * self._weights)

    def weigh_near(self, hits: Hits, at: Ints, following: Ints) -> Vector:
        """Weigh the pairs within a few words of each other; reversed ones count half."""
        near = (hits.place[following] - hits.place[at] <= _NEAR) & (following - at <= _NEAR)
        at, following = at[near], following[near]
        owner, term, other = hits.owner[at], hits.term[at], hits.term[following]
        code = term * self._terms + other
        held = self._held(owner, self._turned[code]) * 0.5
        return row_sums(np.maximum(held, self._held(owner, self._index[code])) * self._weights)

    def _held(self, owner: Ints, pair: Ints) -> Matrix:
        # The last column takes what is no pair.
        held = np.zeros((self._size, len(self._weights) + 1))
        held[owner, pair] = 1.0
        return held[:, :-1]


def _adjacent(hits: Hits, words: Words) -> tuple[Ints, Ints, Ints]:
    """Return the owner and the terms of each pair with only stop words in between."""
    content = words.bits & STOP == 0
    some = content[hits.word]
    owner, term = hits.owner[some], hits.term[some]
    before = content.cumsum()[hits.word[some]]
    beside = np.flatnonzero((owner[1:] == owner[:-1]) & (before[1:] - before[:-1] == 1))
    return owner[beside], term[beside], term[beside + 1]


def _followed(hits: Hits) -> tuple[Ints, Ints]:
    """Return each hit with each of the next ones of its sentence in a stretch of some words."""
    ends = (hits.by_candidate.starts + hits.by_candidate.counts)[hits.owner]
    everyone = np.arange(len(hits.place))
    counts = np.minimum(ends - everyone - 1, _STRETCH)
    at = np.repeat(everyone, counts)
    following = stretches(everyone + 1, counts)
    near = hits.place[following] - hits.place[at] <= _STRETCH
    return at[near], following[near]


def _best_stretch(hits: Hits, at: Ints, following: Ints, share: Vector, size: int) -> Vector:
    """Weigh the terms within the best stretch of about ten words."""
    everyone = np.arange(len(hits.place))
    held = np.zeros((len(everyone), len(share)))
    held[everyone, hits.term] = 1.0
    held[at, hits.term[following]] = 1.0
    return most_by(hits.owner, row_sums(held * share), size)


def _runs(form: AnswerType, words: Words) -> tuple[Vector, Vector, Vector]:
    """Return the words of the longest run in the question's order, and shares of runs held.

    The shares are those of the question's runs of two and of three words.
    """
    distinct = {word: i for i, word in enumerate(dict.fromkeys(form.words))}
    asked = [distinct[word] for word in form.words]
    bits, count, size = [0] * len(distinct), len(distinct), len(words.starts)
    for place, word in enumerate(asked):
        bits[word] |= 1 << place
    at = np.flatnonzero(words.asked >= 0)
    longest = np.zeros(size)
    longest[words.owner[at]] = 1.0
    code = words.asked[at]
    beside = np.flatnonzero((at[1:] == at[:-1] + 1) & (words.place[at[1:]] > 0)) + 1
    none = np.zeros(size)
    if not len(beside):
        return longest, none, none
    owner = words.owner[at]
    pairs = {pair: i for i, pair in enumerate(dict.fromkeys(pairwise(asked)))}
    triples = dict.fromkeys(zip(asked, asked[1:], asked[2:], strict=False))
    of_pair = np.full(count * count, -1)
    of_pair[[a * count + b for a, b in pairs]] = range(len(pairs))
    pair = np.full(len(at), -1)
    pair[beside] = of_pair[code[beside - 1] * count + code[beside]]
    chained = np.flatnonzero((pair[1:] >= 0) & (pair[:-1] >= 0)) + 1
    of_triple = np.full((len(pairs), len(pairs)), -1)
    for i, (a, b, c) in enumerate(triples):
        of_triple[pairs[a, b], pairs[b, c]] = i
    triple = of_triple[pair[chained - 1], pair[chained]]
    run, open_ = np.array(bits, np.uint64)[code], beside
    length = 2
    ends = run[open_ - 1] << 1 & run[open_]
    while (going := ends > 0).any():
        open_ = open_[going]
        longest[owner[open_]] = length
        now = np.zeros_like(run)
        now[open_] = ends[going]
        # The runs go on with the words right after those where they end.
        open_ = beside[now[beside - 1] > 0]
        ends = now[open_ - 1] << 1 & run[open_]
        length += 1
    return (
        longest,
        _share_held(owner, pair, len(pairs), size),
        _share_held(owner[chained], triple, len(triples), size),
    )


def _share_held(owner: Ints, run: Ints, runs: int, size: int) -> Vector:
    held = np.zeros((size, runs + 1))
    held[owner, run] = 1.0
    shares: Vector = held[:, :-1].sum(axis=1) / max(runs, 1)
    return shares


def _defines(hits: Hits, words: Words, share: Vector, defining: Ints, size: int) -> Vector:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    early = np.flatnonzero(hits.place < _SUBJECT)
    owner = hits.owner[early]
    ahead = hits.word[early][:, None] + _AHEAD
    inside = ahead < (words.starts + words.counts)[owner][:, None]
    following = words.number.take(ahead, mode="clip")
    found = np.zeros(following.shape, bool)
    for number in defining.tolist():
        found |= following == number
    opens = (found & inside).any(axis=1)
    top = float(share.max()) or 1.0
    return most_by(owner[opens], share[hits.term[early[opens]]] / top, size)
