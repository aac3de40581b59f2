"""Number the words of sentences: those of a mapped file, and those met since."""

from collections.abc import Collection, Sequence
from typing import cast

import numpy as np

from storybot.search.embedded.postings import Ints, grown
from storybot.search.embedded.segments.vocabulary import Vocabulary
from storybot.search.excerpt import beginnings

_CACHED = 2**16
"""Words whose texts are cached, or that they are not there; cleared beyond that."""


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
        self._absent: set[str] = set()
        """Words that were looked up in vain among those saved."""

    def __missing__(self, word: str) -> int:
        """Give a word its number when it is met for the first time."""
        found = self._saved.find(word) if self._size else None
        if found is None:
            found = self._size + len(self._new)
            self._new.append(word)
        self[word] = found
        return found

    def known(self, words: Sequence[str]) -> Ints:
        """Return the number of each word, -1 where it has none."""
        found = [self.get(word, -1) for word in words]
        if self._size and -1 in found:
            absent = self._absent
            missing = [w for w, number in zip(words, found, strict=True) if number < 0]
            if missing := [word for word in missing if word not in absent]:
                if len(absent) > _CACHED:
                    absent.clear()
                for word, number in zip(missing, self._saved.find_all(missing), strict=True):
                    if number is None:
                        absent.add(word)
                    else:
                        self[word] = number
                found = [self.get(word, -1) for word in words]
        return np.array(found, np.int32)

    def texts(self, numbers: Ints) -> list[str]:
        """Return the words of numbers."""
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
