"""Join a verb with its particle that stands apart: lehnte … ab is ablehnen, turned … down reject.

In German the dictionary knows which verbs have which particle, and the particle ends its clause.
Other languages have a list, in `data/canonical.toml`, and the particle stands by its verb, or near
it if no noun follows.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from storybot.text.analysis.dictionaries.lemmas import lemmatiser
from storybot.text.analysis.folding import normal

_ENDS = re.compile(r"[\s\"'”“»«)\]]*(?:[.,;:!?…–—)]|$)|\s*\n")
"""What stands after a particle that ends its clause."""
_BREAKS = frozenset(".,;:!?…()–—\n")
_NEAR = 4
"""Words between a verb and its particle at most, where a list tells."""
_FAR = 25
_INFINITIVE = "n"


class WordLine(Protocol):
    """The words of a text, as `canonical` rewrites them."""

    text: str

    def key(self, i: int) -> str: ...  # noqa: D102
    def surface(self, i: int) -> str: ...  # noqa: D102
    def between(self, i: int) -> str: ...  # noqa: D102
    def put(self, i: int, term: str | None) -> None: ...  # noqa: D102
    def end(self, i: int) -> int: ...  # noqa: D102


class Particles:
    """The particles of a language."""

    def __init__(
        self, language: str, ways: Mapping[str, Sequence[str]], keys: Callable[[str], list[str]]
    ) -> None:
        """Read the language's ways as the terms that ``keys`` makes of them."""
        self._keys = keys
        self._joins = frozenset(ways.get("joins", ()))
        self._follow = frozenset(ways.get("follow", ()))
        self._separable = {keys(one)[0]: one for one in ways.get("separable", ())}
        self._lemma = lemmatiser(language) if self._separable else lambda _: None
        self._listed: dict[str, dict[str, str]] = {}
        for row in ways.get("particles", ()):
            verb, *way = row.split()
            listed, particle = keys(" ".join(way))
            self._listed.setdefault(particle, {})[listed] = keys(verb)[0]

    def leads(self, key: str) -> bool:
        """Tell whether a word may be a particle."""
        return key in self._separable or key in self._listed

    def join(self, line: WordLine, at: int) -> None:
        """Read the verb of a particle, if it has one, as what they mean together."""
        found = self._near(line, at) or self._apart(line, at)
        if found:
            verb, term = found
            line.put(verb, term)
            line.put(at, None)

    def _near(self, line: WordLine, at: int) -> tuple[int, str] | None:
        verbs = self._listed.get(line.key(at), {})
        followed = self._ends_clause(line, at) or line.surface(at + 1).lower() in self._follow
        for i in range(at - 1, max(-1, at - 2 - _NEAR * followed), -1):
            parted = line.surface(i).lower() in self._joins
            if parted or not _BREAKS.isdisjoint(line.between(i)):
                break
            if term := verbs.get(line.key(i)):
                return i, term
        return None

    def _apart(self, line: WordLine, at: int) -> tuple[int, str] | None:
        """Look for the verb from the beginning of the clause, or of the one that it goes on."""
        particle = self._separable.get(line.key(at))
        if particle is None or not self._ends_clause(line, at):
            return None
        last = start = at
        while start > max(0, at - _FAR) and _BREAKS.isdisjoint(line.between(start - 1)):
            start -= 1
            if line.surface(start).lower() in self._joins:
                if found := self._verb(line, range(start + 1, last), particle):
                    return found
                last = start
        return self._verb(line, range(start, last), particle)

    def _verb(self, line: WordLine, places: range, particle: str) -> tuple[int, str] | None:
        """Return where the verb of a particle stands, and the term of both."""
        for i in places:
            word = normal(line.surface(i))
            if word.islower() or i == places.start:
                low = word.lower()
                for joined in (self._by_verb(particle, low), self._by_past(particle, low)):
                    if joined.endswith(_INFINITIVE) and self._lemma(joined) == joined:
                        return i, self._keys(joined)[0]
        return None

    def _by_verb(self, particle: str, word: str) -> str:
        verb = self._lemma(word) or ""
        return f"{particle}{verb}" if verb else ""

    def _by_past(self, particle: str, word: str) -> str:
        """Join a verb whose past is another word, too, so that its own entry is no verb.

        ``brach`` is fallow, and ``stand`` a stall; ``ausbrach`` and ``aufstand`` are but verbs.
        Where the stem stays the same, as in ``auslange``, it is an adverb: wie lange.
        """
        joined = self._lemma(f"{particle}{word}") or ""
        is_past = joined.startswith(particle) and not joined.startswith(f"{particle}{word[:-1]}")
        return joined if is_past else ""

    def _ends_clause(self, line: WordLine, at: int) -> bool:
        if _ENDS.match(line.text, line.end(at)):
            return True
        return line.surface(at + 1).lower() in self._joins
