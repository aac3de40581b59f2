"""The sentences of the passages that a search brought along."""

from collections.abc import Sequence

import numpy as np

from storybot.model.passages import PassageId
from storybot.search.embedded.postings import Ints
from storybot.search.embedded.sentences.columns import Arrays, Columns
from storybot.search.excerpt import Excerpt
from storybot.search.opensearch.packing import PackedPassage

_OF_OTHER = 3
"""Column of a filler that holds a word, or -1."""


class FetchedSentences:
    """Sentences of a few passages, whose words are numbered as they come: a `Sentences`."""

    def __init__(self, passages: Sequence[PackedPassage]) -> None:
        self._numbers: dict[str, int] = {}
        parts: list[Arrays] = []
        beginnings: dict[int, int] = {}
        numbers = self._numbers
        for passage in sorted({p.id: p for p in passages}.values(), key=lambda p: p.id):
            arrays = passage.arrays()
            if arrays is None:
                continue
            own = [numbers.setdefault(word, len(numbers)) for word in passage.words]
            beginnings.update(zip(own, passage.beginnings.tolist(), strict=True))
            parts.append(_renumbered(arrays, np.array(own, np.int32)))
        self._words = list(numbers)
        self._beginnings: Ints = np.array([beginnings[i] for i in range(len(numbers))], np.int32)
        self._columns = Columns(_joined(parts) if parts else None)

    def read(self, ids: Sequence[PassageId]) -> Excerpt:
        """Return those of the passages that are there, and the ones that continue them."""
        passages = self._columns.passages
        numbers = passages.find(np.array(ids, np.int64))
        beside = passages.find(self._columns.beside(numbers))
        return self._columns.excerpt(np.concatenate((numbers, beside)).astype(np.int64))

    def numbers(self, words: Sequence[str]) -> Ints:
        """Return the number of each word, -1 where no sentence has it."""
        return np.array([self._numbers.get(word, -1) for word in words], np.int32)

    def texts(self, numbers: Ints) -> list[str]:
        """Return the words of numbers."""
        words = self._words
        return [words[number] for number in numbers.tolist()]

    def beginnings(self, numbers: Ints) -> Ints:
        """Return the `beginning` of each word."""
        return self._beginnings[numbers]


def _renumbered(arrays: Arrays, own: Ints) -> Arrays:
    """Return columns with other numbers for their words."""
    about, fillers = arrays.passages.copy(), arrays.fillers.copy()
    # Document and language are words, too.
    about[:, 0] = own[about[:, 0]]
    about[:, 2] = own[about[:, 2]]
    of = fillers[:, _OF_OTHER]
    fillers[:, _OF_OTHER] = np.where(of >= 0, own[of], -1)
    return arrays._replace(
        passages=about, words=own[arrays.words], fillers=fillers, titles=own[arrays.titles]
    )


def _joined(parts: Sequence[Arrays]) -> Arrays:
    joined = Arrays(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return joined._replace(ends=joined.ends.cumsum(axis=0))
