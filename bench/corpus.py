"""Make passages of any number from a seed, shaped like real news.

The shape was fitted by `bench.fit` on 514 English news articles of the MultiRC set (2,116 passages
of at most 80 words, 78,000 terms after `storybot.text.analysis.analyzer` had dropped stop words and
stemmed). It is a Zipf-Mandelbrot vocabulary, of which every stretch of text draws a few words of
its own and repeats them; so words come in clusters, as they do in a story. The fit has 11,700
different words where the text has 10,500; 88 % of a passage's words are no repeats within it, as in
the text; the next passage has 18 % of them too, the text's 15 %, a passage from anywhere 2.7 and
2.5 %. A smaller corpus is the beginning of a larger one.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Model(NamedTuple):
    """What `bench.fit` fits: how often words occur, and how a stretch of text repeats its own."""

    exponent: float = 1.55
    shift: float = 185.0
    """The word of rank r, from 0, has a probability about as ``(r + shift) ** -exponent``."""
    own_share: float = 0.41
    """Share of the running words that come from the stretch's own list."""
    own_words: int = 22
    """Draws from the vocabulary that make that list."""


MODEL = Model()

VOCABULARY = 500_000
"""Words that passages are made of; numbers from here up are words that no passage holds."""

ARTICLE = 30
"""Passages of an article."""

_LENGTHS = ((0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1), (4, 8, 17, 32, 39, 44, 51, 55, 60))
"""Terms of a passage: shares of the passages, and the length that they stay below."""

_STRETCH = 5
"""Passages with a list of their own words: the articles of the fit had about as many."""

_BATCH = 3_000
"""Passages that are made at once; each batch has a random stream of its own."""

_SYLLABLES = [c + v for c in "bcdfghjklmnpqrstvwxyz" for v in "aeiou"]
_SPELLINGS = len(_SYLLABLES) ** 3
_SCATTER = 524_287
"""Coprime to the number of spellings, so that rank and spelling tell nothing of one another."""


def spell(number: int) -> str:
    """Return the word of a number: six letters, the same ones always, no two numbers alike."""
    rest, last = divmod(number * _SCATTER % _SPELLINGS, len(_SYLLABLES))
    first, middle = divmod(rest, len(_SYLLABLES))
    return _SYLLABLES[first] + _SYLLABLES[middle] + _SYLLABLES[last]


class Passages(NamedTuple):
    """Passages as numbers of words: one long row of them, and where each passage starts."""

    words: NDArray[np.int32]
    starts: NDArray[np.int64]
    """One more than there are passages."""

    @property
    def size(self) -> int:
        """Count the passages."""
        return len(self.starts) - 1

    def slice(self, first: int, last: int) -> Self:
        """Return the passages from ``first`` to before ``last``."""
        begin, end = self.starts[first], self.starts[last]
        return type(self)(self.words[begin:end], self.starts[first : last + 1] - begin)

    def lists(self) -> list[list[int]]:
        """Return the words of each passage."""
        flat, starts = self.words.tolist(), self.starts.tolist()
        return [flat[a:b] for a, b in pairwise(starts)]

    def save(self, folder: Path) -> None:
        """Write the passages into a folder that exists."""
        np.save(folder / "words.npy", self.words)
        np.save(folder / "starts.npy", self.starts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map what `save` wrote, so that reading it takes no memory of one's own."""
        return cls(
            np.load(folder / "words.npy", mmap_mode="r"),
            np.load(folder / "starts.npy", mmap_mode="r"),
        )


def make_passages(seed: int, size: int, model: Model = MODEL) -> Passages:
    """Make ``size`` passages; the same seed gives the same ones, on every machine."""
    batches: list[Passages] = []
    for batch in _batches(seed, model):
        batches.append(batch)
        size -= batch.size
        if size <= 0:
            batches[-1] = batch.slice(0, batch.size + size)
            break
    ends = np.cumsum([0, *(len(batch.words) for batch in batches)])
    starts = [batch.starts[:-1] + end for batch, end in zip(batches, ends[:-1], strict=True)]
    return Passages(
        np.concatenate([batch.words for batch in batches]), np.concatenate([*starts, ends[-1:]])
    )


def _batches(seed: int, model: Model) -> Iterator[Passages]:
    number = 0
    while True:
        random = np.random.default_rng([seed, number])
        lengths = np.interp(random.random(_BATCH), *_LENGTHS).astype(np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        stretches = np.diff(starts[::_STRETCH])
        yield Passages(draw_stretches(random, stretches, model), starts)
        number += 1


def draw_stretches(
    random: np.random.Generator, lengths: NDArray[np.int64], model: Model
) -> NDArray[np.int32]:
    """Draw the words of stretches of text of these lengths, one after the other."""
    words = draw_words(random, int(lengths.sum()), model)
    own = draw_words(random, len(lengths) * model.own_words, model)
    places = np.repeat(np.arange(len(lengths)) * model.own_words, lengths)
    places += random.integers(0, model.own_words, len(places))
    return np.where(random.random(len(words)) < model.own_share, own[places], words)


def draw_words(random: np.random.Generator, count: int, model: Model) -> NDArray[np.int32]:
    """Draw words of the vocabulary by inverting the integral of their probabilities."""
    power = 1 - model.exponent
    top, bottom = model.shift**power, (model.shift + VOCABULARY) ** power
    drawn = (top - random.random(count) * (top - bottom)) ** (1 / power) - model.shift
    words: NDArray[np.int32] = np.minimum(drawn, VOCABULARY - 1).astype(np.int32)
    return words
