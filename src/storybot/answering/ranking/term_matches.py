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
from storybot.answering.ranking.related_words import COMPOUNDING, Related, Relations, WordsAsked
from storybot.search.excerpt import STOP, Excerpt, SentenceField, beginning
from storybot.text.facts.mark_names import Mark, listed

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
    known: Ints
    """How many words of the question stand before each word, and among all."""
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


def match(
    form: AnswerType, candidates: Candidates, relations: Relations, others: Relations
) -> Matches:
    """Match every candidate.

    ``others`` are synonyms of the terms: one counts as the term itself, by its strength.
    """
    excerpt, size, count = candidates.excerpt, len(form.terms), len(candidates.sentences)
    index = _places(form, others)
    related = Related(form.terms, relations, compounding=form.language in COMPOUNDING)
    distinct = dict.fromkeys(form.words)
    wanted = WordsAsked(candidates.table, index, distinct, related.linked, DEFINING)
    column = np.array([i for i, _ in index.values()])
    strength = np.array([s for _, s in index.values()])

    codes = wanted.among(np.concatenate((excerpt.words, excerpt.titles)))
    code, titled = codes[: len(excerpt.words)], codes[len(excerpt.words) :]
    content = excerpt.bits < STOP  # the highest of the bits
    # The codes of the terms, and of their synonyms, are the first.
    hit = (code >= 0) & (code < len(index))
    at = (hit & content).nonzero()[0]
    known = code[at]
    near, document = _near(candidates, at, column[known], strength[known], size)

    starts = excerpt.words_from[candidates.sentences]
    lengths = excerpt.words_from[candidates.sentences + 1] - starts
    places = stretches(starts, lengths)
    words = _words(excerpt, code, places, lengths, wanted.indexes(distinct))
    ends = _counted(content)
    word = hit[places].nonzero()[0]
    place, owner = places[word], words.owner[word]
    hits = Hits(
        Grouped(owner, count), place - starts[owner], column[words.code[word]], word,
        ends[place].tolist(), content[place].tolist(),
    )  # fmt: skip
    of_passage = ends[excerpt.words_from[excerpt.first]]
    passage_lengths = (of_passage[1:] - of_passage[:-1])[candidates.found]
    return Matches(
        wanted=wanted,
        near=near,
        related=_related(form, candidates, words, wanted, related),
        title=_titles(candidates, titled, column, strength, size)[candidates.passage],
        named=_named(form, words, hits),
        hits=hits,
        words=words,
        new_marks=words.joined(np.where(words.asked < 0, words.bits, 0)),
        lengths=(ends[starts + lengths] - ends[starts]).astype(float),
        passage_lengths=passage_lengths[candidates.passage].astype(float),
        patterns=excerpt.sentences[candidates.sentences, SentenceField.PATTERNS],
        document=document,
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
    counts.take(candidates.beside, axis=0, out=near[:PASSAGE])
    by_passage.take(candidates.passage, axis=0, out=near[PASSAGE])
    by_document.take(document[candidates.passage], axis=0, out=near[DOCUMENT])
    return near, document


def _counted(flagged: Flags) -> Ints:
    """Return how many are flagged before each one, and how many of all."""
    counts = np.zeros(len(flagged) + 1, int)
    flagged.cumsum(out=counts[1:])
    return counts


def _table(rows: Ints, columns: Ints, weights: Vector, shape: tuple[int, int]) -> Matrix:
    places = rows * shape[1] + columns
    return np.asarray(np.bincount(places, weights, shape[0] * shape[1]), float).reshape(shape)


def _words(excerpt: Excerpt, code: Ints, places: Ints, counts: Ints, asked: Ints) -> Words:
    """Return the words of the candidates, which stand at these places of the excerpt.

    ``asked`` has for each code the index among the distinct words of the question.
    """
    known = code[places]
    own = asked[known]
    return Words(
        owner=np.arange(len(counts)).repeat(counts),
        number=excerpt.words[places],
        bits=excerpt.bits[places],
        code=known,
        asked=own,
        known=_counted(own >= 0),
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
    """Return the column of each term and other name, and how much it counts there."""
    index: dict[str, tuple[int, float]] = {}
    for i, term in enumerate(form.terms):
        for name, strength in others.get(term, {}).items():
            if name not in index or index[name][1] < strength:
                index[name] = i, strength
    return index | {term: (i, 1.0) for i, term in enumerate(form.terms)}


def _related(
    form: AnswerType,
    candidates: Candidates,
    words: Words,
    wanted: WordsAsked,
    related: Related,
) -> Matrix:
    table, size = candidates.table, len(form.terms)
    closeness = np.zeros((len(words.counts), size))
    may_be = ~wanted.flags(form.terms)[words.code] & (words.bits < STOP)
    if form.language not in COMPOUNDING:  # else any word may be made of a term
        begun = np.array([beginning(letters) for letters in related.beginnings], int)
        alike = (table.beginnings(words.number) == begun[:, None]).any(axis=0)
        may_be &= alike | wanted.flags(related.linked)[words.code]
    content = may_be.nonzero()[0]
    if not len(content):
        return closeness
    distinct, which = numbered(words.number[content])
    texts = table.texts(np.array(distinct, int))
    close = {i: near for i, text in enumerate(texts) if (near := related.near(text))}
    if not close:
        return closeness
    strength = np.zeros((len(texts), size))
    for i, near in close.items():
        for term, share in near:
            strength[i, term] = max(strength[i, term], share)
    owner = words.owner[content]
    firsts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
    closeness[owner[firsts]] = np.maximum.reduceat(strength[which], firsts)
    return closeness


def _named(form: AnswerType, words: Words, hits: Hits) -> Vector:
    """Detect names by the question's capitals, or without any, by the candidates'."""
    seen, capital = [0] * len(form.terms), [0] * len(form.terms)
    bits = words.bits[hits.word].tolist()
    for term, place, held in zip(hits.terms, hits.places, bits, strict=True):
        if place:
            seen[term] += 1
            capital[term] += held >> Mark.NAME & 1
    counts = zip(form.named, capital, seen, strict=True)
    return np.array([name or some > _MOSTLY * max(of, 1) for name, some, of in counts], float)
