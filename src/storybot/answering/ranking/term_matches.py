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
)
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.related_words import COMPOUNDING, Related, Relations
from storybot.search.excerpt import STOP, Sentences, beginning
from storybot.text.facts.mark_names import Mark

_MOSTLY = 0.67
_EDGES = np.array([[0], [1]])


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


OWN, BEFORE, EARLIER, OPENING, AFTER, PASSAGE, DOCUMENT = range(7)
"""Where a term may stand: in the sentence, in the one before, two before, in the first of the
paragraph, in the one after, in the passage, in any passage found of the document."""


@dataclass(frozen=True)
class Matches:
    """Matrices of term occurrences."""

    near: Matrix
    """Occurrences in each of the places from `OWN` to `DOCUMENT`."""
    related: Matrix
    """Closeness of the closest related word, 0 to 1."""
    title: Matrix
    named: Vector
    """1 for terms that are names, by how question and candidates write them."""
    hits: Hits
    words: Words
    new_marks: Ints
    """Per candidate, the marks of all words that are new to the question, as bits."""
    lengths: Vector
    """Terms of each candidate, repeats included."""
    passage_lengths: Vector
    """Terms of each candidate's passage."""

    @cached_property
    def present(self) -> Matrix:
        """1 for the terms in each of the places."""
        found: Matrix = (self.near > 0).astype(float)
        return found

    @cached_property
    def holds(self) -> Matrix:
        """1 for the terms in the sentence, less for those with a related word there."""
        found: Matrix = np.maximum(self.present[OWN], self.related)
        return found

    def shows(self, mark: Mark) -> Vector:
        """Return 1 for the candidates with a mark at a word that is new to the question."""
        return (self.new_marks >> mark & 1).astype(float)


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
    asked = np.array([*[places_asked.get(w, -1) for w in wanted.words], -1])

    code = wanted.among(excerpt.words)
    content = excerpt.bits & STOP == 0
    at = np.flatnonzero((code >= 0) & content)
    at = at[column[code[at]] >= 0]
    terms, weight = column[code[at]], strength[code[at]]
    sentence = excerpt.words_from.searchsorted(at, side="right") - 1
    # A last row of nothing, for the sentences that are not there.
    counts = _table(sentence, terms, weight, (len(excerpt.sentences) + 1, size))
    passage = excerpt.first.searchsorted(sentence, side="right") - 1
    by_passage = _table(passage, terms, weight, (len(excerpt.id), size))[candidates.found]
    documents, document = numbered(excerpt.document[candidates.found])
    by_document = np.zeros((len(documents), size))
    np.add.at(by_document, document, by_passage)

    words, known = _words(candidates, code, asked)
    hit = np.flatnonzero(known >= 0)
    hit = hit[column[known[hit]] >= 0]
    owner = words.owner[hit]
    hits = Hits(
        owner,
        words.place[hit],
        column[known[hit]],
        hit,
        Grouped(owner, len(candidates.sentences)),
    )
    ends = np.concatenate(([0], content.cumsum()))
    begun, ended = excerpt.words_from[candidates.sentences + _EDGES]
    lengths = ends[ended] - ends[begun]
    passage_lengths = np.diff(ends[excerpt.words_from[excerpt.first]])[candidates.found]
    near = np.empty((DOCUMENT + 1, len(candidates.sentences), size))
    counts.take(candidates.beside, axis=0, out=near[:PASSAGE])
    near[PASSAGE] = by_passage[candidates.passage]
    near[DOCUMENT] = by_document[document[candidates.passage]]
    return Matches(
        near=near,
        related=_related(form, candidates, words, relations),
        title=_titles(candidates, wanted, column, strength, size)[candidates.passage],
        named=_named(form, words, hits),
        hits=hits,
        words=words,
        new_marks=_new_marks(words),
        lengths=lengths.astype(float),
        passage_lengths=passage_lengths[candidates.passage].astype(float),
    )


def _table(rows: Ints, columns: Ints, weights: Vector, shape: tuple[int, int]) -> Matrix:
    places = rows * shape[1] + columns
    return np.asarray(np.bincount(places, weights, shape[0] * shape[1]), float).reshape(shape)


def _words(candidates: Candidates, code: Ints, asked: Ints) -> tuple[Words, Ints]:
    """Return the words of the candidates, and which of the words looked for each is, or -1."""
    excerpt = candidates.excerpt
    starts = excerpt.words_from[candidates.sentences]
    counts = excerpt.words_from[candidates.sentences + 1] - starts
    first = counts.cumsum() - counts
    owner = np.arange(len(counts)).repeat(counts)
    places = np.arange(len(owner)) + (starts - first)[owner]
    known = code[places]
    return Words(
        owner=owner,
        place=places - starts[owner],
        number=excerpt.words[places],
        bits=excerpt.bits[places],
        # The last one stands for -1.
        asked=asked[known],
        starts=first,
        counts=counts,
    ), known


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
    if not compounding:  # else any word may be made of a term
        alike = WordsAsked(table, related.linked).among(numbers) >= 0
        begun = np.array([beginning(letters) for letters in related.beginnings], int)
        alike |= (table.beginnings(numbers)[:, None] == begun).any(axis=1)
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
    owner = words.owner[content]
    firsts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
    closeness[owner[firsts]] = np.maximum.reduceat(strength[which], firsts)
    return closeness


def _named(form: AnswerType, words: Words, hits: Hits) -> Vector:
    """Detect names by the question's capitals, or without any, by the candidates'."""
    inner = hits.place > 0
    capitals = inner & words.marked(Mark.NAME)[hits.word]
    seen = np.bincount(hits.term[inner], minlength=len(form.terms))
    capital = np.bincount(hits.term[capitals], minlength=len(form.terms))
    mostly = capital > _MOSTLY * np.maximum(seen, 1)
    return np.array(np.maximum(form.named, mostly), float)


def _new_marks(words: Words) -> Ints:
    held = np.zeros(len(words.starts), np.int32)
    some = words.counts > 0
    new = np.where(words.asked < 0, words.bits, 0)
    if some.any():
        held[some] = np.bitwise_or.reduceat(new, words.starts[some])
    return held
