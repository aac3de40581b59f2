"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Flags, Ints, Matrix, Vector, flags, most_by, row_sums
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
_AHEAD = 3
DEFINING = listed("is was are were means refers became")

_NOTHING = [0.0] * 8 + [float(_LATEST), 0.0]


def word_order_features(form: AnswerType, matches: Matches, idf: Vector, defining: Ints) -> Matrix:
    """Return the features of ``NAMES``, a row per sentence.

    ``defining`` are the numbers of the words by which a sentence says what something is.
    """
    hits, words = matches.hits, matches.words
    size = len(matches.own)
    share = idf / (float(idf.sum()) or 1.0)
    pairs, weights = _pairs(form, idf)
    there = hits.by_candidate.counts > 0
    first = np.minimum(hits.by_candidate.starts, max(len(hits.place) - 1, 0))
    last = np.maximum(hits.by_candidate.starts + hits.by_candidate.counts - 1, 0)
    table = np.tile(np.array(_NOTHING), (size, 1))
    if not there.any():
        return table
    run = _longest_run(form, words)
    raw_pairs, raw_triples = _raw(form, words, 2), _raw(form, words, 3)
    begun, ended = hits.place[first], hits.place[last]
    columns = np.array([
        row_sums(_adjacent(hits, words, pairs, size) * weights),
        row_sums(_near_pairs(hits, pairs, size) * weights),
        raw_pairs,
        raw_triples,
        _best_stretch(hits, share, size),
        (ended - begun + 1) / np.maximum(words.counts, 1),
        run,
        run / max(len(form.words), 1),
        np.minimum(begun, _LATEST),
        _defines(hits, words, share, defining, size),
    ]).T  # fmt: skip
    table[there] = columns[there]
    return table


def _pairs(form: AnswerType, idf: Vector) -> tuple[Ints, Vector]:
    """Return the pairs of adjacent terms, stop words left out, with weights that sum to 1."""
    index = {term: i for i, term in enumerate(form.terms)}
    content = [index[w] for w in form.words if w in index]
    rarity = idf.tolist()
    pairs = {(a, b): min(rarity[a], rarity[b]) for a, b in pairwise(content)}
    total = sum(pairs.values()) or 1.0
    weights = np.array([weight / total for weight in pairs.values()])
    return np.array(list(pairs), int).reshape(-1, 2), weights


def _of_pairs(owner: Ints, terms: Ints, others: Ints, pairs: Ints, size: int) -> Flags:
    """Return for each sentence which of the pairs are among its (term, other)."""
    table = np.zeros((size, int(pairs.max(initial=0)) + 1, int(pairs.max(initial=0)) + 1), bool)
    inside = (terms < table.shape[1]) & (others < table.shape[1])
    table[owner[inside], terms[inside], others[inside]] = True
    found: Flags = table[:, pairs[:, 0], pairs[:, 1]]
    return found


def _adjacent(hits: Hits, words: Words, pairs: Ints, size: int) -> Flags:
    """Return which pairs stand with only stop words in between."""
    stops = words.bits & STOP != 0
    content = np.flatnonzero(~stops[hits.word])
    before = (~stops).cumsum()[hits.word[content]]
    owner, term = hits.owner[content], hits.term[content]
    beside = np.flatnonzero((owner[1:] == owner[:-1]) & (before[1:] - before[:-1] == 1))
    return _of_pairs(owner[beside], term[beside], term[beside + 1], pairs, size)


def _near_pairs(hits: Hits, pairs: Ints, size: int) -> Vector:
    """Return 1 for the pairs within a few words of each other; reversed ones count half."""
    at, there = _followed(hits, _NEAR, _NEAR)
    owner, term, other = hits.owner[at], hits.term[at], hits.term[there]
    near = _of_pairs(owner, term, other, pairs, size)
    turned = _of_pairs(owner, term, other, pairs[:, ::-1], size)
    return np.where(near, 1.0, 0.5 * turned)


def _followed(hits: Hits, most: int, reach: int) -> tuple[Ints, Ints]:
    """Return each hit with each of the next ones in its sentence, up to so many words on."""
    ahead = np.arange(len(hits.place))[:, None] + np.arange(1, most + 1)
    inside = ahead < len(hits.place)
    np.minimum(ahead, len(hits.place) - 1, out=ahead)
    inside &= hits.owner[ahead] == hits.owner[:, None]
    inside &= hits.place[ahead] - hits.place[:, None] <= reach
    at, step = np.nonzero(inside)
    return at, ahead[at, step]


def _best_stretch(hits: Hits, share: Vector, size: int) -> Vector:
    """Weigh the terms within the best stretch of about ten words."""
    at, there = _followed(hits, _STRETCH, _STRETCH)
    everyone = np.arange(len(hits.place))
    held = flags(everyone, hits.term, (len(everyone), len(share)))
    held[at, hits.term[there]] = 1.0
    return most_by(hits.owner, row_sums(held * share), size)


def _raw(form: AnswerType, words: Words, length: int) -> Vector:
    """Return the share of the question's runs of so many words that each sentence holds."""
    distinct = {word: i for i, word in enumerate(dict.fromkeys(form.words))}
    asked = [distinct[word] for word in form.words]
    base = len(distinct) + 1
    wanted = {_key(asked[i : i + length], base) for i in range(len(asked) - length + 1)}
    size = len(words.starts)
    if not wanted:
        return np.zeros(size)
    keys = np.array(sorted(wanted))
    end = len(words.asked) - length + 1
    if end <= 0:
        return np.zeros(size)
    codes = np.zeros(end, int)
    inside = words.owner[:end] == words.owner[length - 1 :]
    for step in range(length):
        code = words.asked[step : end + step]
        inside &= code >= 0
        codes = codes * base + code
    at = np.flatnonzero(inside)
    found = np.minimum(keys.searchsorted(codes[at]), len(keys) - 1)
    same = keys[found] == codes[at]
    held = flags(words.owner[at[same]], found[same], (size, len(keys)))
    shares: Vector = held.sum(axis=1) / len(keys)
    return shares


def _key(codes: Sequence[int], base: int) -> int:
    key = 0
    for code in codes:
        key = key * base + code
    return key


def _longest_run(form: AnswerType, words: Words) -> Vector:
    """Count the words of the longest run in the question's order."""
    distinct = {word: i for i, word in enumerate(dict.fromkeys(form.words))}
    asked = np.array([distinct[word] for word in form.words], int)
    longest = np.zeros(len(words.starts))
    at = np.flatnonzero(words.asked >= 0)
    word, place = np.nonzero(words.asked[at][:, None] == asked)
    word = at[word]
    length = 1
    while len(word):
        longest[words.owner[word]] = length
        # Of the runs that end here, those go on whose next word is the question's next one.
        word, place = word + 1, place + 1
        going = (word < len(words.asked)) & (place < len(asked))
        word, place = word[going], place[going]
        going = (words.place[word] > 0) & (words.asked[word] == asked[place])
        word, place = word[going], place[going]
        length += 1
    return longest


def _defines(hits: Hits, words: Words, share: Vector, defining: Ints, size: int) -> Vector:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    defines = (words.number[:, None] == defining).any(axis=1)
    before = np.concatenate(([0], defines.cumsum()))
    ends = words.starts[hits.owner] + words.counts[hits.owner]
    stop = np.minimum(hits.word + 1 + _AHEAD, ends)
    opens = (hits.place < _SUBJECT) & (before[stop] > before[hits.word + 1])
    top = float(share.max()) or 1.0
    return most_by(hits.owner[opens], share[hits.term[opens]] / top, size)
