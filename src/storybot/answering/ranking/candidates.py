"""Collect candidate sentences from the best passages, with their context, as columns."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from storybot.answering.ranking.arrays import Flags, Ints, Vector, flags, stretches
from storybot.model.passages import Facts, Filler, Hit, Sentence
from storybot.search.excerpt import (
    CLAUSE,
    MARK_BITS,
    STOP,
    Excerpt,
    SentenceField,
    Sentences,
)
from storybot.text.facts.mark_names import MARKS, Pattern

_SHORTLIST = 40
"""Sentences examined closely; the rest rarely answer."""
_BESIDE = np.array([0, -1, -2, 0, 0])
_PASSAGE_SHARE = 0.35
"""Weight of the passage's score against the sentence's own words in the short list."""


class Told(NamedTuple):
    """What words around a sentence may tell of a question."""

    looked_for: Flags
    """Whether each word of the excerpt is of the question or linked to it."""
    begin_alike: Callable[[Sentences, Ints], Flags] | None
    """Which words begin as a term of it does; None where any word may be made of one."""
    against: Sequence[str]
    """Words that stand against its terms."""


class Around(NamedTuple):
    """The terms that stand beside a sentence, of its own article the telling ones."""

    context: AbstractSet[str]
    """Of the title over it, and of the sentences around it."""
    title: AbstractSet[str]
    article: AbstractSet[str]
    """Of the title, and of all that was found of the article."""


class Candidates(NamedTuple):
    """Passages that were found, and their sentences as candidates, best passage first.

    A sentence is its index in the excerpt, and -1 where there is none.
    """

    table: Sentences
    excerpt: Excerpt
    found: Ints
    """Index in the excerpt of each passage found."""
    scores: Vector
    """The score of each passage found."""
    sentences: Ints
    passage: Ints
    """Index of each candidate's passage among those found."""
    opening: Ints
    """The first sentence of its paragraph."""
    following: Ints
    known: int
    """How many of the passages hit are still there."""
    asked: Mapping[int, str]
    """The terms searched for, by the numbers that sentences give them."""

    @property
    def position(self) -> Ints:
        """Index of each candidate in its paragraph."""
        return self.sentences - self.opening

    @property
    def beside(self) -> Ints:
        """Each candidate, the two before it in its paragraph, the first of it, and the next.

        The nearer of the two before comes first.
        """
        near: Ints = self.sentences + _BESIDE[:, None]
        before = near[1:3]
        np.putmask(before, before < self.opening, -1)
        near[3], near[4] = self.opening, self.following
        return near

    def neighbours(self, candidate: int) -> tuple[int, int]:
        """Return the sentences before and after a candidate in its paragraph, -1 for none."""
        own = int(self.sentences[candidate])
        before = own - 1 if own > self.opening[candidate] else -1
        return before, int(self.following[candidate])

    def own_passage(self, candidate: int) -> int:
        """Return the index in the excerpt of a candidate's passage."""
        return int(self.found[self.passage[candidate]])

    def passage_of(self, sentence: int) -> int:
        """Return the index in the excerpt of a sentence's passage."""
        return int(self.excerpt.first.searchsorted(sentence, side="right")) - 1

    def terms(self, sentence: int) -> tuple[str, ...]:
        """Return the terms of a sentence."""
        begin, end = self.excerpt.words_from[sentence : sentence + 2].tolist()
        return tuple(self.table.texts(self._content(begin, end)))

    def title(self, passage: int) -> tuple[str, ...]:
        """Return the terms of the title over a passage of the excerpt."""
        begin, end = self.excerpt.titles_from[passage : passage + 2].tolist()
        return tuple(self.table.texts(self.excerpt.titles[begin:end])) if end > begin else ()

    def around(self, candidate: int, told: Told) -> Around:
        """Return the terms that stand around a candidate, but for those that tell nothing."""
        excerpt, table = self.excerpt, self.table
        own, opening = self.sentences.item(candidate), self.opening.item(candidate)
        following, passage = self.following.item(candidate), self.own_passage(candidate)
        near = [(opening, opening + 1), (max(opening, own - 2), own)]
        if following >= 0:
            near.append((following, following + 1))
        same = excerpt.document.take(self.found) == excerpt.document[passage]
        first, words_from = excerpt.first.item, excerpt.words_from.item
        article = [(first(i), first(i + 1)) for i in self.found[same].tolist()]
        edges = [(words_from(begin), words_from(end)) for begin, end in (*near, *article)]
        places = np.concatenate([np.arange(begin, end) for begin, end in edges])
        kept = (excerpt.bits.take(places) < STOP).nonzero()[0]  # the highest of the bits
        if told.begin_alike:
            kept = kept.take(self._telling(places.take(kept), told))
        beside = kept.searchsorted(sum([end - begin for begin, end in edges[: len(near)]]))
        texts = table.texts(excerpt.words.take(places.take(kept)))
        title = frozenset(self.title(passage))
        return Around(
            context=title.union(texts[:beside]),
            title=title,
            article=title.union(texts[beside:]),
        )

    def _telling(self, places: Ints, told: Told) -> Ints:
        """Return the indexes of those words of the excerpt that may tell of the question."""
        words = self.excerpt.words.take(places)
        telling = told.looked_for.take(places)
        if told.begin_alike:
            telling |= told.begin_alike(self.table, words)
        if told.against:
            against = self.table.numbers(told.against)
            telling |= np.logical_or.reduce(words == against[:, None])
        return telling.nonzero()[0]

    def _content(self, begin: int, end: int) -> Ints:
        """Return the numbers of the terms among a stretch of words, which are no stop words."""
        content = self.excerpt.bits[begin:end] < STOP  # the highest of the bits
        return self.excerpt.words[begin:end][content]

    def sentence(self, at: int) -> Sentence:
        """Return a sentence as an object."""
        excerpt = self.excerpt
        row = excerpt.sentences[at].tolist()
        own = slice(*excerpt.words_from[at : at + 2].tolist())
        words, bits = tuple(self.table.texts(excerpt.words[own])), excerpt.bits[own].tolist()
        stops = [found >= STOP for found in bits]  # the highest of them
        begin, end = excerpt.fillers_from[at : at + 2].tolist()
        fillers = excerpt.fillers[begin:end]
        of = self.table.texts(np.maximum(fillers[:, 3], 0)) if end > begin else []
        facts = Facts(
            words,
            tuple(stops),
            tuple([(i, _marks(marks)) for i, b in enumerate(bits) if (marks := b & MARK_BITS)]),
            _shown(row[SentenceField.PATTERNS]),
            tuple([
                Filler(kind, first, last, name if number >= 0 else "")
                for (kind, first, last, number), name in zip(fillers.tolist(), of, strict=True)
            ]),
            tuple([i for i, found in enumerate(bits) if found & CLAUSE]),
        )  # fmt: skip
        terms = tuple([word for word, stop in zip(words, stops, strict=True) if not stop])
        return Sentence(
            row[SentenceField.START],
            row[SentenceField.END],
            row[SentenceField.PARAGRAPH],
            terms,
            facts,
        )


