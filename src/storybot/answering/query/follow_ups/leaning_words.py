"""The words by which a question leans on the one before it, by language, from a file of data."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a language refers back; words are in lower case."""

    joins: frozenset[str]
    """Words that open a follow-up: and, but, also."""
    about: tuple[tuple[str, ...], ...]
    """Openings that substitute one thing for another: what about."""
    persons: frozenset[str]
    """Pronouns for one person that the previous question was about."""
    things: frozenset[str]
    """Pronouns and adverbs for several persons, or for things of the previous question."""
    others: frozenset[str]
    """Words for more of what was asked: others, another."""
    counts: frozenset[str]
    """Words that ask for a number; a following auxiliary verb means that the unit is omitted."""
    partitives: frozenset[str]
    """Words between such a word and what is counted: combien de."""
    helpers: frozenset[str]
    """Auxiliary verbs with an expletive pronoun: is it true, is there."""
    copulas: frozenset[str]
    """Words that ask what a thing is, which is then named: what is inflation."""
    empty: frozenset[str]
    """Words after an expletive pronoun: true, possible."""
    vague: frozenset[str]
    """Words that name nothing to look for: exactly, else, again."""
    heads: frozenset[str]
    """Prepositions and the like before a question word: by how many, since when."""
    tails: frozenset[str]
    """The like after a word: için."""
    asking: frozenset[str]
    """Question words."""
    determiners: frozenset[str]
    """Those of them that a noun may follow: which, how much."""
    who: frozenset[str]
    """Those of them that ask for a person."""
    measures: frozenset[str]
    """Words that belong to a preceding "how"."""
    articles: frozenset[str]
    """Articles of a thing that is known."""
    verb: re.Pattern[str] | None
    """How verbs end, where what a thing is is asked without a verb: где Москва."""


@cache
def leaning(language: str) -> Leaning:
    """Return the words of a language, falling back to English."""
    data = _data()
    words: dict[str, str] = data.get(language, data["en"])
    about = sorted((tuple(one.split()) for one in words["about"].split("|")), key=len, reverse=True)
    sets = {
        name: frozenset(words.get(name, "").split())
        for name in Leaning.__dataclass_fields__
        if name not in ("about", "verb")
    }
    verb = re.compile(words["verb"]) if "verb" in words else None
    return Leaning(about=tuple(about), verb=verb, **sets)


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("follow_ups.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
