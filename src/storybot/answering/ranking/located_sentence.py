"""A sentence that a search found, with what is known of it where it stands."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from storybot.answering.ranking.candidates import Candidates
from storybot.model.documents import DocumentId, State, Version
from storybot.model.passages import Facts, PassageId
from storybot.search.excerpt import STOP, SentenceField, text_digest
from storybot.text.facts.mark_names import Pattern


class LocatedSentence:
    """A sentence where it stands; its words are looked up when they are asked for."""

    def __init__(
        self,
        candidates: Candidates,
        at: int,
        passage: int | None = None,
        row: Sequence[int] | None = None,
    ) -> None:
        """Take the index of a sentence; ``passage`` and ``row``, its passage and its columns.

        These are looked up where they are not at hand, the passage when it is asked for.
        """
        self.candidates, self.at = candidates, at
        if passage is not None:
            self._passage = passage
        self._row = row or candidates.excerpt.sentences[at].tolist()
        self.text = ""
        """The sentence, word for word, once it is read."""

    @property
    def start(self) -> int:
        """Where it starts in its article."""
        return self._row[SentenceField.START]

    @property
    def end(self) -> int:
        """Where it ends in its article."""
        return self._row[SentenceField.END]

    @property
    def paragraph(self) -> int:
        """The number of its paragraph."""
        return self._row[SentenceField.PARAGRAPH]

    @property
    def length(self) -> int:
        """How many words it has."""
        return self._row[SentenceField.WORDS]

    @property
    def digest(self) -> tuple[int, int]:
        """Two numbers that only the same text has."""
        return self._row[SentenceField.TEXT_HIGH], self._row[SentenceField.TEXT_LOW]

    @property
    def passage(self) -> PassageId:
        """The passage that it stands in."""
        return PassageId(int(self.candidates.excerpt.id[self._passage]))

    @cached_property
    def _passage(self) -> int:
        return self.candidates.passage_of(self.at)

    @cached_property
    def place(self) -> tuple[DocumentId, int]:
        """Its article and version."""
        excerpt = self.candidates.excerpt
        (document,) = self.candidates.table.texts(excerpt.document[self._passage :][:1])
        return DocumentId(document), int(excerpt.version[self._passage])

    @cached_property
    def language(self) -> str:
        """The language that it is in."""
        codes = self.candidates.excerpt.language[self._passage :][:1]
        return self.candidates.table.texts(codes)[0]

    @cached_property
    def title(self) -> tuple[str, ...]:
        """The terms of its article's title."""
        return self.candidates.title(self._passage)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Its terms in order."""
        return self.candidates.terms(self.at)

    @property
    def words(self) -> frozenset[int]:
        """Its words, as the index numbers them."""
        return frozenset(self._marked[0])

    @property
    def telling(self) -> list[int]:
        """Its terms in order, as the index numbers them."""
        return [word for word, held in zip(*self._marked, strict=True) if held < STOP]

    @cached_property
    def _marked(self) -> tuple[list[int], list[int]]:
        """Its words, as the index numbers them, and the bits of each."""
        excerpt = self.candidates.excerpt
        begin = excerpt.words_from.item(self.at)
        own = slice(begin, begin + self.length)
        return excerpt.words[own].tolist(), excerpt.bits[own].tolist()

    def holding(self, terms: Mapping[int, str]) -> tuple[dict[int, str], int]:
        """Return which of its words are some of the terms, by index, and how many words it has.

        The terms are given by the numbers that the index gives them.
        """
        words, bits = self._marked
        found = {i: terms[word] for i, word in enumerate(words) if word in terms and bits[i] < STOP}
        return found, len(words)

    def shows(self, pattern: Pattern) -> bool:
        """Return whether it does something as a whole."""
        return bool(self._row[SentenceField.PATTERNS] >> pattern & 1)

    def beginning(self, count: int) -> tuple[list[str], list[int]]:
        """Return its first words, and the bits of each."""
        excerpt = self.candidates.excerpt
        begin = excerpt.words_from.item(self.at)
        own = slice(begin, begin + min(count, self.length))
        return self.candidates.table.texts(excerpt.words[own]), self._marked[1][:count]

    @cached_property
    def facts(self) -> Facts:
        """What it states."""
        return self.candidates.sentence(self.at).facts

    def read(self, version: Version | None) -> bool:
        """Cut its text from its article; return whether it still stands there."""
        if version is None or version.state is not State.LIVE:
            return False
        text = version.document.text[self.start : self.end]
        if self.text:
            return self.text == text
        if text_digest(text) != self.digest:
            return False
        self.text = text
        return True
