"""A question or an answer in words, with the names that it may lean on or be leaned on by."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.names import NOUNS_HAVE_CAPITALS, is_name


@dataclass(frozen=True, slots=True)
class NamedText:
    """A question or answer in words."""

    text: str
    tokens: tuple[Token, ...]
    low: tuple[str, ...]
    names: tuple[range, ...]
    """Its names in order, each as the indexes of its tokens."""
    known: frozenset[int]
    """Indexes of the tokens that name known entities: countries, mostly."""
    language: str

    def is_named(self, index: int) -> bool:
        """Return whether a token is part of a name."""
        return any(index in name for name in self.names)

    def is_sure(self, index: int) -> bool:
        """Return whether a token is part of a name, and no noun that is written like one.

        The first word has a capital anyway, and in German each noun.
        """
        if not self.is_named(index):
            return False
        certain = index and self.language not in NOUNS_HAVE_CAPITALS
        return bool(certain) or index in self.known or is_name(self.tokens, index, self.language)

    def telling(self, skipped: Container[str], start: int = 0) -> list[int]:
        """Return the indexes of its words with meaning from one on, but for those skipped."""
        words = enumerate(zip(self.tokens, self.low, strict=True))
        return [
            i
            for i, (token, low) in words
            if i >= start and token.term is not None and low not in skipped
        ]

    def people(self) -> list[range]:
        """Return possible persons: names that are no known entities."""
        return [name for name in self.names if name.start not in self.known]

    def sure_people(self) -> list[range]:
        """Return those persons whose names are no nouns that are written like one."""
        return [name for name in self.people() if self.is_sure(name.start)]

    def surface(self, name: range) -> str:
        """Return a name as written."""
        return self.text[self.tokens[name.start].start : self.tokens[name.stop - 1].end]


def read_text(text: str, language: str, aliases: Aliases) -> NamedText:
    """Read a question or an answer."""
    tokens = tuple(analyzer(language).tokens(text))
    spans = {s.start: range(s.start, s.end) for s in aliases.spans(tokens, language)}
    known = frozenset(i for span in spans.values() for i in span)
    names = [*spans.values(), *_capitalised(tokens, known)]
    low = (t.text.casefold().replace("ё", "е").replace("’", "'") for t in tokens)
    return NamedText(text, tokens, tuple(low), tuple(sorted(names, key=_start)), known, language)


def _start(name: range) -> int:
    return name.start


def _capitalised(tokens: Sequence[Token], known: frozenset[int]) -> list[range]:
    """Return the runs of capitalised words that are not known.

    The first word of a question has a capital anyway: it counts with a name after it.
    """
    runs: list[range] = []
    for i, token in enumerate(tokens):
        if token.term is None or not token.text[0].isupper() or i in known:
            continue
        if runs and runs[-1].stop == i and token.start - tokens[i - 1].end <= 1:
            runs[-1] = range(runs[-1].start, i + 1)
        else:
            runs.append(range(i, i + 1))
    return [run for run in runs if run != range(1)] or (runs if len(tokens) > 1 else [])
