"""The words of an index by first letter and length, taken from its parts when they are asked for.

The words of a merged part are in order from the first look on, and stay so whatever is added; of
the others only those are made anew that were added since.
"""

from collections.abc import Callable

from storybot.search.embedded.parts import Parts
from storybot.search.shelves import Shelf, Shelves, is_shelved, letters_filed


class WordShelves:
    """An in-process `TermShelves`; it documents the method."""

    def __init__(self, parts: Callable[[], Parts]) -> None:
        """Take what returns the parts of the index."""
        self._parts = parts
        self._growing = Shelves(lambda: parts().growing_words())
        self._shelves: dict[tuple[str, int], Shelf] = {}

    def shelf(self, letter: str, length: int) -> Shelf:
        """Return the words of a shelf."""
        found = self._shelves.get((letter, length))
        if found is None:
            found = self._shelves[letter, length] = self._made(letter, length)
        return found

    def _made(self, letter: str, length: int) -> Shelf:
        if not is_shelved(letter * length):
            return Shelf()
        first = "".join(letters_filed(letter))
        octets = {each.encode("utf-8", "surrogatepass")[0] for each in first}
        vocabularies = list(self._parts().vocabularies())
        text = "".join([words.beginning_with(octets, length) for words in vocabularies])
        # Only letters beyond ASCII share an octet; and to look at each word takes the longest.
        if not (first.isascii() and text.isalpha()):
            words = Shelf(text, length)
            text = "".join([word for word in words if is_shelved(word) and word[0] in first])
        new = list(self._growing.shelf(letter, length))
        for held in vocabularies:
            rows = held.find_all(new)
            new = [word for word, row in zip(new, rows, strict=True) if row is None]
        return Shelf(text + "".join(new), length)
