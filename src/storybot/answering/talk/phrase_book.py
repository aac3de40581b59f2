"""The phrases of seven languages: what people say around a question, or instead of one.

They are data, a file per language in ``phrases/``. All languages are read at once, for nobody keeps
to one: "Hi, wer war das? Gracias".
"""

import json
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storybot.answering.talk.phrase_patterns import Phrases, folded
from storybot.model.answers import Talk

LANGUAGES = ("en", "de", "es", "fr", "ru", "tr", "uk")
ADDRESS, PLEASE, POLITE, RUN_UP = "address", "please", "polite", "run_up"
"""What goes with a question or with talk, and is neither."""
VOCATIVE = "vocative"
"""Whom a question is for, with a comma after it: friends, who won?"""
DOUBT = "doubt"
"""What asks of the answer just given whether it is so: really?"""
ORDER = "order"
"""What puts a question after others: second, also, if so."""


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Words of one language that tell what a sentence does."""

    asking: frozenset[str]
    """What a question begins with."""
    joined: frozenset[str]
    """Those of them that begin a second one after "and", and are no relative pronouns."""
    joins: frozenset[str]
    personal: frozenset[str]
    """Words for those who talk to each other: I, you, somebody."""
    subject: frozenset[str]
    """What people begin with when they tell of themselves."""


@cache
def phrases() -> Phrases:
    """Return the phrases of all languages."""
    found = Phrases()
    for language in LANGUAGES:
        data = _read(language)
        for kind in (*Talk, ADDRESS, PLEASE, POLITE, RUN_UP, VOCATIVE, ORDER, DOUBT):
            found.add(kind, language, data[kind])
    return found


@cache
def words_in(language: str) -> LanguageWords:
    """Return the words of a language."""
    data = _read(language)
    names = ("asking", "joined", "joins", "personal", "subject")
    return LanguageWords(*(frozenset(map(folded, data[name].split())) for name in names))


@cache
def words_in_any() -> LanguageWords:
    """Return the words of all languages together: what is none of them need not be looked up."""
    each = [astuple(words_in(language)) for language in LANGUAGES]
    return LanguageWords(*(frozenset().union(*words) for words in zip(*each, strict=True)))


def asks(word: str) -> bool:
    """Tell whether a question may begin with a word, in any language."""
    return word in words_in_any().asking


def _read(language: str) -> dict[str, Any]:
    source = Path(__file__).parent / "phrases" / f"{language}.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))
