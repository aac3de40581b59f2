"""What a word tells by itself, wherever it stands: found out once for each word of a language."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import accumulate, repeat
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.remembered import Remembered
from storybot.text.analysis.word_patterns import unspaced
from storybot.text.facts.fillers import Fill
from storybot.text.facts.phrases.shown_patterns import ShownPatterns
from storybot.text.facts.quantity.word_kinds import (
    kind_alone,
    may_begin_quantity,
    words_of,
)
from storybot.text.facts.spans import JOINS
from storybot.text.facts.word_marks import WordMarks, mark_lists, word_marks
from storybot.text.names import Naming, naming

_REMEMBERED = 32_768
"""Words whose traits are kept, and pieces of text between spaces; see `Remembered`."""
_LONGEST = 64
"""Letters of the longest word whose traits are kept."""

_token = partial(tuple.__new__, Token)


class WordTraits(NamedTuple):
    """A word without its sentence."""

    term: str | None
    low: str
    word: str
    """Its term, or the stop word in lower case."""
    stop: bool
    quantity: bool
    """Whether it may begin a quantity or a time."""
    may_tell: bool
    """Whether it may have marks; most words never do."""
    joins: bool
    """Whether it begins a clause."""
    begun: int
    """The phrases that may begin in it: see `ShownPatterns`."""
    alone: Fill | None
    """What it is without a number: midnight, daily."""
    naming: Naming
    marks: WordMarks
    leads: bool
    """Whether it may be read otherwise with the words beside it."""


class ReadWords(NamedTuple):
    """The words of a sentence."""

    starts: Sequence[int]
    ends: Sequence[int]
    surfaces: Sequence[str]
    traits: Sequence[WordTraits]

    def tokens(self) -> list[Token]:
        """Return them as tokens, which not every sentence needs."""
        terms = [traits.term for traits in self.traits]
        rows = zip(self.starts, self.ends, self.surfaces, terms, repeat(None), strict=False)
        return list(map(_token, rows))


_Piece = tuple[int, tuple[tuple[int, int, str, WordTraits], ...]]
"""What stands between two spaces: how its words are to be read, and start, end and text of each."""
_ALONE, _WITH_OTHERS, _WITH_TEXT = range(3)
"""Each word by itself; some with the words beside them; only the text as a whole."""
_IN_GROUPS = re.compile(r"\d \d")
"""Within a number, maybe: 30 000."""


class TraitTable:
    """The words of a language and their traits, by the word as it is written."""

    def __init__(self, language: str, patterns: ShownPatterns) -> None:
        """Take what tells which phrases may begin in a word."""
        self._language = language
        self._analyzer = analyzer(language)
        self._patterns = patterns
        self._traits: Remembered[WordTraits] = Remembered(_REMEMBERED)
        self._pieces: Remembered[_Piece] = Remembered(_REMEMBERED)

    def read(self, text: str) -> ReadWords:
        """Return the words of a sentence, stop words included."""
        if text.isupper():  # its words are read as if they were not
            return self._whole(text)
        pieces = text.split(" ")
        known = list(map(self._pieces.get, pieces))
        found = [one or self._piece(piece) for one, piece in zip(known, pieces, strict=True)]
        ways, words = zip(*found, strict=True)
        way = max(ways)
        if way is _WITH_TEXT or (way is _WITH_OTHERS and _IN_GROUPS.search(text)):
            return self._whole(text)
        places = accumulate([len(piece) + 1 for piece in pieces], initial=0)
        rows = [
            (at + start, at + end, word, traits)
            for at, some in zip(places, words, strict=False)
            for start, end, word, traits in some
        ]
        if not rows:
            return _NO_WORDS
        starts, ends, surfaces, alone = zip(*rows, strict=True)
        all_traits: Sequence[WordTraits] = alone
        if way is _WITH_OTHERS:
            all_traits = self._beside(text, starts, ends, surfaces, alone)
        return ReadWords(starts, ends, surfaces, all_traits)

    def of(self, word: str, term: str | None) -> WordTraits:
        """Return the traits of a word that is read as a term."""
        found = self._traits.get(word) or self._traits.recall(word)
        key = word
        if found is not None and found.term != term:
            key = f"{word}\n{term or ''}"
            found = self._traits.get(key) or self._traits.recall(key)
        if found is None:
            found = self._learn(Token(0, len(word), word, term))
            if len(word) <= _LONGEST:
                self._traits.keep(key, found)
        return found

    def _whole(self, text: str) -> ReadWords:
        """Read words that are not those of the pieces of their text."""
        tokens = self._analyzer.tokens(text)
        return ReadWords(
            [token.start for token in tokens],
            [token.end for token in tokens],
            [token.text for token in tokens],
            [self.of(token.text, token.term) for token in tokens],
        )

    def _beside(
        self,
        text: str,
        starts: Sequence[int],
        ends: Sequence[int],
        surfaces: Sequence[str],
        traits: Sequence[WordTraits],
    ) -> Sequence[WordTraits]:
        """Return the traits of words as they are read with those beside them."""
        words = [(a, b, known.term) for a, b, known in zip(starts, ends, traits, strict=True)]
        leads = [i for i, known in enumerate(traits) if known.leads]
        self._analyzer.rewrite(text, words, leads)
        return [
            known if known.term == term else self.of(word, term)
            for word, known, (_, _, term) in zip(surfaces, traits, words, strict=True)
        ]

    def _piece(self, piece: str) -> _Piece:
        if found := self._pieces.recall(piece):
            return found
        if not piece.isascii() and unspaced(piece):
            return _WITH_TEXT, ()
        if piece.isalpha():
            words = [(0, len(piece), piece, self._alone(piece))]
        else:
            words = [
                (start, end, word, self._alone(word))
                for start, end, word, _, _ in self._analyzer.words(piece)
            ]
        leads = any(traits.leads for _, _, _, traits in words)
        found = _WITH_OTHERS if leads else _ALONE, tuple(words)
        if len(piece) <= _LONGEST:
            self._pieces.keep(piece, found)
        return found

    def _alone(self, word: str) -> WordTraits:
        """Return the traits of a word without those beside it."""
        return self.of(word, self._analyzer.known(word)[0])

    def _learn(self, token: Token) -> WordTraits:
        low = token.text.lower()
        named = naming(token, self._language)
        quantities = words_of(self._language)
        alone = kind_alone(token, quantities)
        marks = word_marks(token, low, mark_lists(self._language))
        return WordTraits(
            token.term,
            low,
            token.term or low,
            token.term is None,
            alone is not None or may_begin_quantity(token, quantities),
            named is not Naming.NEVER or marks.may_tell,
            low in JOINS,
            self._patterns.begun_by(token.text),
            alone,
            named,
            marks,
            self._analyzer.known(token.text)[1],
        )


_NO_WORDS = ReadWords((), (), (), ())
