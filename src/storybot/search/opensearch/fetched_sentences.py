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
    """Sentences of a few passages, whose words are numbered as they come: a `Sentences`.

    Of two passages with one id the later one counts.
    """

    def __init__(self, passages: Sequence[PackedPassage]) -> None:
        self._numbers: dict[str, int] = {}
        arrays: Arrays | None = None
        by_id = {int(passage.arrays.ids[0]): passage for passage in passages}
        ordered = [by_id[id] for id in sorted(by_id)]
        if ordered:
            number, numbers = self._numbers.setdefault, self._numbers
            own = np.array(
                [number(word, len(numbers)) for passage in ordered for word in passage.words],
                np.int32,
            )
            self._beginnings: Ints = np.empty(len(numbers), np.int32)
            self._beginnings[own] = np.concatenate([passage.beginnings for passage in ordered])
            arrays = _renumbered(_joined(ordered), own, [len(one.words) for one in ordered])
        else:
            self._beginnings = np.empty(0, np.int32)
        self._words = list(self._numbers)
        self._columns = Columns(arrays)

    def read(self, ids: Sequence[PassageId]) -> Excerpt:
        """Return those of the passages that are there, and the ones that continue them."""
        return self._columns.read(np.array(ids, np.int64))

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


def _joined(passages: Sequence[PackedPassage]) -> Arrays:
    """Return the columns of passages one after the other, each in its own numbers of words."""
    columns = zip(*(passage.arrays for passage in passages), strict=True)
    return Arrays(*(np.concatenate(column) for column in columns))


def _renumbered(arrays: Arrays, own: Ints, words: Sequence[int]) -> Arrays:
    """Return columns with common numbers for their words, and with ends instead of sizes.

    ``own`` are the numbers of the words of all passages, of which each has so many ``words``.
    """
    first = np.cumsum([0, *words[:-1]])
    _, of_words, of_fillers, of_titles = (np.repeat(first, sizes) for sizes in arrays.ends.T)
    about, fillers = arrays.passages.copy(), arrays.fillers.copy()
    # Document and language are words, too.
    about[:, 0] = own[about[:, 0] + first]
    about[:, 2] = own[about[:, 2] + first]
    of = fillers[:, _OF_OTHER]
    fillers[:, _OF_OTHER] = np.where(of >= 0, own[of + of_fillers], -1)
    return arrays._replace(
        passages=about,
        ends=arrays.ends.cumsum(axis=0),
        words=own[arrays.words + of_words],
        fillers=fillers,
        titles=own[arrays.titles + of_titles],
    )
