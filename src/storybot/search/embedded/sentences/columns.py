"""Keep the sentences of passages as columns: arrays that can be mapped, and arrays that grow."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, Self

import numpy as np

from storybot.model.passages import Passage
from storybot.search.embedded.postings import Ints, grown, stretches
from storybot.search.embedded.segments.membership import Membership
from storybot.search.excerpt import CLAUSE, STOP, Excerpt, SentenceField, text_digest

_OF_PASSAGE = 5
"""Document, version, language, position, and whether the last paragraph continues."""
_OF_FILLER = 4
_DOCUMENT, _VERSION, _LANGUAGE, _POSITION, _GOES_ON = range(_OF_PASSAGE)
_SENTENCES, _WORDS, _FILLERS, _TITLES = range(4)


class Arrays(NamedTuple):
    """Passages as columns, one after the other."""

    ids: Ints
    passages: Ints
    ends: Ints
    """For each passage, how many sentences, words, fillers and title words are up to its end."""
    sentences: Ints
    words: Ints
    bits: Ints
    fillers: Ints
    titles: Ints

    @classmethod
    def empty(cls) -> Self:
        """Return the columns of no passage."""
        return cls(
            np.empty(0, np.int64),
            np.empty((0, _OF_PASSAGE), np.int32),
            np.empty((0, 4), np.int64),
            np.empty((0, SentenceField.ALL), np.int32),
            np.empty(0, np.int32),
            np.empty(0, np.int32),
            np.empty((0, _OF_FILLER), np.int32),
            np.empty(0, np.int32),
        )


def encode(passages: Sequence[Passage], numbers: Mapping[str, int]) -> Arrays:
    """Lay passages out in columns, with the number of each word."""
    # Flat lists become arrays in half the time of lists of rows.
    about: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    words: list[int] = []
    stops: list[bool] = []
    told: list[int] = []
    clauses: list[int] = []
    fillers: list[int] = []
    titles: list[int] = []
    number = numbers.__getitem__
    for passage in passages:
        for sentence in passage.sentences:
            facts, before = sentence.facts, len(stops)
            words += map(number, facts.words)
            stops += facts.stops
            for at, marks in facts.marked:
                told += (before + at, _MARKS[marks])
            clauses += [before + at for at in facts.clauses]
            for kind, start, end, of in facts.fillers:
                fillers += (kind, start, end, number(of) if of else -1)
            sentences += (
                sentence.start, sentence.end, sentence.paragraph, _PATTERNS[facts.patterns],
                *text_digest(passage.quote(sentence)), len(facts.words), len(facts.fillers),
            )  # fmt: skip
        titles += map(number, passage.title)
        document, language = number(passage.document), number(passage.language)
        goes_on = int(passage.goes_on)
        about += (document, passage.version, language, passage.position, goes_on)
        ends += (
            len(sentences) // SentenceField.ALL, len(words), len(fillers) // _OF_FILLER, len(titles)
        )  # fmt: skip
    return Arrays(
        np.array([passage.id for passage in passages], np.int64),
        np.array(about, np.int32).reshape(-1, _OF_PASSAGE),
        np.array(ends, np.int64).reshape(-1, 4),
        np.array(sentences, np.int32).reshape(-1, SentenceField.ALL),
        np.array(words, np.int32),
        _bits(stops, told, clauses),
        np.array(fillers, np.int32).reshape(-1, _OF_FILLER),
        np.array(titles, np.int32),
    )


class _MarkBits(dict[tuple[int, ...], int]):
    """The bits of each set of marks that was met."""

    def __missing__(self, marks: tuple[int, ...]) -> int:
        """Join the bits of marks."""
        found = self[marks] = sum(1 << mark for mark in set(marks))
        return found


_MARKS = _MarkBits()


class _PatternBits(dict[tuple[bool, ...], int]):
    """The bits of each set of patterns that was met."""

    def __missing__(self, shown: tuple[bool, ...]) -> int:
        """Join the bits of patterns."""
        found = self[shown] = sum(1 << i for i, is_shown in enumerate(shown) if is_shown)
        return found


_PATTERNS = _PatternBits()


def _bits(stops: Sequence[bool], told: Sequence[int], clauses: Sequence[int]) -> Ints:
    """Return the bits of words: stop words, the beginnings of clauses, and those with marks.

    ``told`` has the index of each word with marks, and their bits.
    """
    bits = np.frombuffer(bytes(stops), np.uint8).astype(np.int32) * np.int32(STOP)
    places = np.array(told, np.int32).reshape(-1, 2)
    bits[places[:, 0]] |= places[:, 1]
    bits[clauses] |= CLAUSE
    return bits


class Columns:
    """A run of passages in columns, to which passages can be added and from which removed."""

    def __init__(self, arrays: Arrays | None = None) -> None:
        self._arrays = arrays or Arrays.empty()
        self.passages = Membership(self._arrays.ids, np.zeros(len(self._arrays.ids), np.int32))
        a = self._arrays
        self._sizes = np.array([len(a.sentences), len(a.words), len(a.fillers), len(a.titles)])

    def append(self, new: Arrays) -> None:
        """Add passages."""
        old, size = self._arrays, self.passages.size
        self.passages.append(new.ids, np.zeros(len(new.ids), np.int32))
        counts = np.array([len(new.sentences), len(new.words), len(new.fillers), len(new.titles)])
        sentences, words, fillers, titles = (self._sizes + counts).tolist()
        before = self._sizes.tolist()
        self._arrays = Arrays(
            self.passages.ids,
            _filled(old.passages, size, new.passages),
            _filled(old.ends, size, new.ends + self._sizes),
            _filled(old.sentences, before[_SENTENCES], new.sentences),
            _filled(old.words, before[_WORDS], new.words),
            _filled(old.bits, before[_WORDS], new.bits),
            _filled(old.fillers, before[_FILLERS], new.fillers),
            _filled(old.titles, before[_TITLES], new.titles),
        )
        self._sizes = np.array([sentences, words, fillers, titles])

    def read(self, ids: Ints) -> Excerpt:
        """Return those of the passages that are there, and the ones that continue them, by id."""
        numbers = self.passages.find(ids)
        if not len(numbers):
            return _nothing()
        wanted = {*numbers.tolist()}
        own, about = self.passages.ids.take(numbers), self._arrays.passages.take(numbers, axis=0)
        beside = [
            id + way
            for id, row in zip(own.tolist(), about.tolist(), strict=True)
            for way, goes_on in ((-1, row[_POSITION]), (1, row[_GOES_ON]))
            if goes_on
        ]
        if beside:
            wanted.update(self.passages.find(np.array(beside, np.int64)).tolist())
        return self.excerpt(np.array(sorted(wanted), np.int64))

    def excerpt(self, numbers: Ints) -> Excerpt:
        """Return passages by number, in ascending order of id."""
        ids = self.passages.ids.take(numbers)
        if not self.passages.is_ascending:
            order = ids.argsort()
            numbers, ids = numbers[order], ids[order]
        arrays = self._arrays
        about = arrays.passages.take(numbers, axis=0)
        starts, counts = self._stretches(numbers)
        # The places in all columns at once: each call takes longer than what it does.
        places = stretches(starts.T.ravel(), counts.T.ravel())
        edges = _edges(counts)
        rows, words, fillers = edges[:_TITLES, -1].cumsum().tolist()
        sentences = arrays.sentences.take(places[:rows], axis=0)
        of_words, of_fillers = _edges(sentences[:, SentenceField.WORDS : SentenceField.ALL])
        words_at = places[rows:words]
        return Excerpt(
            id=ids,
            document=about[:, _DOCUMENT],
            version=about[:, _VERSION],
            language=about[:, _LANGUAGE],
            position=about[:, _POSITION],
            first=edges[_SENTENCES],
            titles=arrays.titles.take(places[fillers:]),
            titles_from=edges[_TITLES],
            sentences=sentences,
            words=arrays.words.take(words_at),
            bits=arrays.bits.take(words_at),
            words_from=of_words,
            fillers=arrays.fillers.take(places[words:fillers], axis=0),
            fillers_from=of_fillers,
        )

    def _stretches(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Return where the sentences, words, fillers and titles of passages start, and how many."""
        ends = self._arrays.ends
        starts = ends.take(numbers - 1, axis=0)
        starts[numbers == 0] = 0
        return starts, ends.take(numbers, axis=0) - starts

    def living(self) -> Arrays:
        """Return the columns of the passages that are still there, in ascending order of id.

        They are no copies if they are all that there are, in that order already.
        """
        arrays = self._arrays
        if self.passages.is_whole:
            size = self.passages.size
            sentences, words, fillers, titles = self._sizes.tolist()
            return Arrays(
                self.passages.ids,
                arrays.passages[:size],
                arrays.ends[:size],
                arrays.sentences[:sentences],
                arrays.words[:words],
                arrays.bits[:words],
                arrays.fillers[:fillers],
                arrays.titles[:titles],
            )
        numbers = np.flatnonzero(self.passages.alive)
        numbers = numbers[self.passages.ids[numbers].argsort(kind="stable")]
        starts, counts = self._stretches(numbers)
        rows, words, fillers, titles = (stretches(starts[:, i], counts[:, i]) for i in range(4))
        return Arrays(
            self.passages.ids[numbers],
            arrays.passages[numbers],
            counts.cumsum(axis=0),
            arrays.sentences[rows],
            arrays.words[words],
            arrays.bits[words],
            arrays.fillers[fillers],
            arrays.titles[titles],
        )


