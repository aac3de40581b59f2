"""The sentences of the index's passages: a mapped part, and one that grows."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np

from storybot.model.passages import Passage, PassageId
from storybot.search.embedded.postings import Ints
from storybot.search.embedded.segments.mapped_arrays import SavedGeneration, read, write
from storybot.search.embedded.segments.vocabulary import Vocabulary, WordList
from storybot.search.embedded.sentences.columns import (
    Arrays,
    Columns,
    encode,
    joined,
    joined_excerpt,
)
from storybot.search.embedded.sentences.word_numbers import WordNumbers
from storybot.search.excerpt import Excerpt

_FORMAT = "storybot sentences 1"
_CHUNK = 256
"""Passages laid out at a time: as objects they take ten times the memory."""


class SentenceTable:
    """An in-process `Sentences`; the protocol documents its methods."""

    def __init__(self, saved: Arrays | None = None, words: WordNumbers | None = None) -> None:
        self._words = WordNumbers() if words is None else words
        self._saved = Columns(saved)
        self._new = Columns()

    @classmethod
    def open(cls, path: Path, generation: SavedGeneration) -> Self:
        """Map the sentences in a file.

        Raises:
            OSError: there is no such file, or it cannot be read.
            ValueError: it is damaged, of another version, or not of this generation.
        """
        saved_at, arrays = read(path, _FORMAT)
        if saved_at != generation:
            raise ValueError("Its postings and its sentences are of different moments.")
        words = WordList(*(arrays[f"words_{name}"] for name in WordList._fields))
        empty = Arrays.empty()
        saved = Arrays(*(
            arrays[name].reshape(-1, *like.shape[1:]) for name, like in empty._asdict().items()
        ))  # fmt: skip
        return cls(saved, WordNumbers(Vocabulary(words), arrays["beginnings"]))

    def save(self, path: Path, generation: SavedGeneration) -> None:
        """Write all sentences to a file that can be mapped, replacing an existing one.

        Raises:
            OSError: it cannot be written; the one before is still there.
        """
        arrays = joined(self._saved.living(), self._new.living())
        vocabulary, beginnings = self._words.joined()
        words = {f"words_{name}": a for name, a in vocabulary.words._asdict().items()}
        flat = {name: array.reshape(-1) for name, array in arrays._asdict().items()}
        write(path, _FORMAT, generation, {**flat, **words, "beginnings": beginnings})

    def read(self, ids: Sequence[PassageId]) -> Excerpt:
        """Return passages; see `Sentences.read`."""
        wanted = np.array(ids, np.int64)
        return joined_excerpt(self._saved.read(wanted), self._new.read(wanted))

    def numbers(self, words: Sequence[str]) -> Ints:
        """Return the number of each word; see `Sentences.numbers`."""
        return self._words.known(words)

    def texts(self, numbers: Ints) -> list[str]:
        """Return the words of numbers."""
        return self._words.texts(numbers)

    def beginnings(self, numbers: Ints) -> Ints:
        """Return the `beginning` of each word."""
        return self._words.beginnings(numbers)

    def add(self, passages: Iterable[Passage]) -> None:
        """Add passages."""
        remaining = iter(passages)
        while chunk := list(islice(remaining, _CHUNK)):
            self._new.append(encode(chunk, self._words))

    def remove(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; ids that are not there are ignored."""
        wanted = np.fromiter(ids, np.int64)
        for part in (self._saved, self._new):
            part.passages.remove(wanted)
