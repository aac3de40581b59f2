"""Match candidate sentences with a question, term by term.

A first pass over the words of every candidate; the features are then sums over its matrices, which
have one row per candidate and one column per term of the question.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import (
    Flags,
    Grouped,
    Hits,
    Ints,
    Matrix,
    Vector,
    flags,
    numbered,
    stretches,
)
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.related_words import Related, Relations, WordsAsked
from storybot.search.excerpt import STOP, Excerpt, SentenceField
from storybot.text.facts.mark_names import Mark, Pattern, listed

_MOSTLY = 0.67
DEFINING = listed("is was are were means refers became")
"""The words by which a sentence says what something is."""


class Words(NamedTuple):
    """The words of the candidates, one sentence after the other."""

    owner: Ints
    """Index of the word's candidate."""
    number: Ints
    bits: Ints
    code: Ints
    """Index of the word among those looked for, or -1; see `WordsAsked`."""
    asked: Ints
    """Index of the word among the distinct words of the question, -1 where it is none of them."""
    asked_at: Ints
    """The indexes of those that are."""
    starts: Ints
    """Index of each candidate's first word."""
    counts: Ints

    def marked(self, mark: Mark) -> Flags:
        """Return which words have a mark."""
        found: Flags = self.bits & (1 << mark) != 0
        return found

    def joined(self, bits: Ints) -> Ints:
        """Join the bits of each candidate's words; those of several runs of bits at once."""
        if self.counts.all():
            joined: Ints = np.bitwise_or.reduceat(bits, self.starts, axis=-1)
            return joined
        some = self.counts.nonzero()[0]
        joined = np.zeros((*bits.shape[:-1], len(self.counts)), bits.dtype)
        if len(some):
            joined[..., some] = np.bitwise_or.reduceat(bits, self.starts[some], axis=-1)
        return joined


OWN, BEFORE, EARLIER, OPENING, AFTER, PASSAGE, DOCUMENT = range(7)
"""Where a term may stand: in the sentence, in the one before, two before, in the first of the
paragraph, in the one after, in the passage, in any passage found of the document."""


@dataclass(frozen=True)
class Matches:
    """Matrices of term occurrences."""

    wanted: WordsAsked
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
    patterns: Ints
    """Per candidate, what its sentence does, as bits."""
    document: Ints
    """For each passage found, which of the documents found it is of."""
    looked_for: Flags
    """Whether each word of the excerpt is of the question or linked to it."""

    def shown(self, pattern: Pattern) -> Ints:
        """Return 1 for the candidates whose sentence does something, 0 for the others."""
        # To make an array of a member of an enumeration takes ten times as long as of a number.
        found: Ints = self.patterns >> int(pattern) & 1
        return found


def match(form: AnswerType, candidates: Candidates, related: Related, others: Relations) -> Matches:
    """Match every candidate.

    ``related`` tells the words related to the terms. ``others`` are synonyms of these: one counts
    as the term itself, by its strength.
    """
    excerpt, size, count = candidates.excerpt, len(form.terms), len(candidates.sentences)
    index = _places(form, others)
    distinct = dict.fromkeys(form.words)
    wanted = WordsAsked(candidates.table, index, related.linked, distinct, DEFINING)
    column = np.array([i for i, _ in index.values()])
    strength = np.array([s for _, s in index.values()])

    codes = wanted.among(np.concatenate((excerpt.words, excerpt.titles)))
    code, titled = codes[: len(excerpt.words)], codes[len(excerpt.words) :]
    content = excerpt.bits < STOP  # the highest of the bits
    # The codes of the terms, then of their synonyms, are the first.
    looked_for = code >= 0
    hit = looked_for & (code < len(index))
    at = (hit & content).nonzero()[0]
    known = code[at]
    near, document = _near(candidates, at, column[known], strength[known], size)

    starts = excerpt.words_from[candidates.sentences]
    lengths = excerpt.words_from[candidates.sentences + 1] - starts
    places = stretches(starts, lengths)
    words = _words(excerpt, code, places, lengths, wanted.indexes(distinct))
    word = hit.take(places).nonzero()[0]
    place, owner = places.take(word), words.owner.take(word)
    content_at = content.nonzero()[0]
    hits = Hits(
        Grouped(owner, count), place - starts.take(owner), column.take(words.code.take(word)), word,
        content_at.searchsorted(place), content.take(place),
    )  # fmt: skip
    of_passage = content_at.searchsorted(excerpt.words_from.take(excerpt.first))
    passage_lengths = (of_passage[1:] - of_passage[:-1]).take(candidates.found)
    ends = content_at.searchsorted((starts, starts + lengths))
    return Matches(
        wanted=wanted,
        near=near,
        related=_related(candidates, words, wanted, related, size),
        title=_titles(candidates, titled, column, strength, size)[candidates.passage],
        named=_named(form, words, hits),
        hits=hits,
        words=words,
        new_marks=words.joined(words.bits * (words.asked < 0)),
        lengths=(ends[1] - ends[0]).astype(float),
        passage_lengths=passage_lengths[candidates.passage].astype(float),
        patterns=excerpt.sentences[candidates.sentences, SentenceField.PATTERNS],
        document=document,
        looked_for=looked_for,
    )


