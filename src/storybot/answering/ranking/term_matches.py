"""Match candidate sentences with a question, term by term.

A first pass over the words of every candidate; the features are then sums over its matrices, which
have one row per candidate and one column per term of the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import (
    Flags,
    Grouped,
    Ints,
    Matrix,
    Vector,
    flags,
    index_of,
    numbered,
    stretches,
)
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.related_words import COMPOUNDING, Related, Relations
from storybot.search.excerpt import STOP, Sentences, beginning
from storybot.text.facts.mark_names import MARKS, Mark

_MOSTLY = 0.67


class Words(NamedTuple):
    """The words of the candidates, one sentence after the other."""

    owner: Ints
    """Index of the word's candidate."""
    place: Ints
    """Index of the word in its sentence."""
    number: Ints
    bits: Ints
    asked: Ints
    """Index of the word among the distinct words of the question, -1 where it is none of them."""
    starts: Ints
    """Index of each candidate's first word."""
    counts: Ints

    def marked(self, mark: Mark) -> Flags:
        """Return which words have a mark."""
        found: Flags = self.bits & (1 << mark) != 0
        return found


class Hits(NamedTuple):
    """Where the question's terms and their synonyms stand in the candidates, in order."""

    owner: Ints
    place: Ints
    term: Ints
    word: Ints
    """Index in `Words`."""
    by_candidate: Grouped


@dataclass(frozen=True)
class Matches:
    """Matrices of term occurrences."""

    own: Matrix
    """Occurrences in the sentence."""
    related: Matrix
    """Closeness of the closest related word, 0 to 1."""
    previous: Matrix
    earlier: Matrix
    """Occurrences two sentences before."""
    following: Matrix
    opening: Matrix
    passage: Matrix
    document: Matrix
    """Times in the passages found of the same document."""
    title: Matrix
    named: Vector
    """1 for terms that are names, by how question and candidates write them."""
    hits: Hits
    words: Words
    held: Matrix
    """Per candidate, 1 for each mark of a word that is new to the question."""
    lengths: Vector
    """Terms of each candidate, repeats included."""
    passage_lengths: Vector
    """Terms of each candidate's passage."""

    @cached_property
    def holds(self) -> Matrix:
        """1 for the terms in the sentence, less for those with a related word there."""
        return np.maximum(self.own > 0, self.related)

    @cached_property
    def holds_before(self) -> Matrix:
        """1 for the terms in the sentence before."""
        return (self.previous > 0).astype(float)

    @cached_property
    def holds_earlier(self) -> Matrix:
        """1 for the terms two sentences before."""
        return (self.earlier > 0).astype(float)

    @cached_property
    def holds_after(self) -> Matrix:
        """1 for the terms in the sentence after."""
        return (self.following > 0).astype(float)

    @cached_property
    def holds_opening(self) -> Matrix:
        """1 for the terms in the first sentence of the paragraph."""
        return (self.opening > 0).astype(float)


class WordsAsked:
    """The words that a question looks for, by number."""

    def __init__(self, table: Sentences, words: Sequence[str]) -> None:
        self.words = words
        self._numbers = table.numbers(words)

    def among(self, words: Ints) -> Ints:
        """Return for each of some words its index among those looked for, or -1."""
        return index_of(self._numbers, words)


def match(
    form: AnswerType, candidates: Candidates, relations: Relations, others: Relations
) -> Matches:
    """Match every candidate.

    ``others`` are synonyms of the terms: one counts as the term itself, by its strength.
    """
    excerpt, size = candidates.excerpt, len(form.terms)
    index = _places(form, others)
    distinct = list(dict.fromkeys(form.words))
    wanted = WordsAsked(candidates.table, list(dict.fromkeys((*index, *distinct))))
    column = np.array([index[w][0] if w in index else -1 for w in wanted.words])
    strength = np.array([index[w][1] if w in index else 0.0 for w in wanted.words])
    places_asked = {word: i for i, word in enumerate(distinct)}
    asked = np.array([places_asked.get(w, -1) for w in wanted.words])

    code = wanted.among(excerpt.words)
    content = excerpt.bits & STOP == 0
    at = np.flatnonzero((code >= 0) & content)
    at = at[column[code[at]] >= 0]
    terms, weight = column[code[at]], strength[code[at]]
    sentence = excerpt.words_from.searchsorted(at, side="right") - 1
    counts = np.zeros((len(excerpt.sentences) + 1, size))
    counts[:-1] = _table(sentence, terms, weight, (len(excerpt.sentences), size))
    passage = excerpt.first.searchsorted(sentence, side="right") - 1
    by_passage = _table(passage, terms, weight, (len(excerpt.id), size))[candidates.found]
    documents, document = numbered(excerpt.document[candidates.found])
    by_document = np.zeros((len(documents), size))
    np.add.at(by_document, document, by_passage)

    words = _words(candidates, code, asked)
    known = code[stretches(excerpt.words_from[candidates.sentences], words.counts)]
    hit = np.flatnonzero((known >= 0) & (column[known] >= 0))
    owner = words.owner[hit]
    hits = Hits(
        owner,
        words.place[hit],
        column[known[hit]],
        hit,
        Grouped(owner, len(candidates.sentences)),
    )
    stops = words.bits & STOP != 0
    lengths = np.bincount(words.owner[~stops], minlength=len(candidates.sentences))
    ends = np.concatenate(([0], content.cumsum()))[excerpt.words_from[excerpt.first]]
    passage_lengths = np.diff(ends)[candidates.found]
    return Matches(
        own=counts[candidates.sentences],
        related=_related(form, candidates, words, relations),
        previous=counts[candidates.previous],
        earlier=counts[candidates.earlier],
        following=counts[candidates.following],
        opening=counts[candidates.opening],
        passage=by_passage[candidates.passage],
        document=by_document[document][candidates.passage],
        title=_titles(candidates, wanted, column, strength, size)[candidates.passage],
        named=_named(form, words, hits),
        hits=hits,
        words=words,
        held=_held(words),
        lengths=lengths.astype(float),
        passage_lengths=passage_lengths[candidates.passage].astype(float),
    )


