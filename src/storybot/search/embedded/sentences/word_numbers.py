"""Number the words of sentences: those of a mapped file, and those met since."""

from collections.abc import Collection, Sequence
from typing import cast

import numpy as np

from storybot.search.embedded.postings import Ints, grown
from storybot.search.embedded.segments.vocabulary import Vocabulary
from storybot.search.excerpt import beginnings

_CACHED = 2**16
"""Words whose texts are cached, or the numbers that were asked for; cleared beyond that."""


class WordNumbers(dict[str, int]):
    """The number of each word; an unknown word that is asked for by subscript gets the next one."""

    def __init__(self, saved: Vocabulary | None = None, beginnings: Ints | None = None) -> None:
        self._saved = saved or Vocabulary()
        self._size = len(self._saved)
        self._beginnings: Ints = np.empty(0, np.int32) if beginnings is None else beginnings
        self._new: list[str] = []
        self._new_beginnings: Ints = np.empty(0, np.int32)
        self._begun = 0
        """How many of the new words have theirs."""
        self._texts: dict[int, str] = {}
        self._asked: dict[str, int] = {}
        """The numbers of words that were asked for, -1 where they have none."""

    def __missing__(self, word: str) -> int:
        """Give a word its number when it is met for the first time."""
        found = self._saved.find(word) if self._size else None
        if found is None:
            found = self._size + len(self._new)
            self._new.append(word)
        self[word] = found
        self._asked.pop(word, None)
        return found

    def known(self, words: Sequence[str]) -> Ints:
        """Return the number of each word, -1 where it has none."""
        asked = self._asked
        if len(asked) > _CACHED:
            asked.clear()
        found = [asked.get(word) for word in words]
        if None in found:
            self._look_up([word for word in words if word not in asked])
            found = [asked.get(word, -1) for word in words]
        return np.array(found, np.int32)

    def _look_up(self, words: Sequence[str]) -> None:
        """Note the numbers of words that were not asked for yet."""
        # That there is none is noted first: a thread that gives one to a word strikes that out.
        self._asked.update(dict.fromkeys(words, -1))
        there = {word: number for word in words if (number := self.get(word)) is not None}
        self._asked.update(there)
        if self._size and (missing := [word for word in words if word not in there]):
            saved = zip(missing, self._saved.find_all(missing), strict=True)
            self._asked.update({word: number for word, number in saved if number is not None})

    def texts(self, numbers: Ints) -> list[str]:
        """Return the words of numbers."""
        if not self._size:
            return list(map(self._new.__getitem__, numbers.tolist()))
        known = self._texts
        if len(known) > _CACHED:
            known.clear()
        wanted = numbers.tolist()
        found = [known.get(number) for number in wanted]
        if None in found:
            self._remember({number for number in wanted if number not in known})
            return [known[number] for number in wanted]
        return cast("list[str]", found)

    def beginnings(self, numbers: Ints) -> Ints:
        """Return the `beginning` of each word."""
        if not self._new:
            return self._beginnings[numbers]
        added = self._added_beginnings()
        if not self._size:
            return added[numbers]
        new = numbers >= self._size
        found: Ints = self._beginnings.take(numbers, mode="clip")
        found[new] = added[numbers[new] - self._size]
        return found

    def joined(self) -> tuple[Vocabulary, Ints]:
        """Return all words in one vocabulary, their numbers unchanged, and their beginnings."""
        vocabulary, _ = self._saved.extended(self._new)
        return vocabulary, np.concatenate([self._beginnings, self._added_beginnings()])

    def _added_beginnings(self) -> Ints:
        """Return the beginnings of the new words, found many at a time."""
        if self._begun < len(self._new):
            self._new_beginnings = grown(self._new_beginnings, len(self._new))
            self._new_beginnings[self._begun : len(self._new)] = beginnings(
                self._new[self._begun :]
            )
            self._begun = len(self._new)
        return self._new_beginnings[: self._begun]

    def _remember(self, numbers: Collection[int]) -> None:
        """Note the texts of words, of saved ones many at a time."""
        size, known = self._size, self._texts
        saved = [number for number in numbers if number < size]
        known.update(zip(saved, self._saved.texts(saved), strict=True))
        known.update({number: self._new[number - size] for number in numbers if number >= size})