def _near(
    candidates: Candidates, at: Ints, terms: Ints, weights: Vector, size: int
) -> tuple[Matrix, Ints]:
    """Count the terms in the places near each candidate, and number the documents of passages.

    The words ``at`` these places of the excerpt are occurrences of ``terms``, by their weights.
    """
    excerpt = candidates.excerpt
    sentence = excerpt.words_from.searchsorted(at, side="right") - 1
    # A last row of nothing, for the sentences that are not there.
    counts = _table(sentence, terms, weights, (len(excerpt.sentences) + 1, size))
    passage = excerpt.first.searchsorted(sentence, side="right") - 1
    by_passage = _table(passage, terms, weights, (len(excerpt.id), size))
    by_passage = by_passage.take(candidates.found, axis=0)
    documents, document = numbered(excerpt.document[candidates.found])
    by_document = np.zeros((len(documents), size))
    np.add.at(by_document, document, by_passage)
    near = np.empty((DOCUMENT + 1, len(candidates.sentences), size))
    counts.take(candidates.beside, axis=0, out=near[:PASSAGE], mode="wrap")
    by_passage.take(candidates.passage, axis=0, out=near[PASSAGE])
    by_document.take(document[candidates.passage], axis=0, out=near[DOCUMENT])
    return near, document


def _table(rows: Ints, columns: Ints, weights: Vector, shape: tuple[int, int]) -> Matrix:
    places = rows * shape[1] + columns
    return np.asarray(np.bincount(places, weights, shape[0] * shape[1]), float).reshape(shape)


def _words(excerpt: Excerpt, code: Ints, places: Ints, counts: Ints, asked: Ints) -> Words:
    """Return the words of the candidates, which stand at these places of the excerpt.

    ``asked`` has for each code the index among the distinct words of the question.
    """
    known = code.take(places)
    own = asked[known]
    return Words(
        owner=np.arange(len(counts)).repeat(counts),
        number=excerpt.words.take(places),
        bits=excerpt.bits.take(places),
        code=known,
        asked=own,
        asked_at=(own >= 0).nonzero()[0],
        starts=counts.cumsum() - counts,
        counts=counts,
    )


def _titles(
    candidates: Candidates, code: Ints, column: Ints, strength: Vector, size: int
) -> Matrix:
    """Return how far the title over each passage found holds each term, up to 1.

    ``code`` has for each word of the titles its index among those looked for, or -1.
    """
    excerpt = candidates.excerpt
    at = ((code >= 0) & (code < len(column))).nonzero()[0]
    if not len(at):
        return np.zeros((len(candidates.found), size))
    passage = excerpt.titles_from.searchsorted(at, side="right") - 1
    # A word that the title repeats counts once.
    once = flags(passage, code[at], (len(excerpt.id), len(column)))
    passage, known = once.nonzero()
    table = _table(passage, column[known], strength[known], (len(excerpt.id), size))
    return np.minimum(table[candidates.found], 1.0)


def _places(form: AnswerType, others: Relations) -> dict[str, tuple[int, float]]:
    """Return the column of each term and other name, terms first, and how much it counts there."""
    terms = {term: (i, 1.0) for i, term in enumerate(form.terms)}
    if not others:
        return terms
    index = dict[str, tuple[int, float]](terms)
    for i, term in enumerate(form.terms):
        for name, strength in others.get(term, {}).items():
            if name not in index or index[name][1] < strength:
                index[name] = i, strength
    return index | terms


def _related(
    candidates: Candidates, words: Words, wanted: WordsAsked, related: Related, size: int
) -> Matrix:
    table = candidates.table
    closeness = np.zeros((len(words.counts), size))
    # The terms have the first codes.
    is_other = (words.code < 0) | (words.code >= size)
    content = (is_other & (words.bits < STOP)).nonzero()[0]
    number = words.number.take(content)
    if not related.compounding:
        code = words.code.take(content)
        is_linked = (code >= 0) & (code < wanted.linked_to)
        at = (is_linked | related.begin_alike(table, number)).nonzero()[0]
        content, number = content.take(at), number.take(at)
    if not len(content):
        return closeness
    distinct, which = numbered(number)
    texts = table.texts(np.array(distinct, int))
    close = {i: near for i, text in enumerate(texts) if (near := related[text])}
    if not close:
        return closeness
    strength = np.zeros((len(texts), size))
    for i, near in close.items():
        for term, share in near:
            strength[i, term] = max(strength[i, term], share)
    owner = words.owner.take(content)
    firsts = np.concatenate(([True], owner[1:] != owner[:-1])).nonzero()[0]
    closeness[owner.take(firsts)] = np.maximum.reduceat(strength.take(which, axis=0), firsts)
    return closeness


def _named(form: AnswerType, words: Words, hits: Hits) -> Vector:
    """Detect names by the question's capitals, or without any, by the candidates'."""
    later = hits.place.nonzero()[0]
    term, size = hits.term.take(later), len(form.terms)
    seen = np.bincount(term, minlength=size)
    capitals = words.bits.take(hits.word.take(later)) >> int(Mark.NAME) & 1
    named = np.array(form.named, float)
    named[np.bincount(term, capitals, size) > _MOSTLY * np.maximum(seen, 1)] = 1.0
    return named