def _table(rows: Ints, columns: Ints, weights: Vector, shape: tuple[int, int]) -> Matrix:
    places = rows * shape[1] + columns
    table: Matrix = np.bincount(places, weights, shape[0] * shape[1]).astype(float).reshape(shape)
    return table


def _words(candidates: Candidates, code: Ints, asked: Ints) -> Words:
    excerpt = candidates.excerpt
    starts = excerpt.words_from[candidates.sentences]
    counts = excerpt.words_from[candidates.sentences + 1] - starts
    places = stretches(starts, counts)
    first = np.cumsum(counts) - counts
    known = code[places]
    return Words(
        owner=np.repeat(np.arange(len(counts)), counts),
        place=np.arange(len(places)) - np.repeat(first, counts),
        number=excerpt.words[places],
        bits=excerpt.bits[places],
        asked=np.where(known >= 0, asked[known], -1),
        starts=first,
        counts=counts,
    )


def _titles(
    candidates: Candidates, wanted: WordsAsked, column: Ints, strength: Vector, size: int
) -> Matrix:
    """Return how far the title over each passage found holds each term, up to 1."""
    excerpt = candidates.excerpt
    code = wanted.among(excerpt.titles)
    at = np.flatnonzero(code >= 0)
    passage = excerpt.titles_from.searchsorted(at, side="right") - 1
    # A word that the title repeats counts once.
    passage, known = np.nonzero(
        flags(passage, code[at], (len(excerpt.id), len(wanted.words))) * (column >= 0)
    )
    table = _table(passage, column[known], strength[known], (len(excerpt.id), size))
    return np.minimum(table[candidates.found], 1.0)


def _places(form: AnswerType, others: Relations) -> dict[str, tuple[int, float]]:
    """Return the column of each term and other name, and how much it counts there."""
    index: dict[str, tuple[int, float]] = {}
    for i, term in enumerate(form.terms):
        for name, strength in others.get(term, {}).items():
            if name not in index or index[name][1] < strength:
                index[name] = i, strength
    return index | {term: (i, 1.0) for i, term in enumerate(form.terms)}


def _related(
    form: AnswerType, candidates: Candidates, words: Words, relations: Relations
) -> Matrix:
    table, size = candidates.table, len(form.terms)
    compounding = form.language in COMPOUNDING
    related = Related(form.terms, relations, compounding=compounding)
    closeness = np.zeros((len(candidates.sentences), size))
    content = np.flatnonzero(words.bits & STOP == 0)
    numbers = words.number[content]
    alike = (WordsAsked(table, related.linked).among(numbers) >= 0) | compounding
    beginnings = table.beginnings(numbers)
    for letters in related.beginnings:
        alike |= beginnings == beginning(letters)
    content, numbers = content[alike], numbers[alike]
    distinct, which = numbered(numbers)
    texts = table.texts(np.array(distinct, int))
    close = related.among(frozenset(texts))
    if not close:
        return closeness
    strength = np.zeros((len(texts), size))
    for i, text in enumerate(texts):
        for term, share in close.get(text, ()):
            strength[i, term] = max(strength[i, term], share)
    present = flags(words.owner[content], which, (len(closeness), len(texts)))
    found: Matrix = (present[:, :, None] * strength).max(axis=1)
    return found


def _named(form: AnswerType, words: Words, hits: Hits) -> Vector:
    """Detect names by the question's capitals, or without any, by the candidates'."""
    inner = hits.place > 0
    capitals = inner & words.marked(Mark.NAME)[hits.word]
    seen = np.bincount(hits.term[inner], minlength=len(form.terms))
    capital = np.bincount(hits.term[capitals], minlength=len(form.terms))
    mostly = capital > _MOSTLY * np.maximum(seen, 1)
    return np.array(np.maximum(form.named, mostly), float)


def _held(words: Words) -> Matrix:
    held = np.zeros(len(words.starts), np.int32)
    some = words.counts > 0
    new = np.where(words.asked < 0, words.bits, 0)
    if some.any():
        held[some] = np.bitwise_or.reduceat(new, words.starts[some])
    return (held[:, None] >> np.arange(MARKS) & 1).astype(float)