@lru_cache(1_024)
def _shown(bits: int) -> tuple[bool, ...]:
    return tuple([bool(bits >> pattern & 1) for pattern in range(len(Pattern))])


@lru_cache(1_024)
def _marks(bits: int) -> tuple[int, ...]:
    return tuple([mark for mark in range(MARKS) if bits >> mark & 1])


def gather(
    table: Sentences, hits: Sequence[Hit], weights: Mapping[str, float], language: str
) -> Candidates:
    """Return the candidates of the passages hit: those in the question's language, if any are.

    ``weights`` are those of the question's terms.
    """
    excerpt = table.read([hit.passage for hit in hits])
    at = {id: i for i, id in enumerate(excerpt.id.tolist())}
    there = [hit for hit in hits if hit.passage in at]
    found = np.array([at[hit.passage] for hit in there], int)
    scores = np.array([hit.score for hit in there])
    spoken, *asked = table.numbers([language, *weights]).tolist()
    own = excerpt.language[found] == spoken
    if 0 < np.count_nonzero(own) < len(own):
        found, scores = found[own], scores[own]
    counts = excerpt.first[found + 1] - excerpt.first[found]
    sentences = stretches(excerpt.first[found], counts)
    passage = np.repeat(np.arange(len(found)), counts)
    if len(sentences) > _SHORTLIST:
        rough = _held(excerpt, sentences, asked, [*weights.values()])
        rough += _PASSAGE_SHARE * scores[passage] / max(float(scores[0]), 1e-9)
        best = np.sort(np.argsort(-rough, kind="stable")[:_SHORTLIST])
        sentences, passage = sentences[best], passage[best]
    opening, following = _surroundings(excerpt, sentences, found[passage])
    return Candidates(
        table,
        excerpt,
        found,
        scores,
        sentences,
        passage,
        opening,
        following,
        len(there),
        {n: term for n, term in zip(asked, weights, strict=True) if n >= 0},
    )


def _surroundings(excerpt: Excerpt, sentences: Ints, passages: Ints) -> tuple[Ints, Ints]:
    """Return for some sentences the first of their paragraph, and the next one of it or -1.

    ``passages`` are the indexes of theirs. Of a paragraph that continues in another passage, only
    the part in the passage beside counts.
    """
    size, first = len(excerpt.sentences), excerpt.first
    paragraph = excerpt.sentences[:, SentenceField.PARAGRAPH]
    continues = excerpt.position > 0
    continues[:1] = False
    continues[1:] &= excerpt.id[1:] == excerpt.id[:-1] + 1
    goes_on = np.zeros(size + 1, bool)
    np.equal(paragraph[1:], paragraph[:-1], out=goes_on[1:size])
    goes_on[first[:-1]] &= continues
    begun = np.arange(size)
    begun[goes_on[:size]] = 0
    np.maximum.accumulate(begun, out=begun)
    # No passage is without a sentence, so that the one before begins further up.
    floor = first[passages - continues[passages]]
    following = sentences + 1
    following[~goes_on[following]] = -1
    return np.maximum(begun[sentences], floor), following


def _held(
    excerpt: Excerpt, sentences: Ints, terms: Sequence[int], weights: Sequence[float]
) -> Vector:
    """Return the share of the question's weight that each of some sentences holds."""
    values = np.array(weights)
    # To compare with each term takes less time than a table of all words, and never more.
    same = excerpt.words == np.array(terms, np.int32)[:, None]
    same &= excerpt.bits < STOP  # the highest of the bits
    at: Ints = same.ravel().nonzero()[0]
    term, word = np.divmod(at, max(len(excerpt.words), 1))
    owner = excerpt.words_from.searchsorted(word, side="right") - 1
    held = flags(owner, term, (len(excerpt.sentences), len(values))).take(sentences, axis=0)
    held *= values
    shares: Vector = np.add.reduce(held, axis=1)
    shares /= float(np.add.reduce(values)) or 1.0
    return shares