@cache
def _nothing() -> Excerpt:
    """Return the columns of no passage."""
    return Columns().excerpt(np.empty(0, np.int64))


def joined_excerpt(one: Excerpt, other: Excerpt) -> Excerpt:
    """Return two excerpts one after the other."""
    if not len(other.id):
        return one
    if not len(one.id):
        return other
    ends = {"first", "titles_from", "words_from", "fillers_from"}
    return Excerpt(*(
        np.concatenate((a, b[1:] + a[-1]) if name in ends else (a, b))
        for name, a, b in zip(Excerpt._fields, one, other, strict=True)
    ))  # fmt: skip


def joined(one: Arrays, other: Arrays) -> Arrays:
    """Return the columns of two parts, one after the other."""
    if not len(one.ids) or not len(other.ids):
        return one if len(one.ids) else other
    moved = other._replace(ends=other.ends + one.ends[-1])
    return Arrays(*map(np.concatenate, zip(one, moved, strict=True)))


def _edges(counts: Ints) -> Ints:
    """Return for each column of counts where each begins, and the number of all."""
    found = np.zeros((counts.shape[1], len(counts) + 1), np.int64)
    np.cumsum(counts.T, axis=1, out=found[:, 1:])
    return found


def _filled(old: Ints, size: int, new: Ints) -> Ints:
    array = grown(old, size + len(new))
    array[size : size + len(new)] = new
    return array
