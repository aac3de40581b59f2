"""Understand a question: its terms, the names and numbers in it, the kind of answer it wants."""

import re
from dataclasses import dataclass
from enum import StrEnum

from storybot.errors import Refused
from storybot.text.analyzer import Token, analyzer
from storybot.text.languages import detect_language

MAX_CHARACTERS = 1_000
_MAX_TERMS = 64
"""Longer than any question a person types; bounds the work of one search."""


class Kind(StrEnum):
    """What would answer the question."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    REASON = "reason"
    ANY = "any"


_KINDS = (
    (
        Kind.PERSON,
        re.compile(r"\b(?:who|whom|whose|wer|wen|wem|qui|quién|кто|кого|хто|кого|kim)\b"),
    ),
    (
        Kind.TIME,
        re.compile(r"\b(?:when|what (?:year|date|day)|wann|quand|cuándo|когда|коли|ne zaman)\b"),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"\bhow (?:many|much|old|long|far)\b"
            r"|\b(?:wie ?viele?|combien|cuánt[oa]s?|сколько|скільки|kaç)\b"
        ),
    ),
    (Kind.PLACE, re.compile(r"\b(?:where|wo|wohin|où|dónde|где|куда|де|куди|nere(?:de|ye))\b")),
    (
        Kind.REASON,
        re.compile(r"\b(?:why|warum|weshalb|pourquoi|por qué|почему|зачем|чому|neden|niçin)\b"),
    ),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, analysed as the articles are."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    terms: tuple[str, ...]
    """Its terms in order, each once."""
    kind: Kind


def analyse_question(text: str) -> Question:
    """Analyse what a person asked.

    Raises:
        Refused: it is too long to be a question.
    """
    text = " ".join(text.split())
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"That is {len(text):,} characters long; ask in at most {MAX_CHARACTERS:,}.")
    language = detect_language(text)
    tokens = tuple(analyzer(language).tokens(text))
    terms = dict.fromkeys(t.term for t in tokens if t.term is not None)
    return Question(text, language, tokens, tuple(terms)[:_MAX_TERMS], _kind(text.casefold()))


def _kind(text: str) -> Kind:
    found = [(match.start(), kind) for kind, form in _KINDS if (match := form.search(text))]
    return min(found)[1] if found else Kind.ANY
