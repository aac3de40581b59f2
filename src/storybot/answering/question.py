"""Understand a question: analysed as the articles are, and read for what it wants."""

from collections.abc import Collection
from dataclasses import dataclass

from storybot.answering.question_form import Form, read_form
from storybot.errors import Refused
from storybot.text.analyzer import analyzer
from storybot.text.languages import SUPPORTED, detect_language

MAX_CHARACTERS = 1_000
_MAX_WORDS = 64
"""More than any question that a person types; bounds the work of one search."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be searched for and answered."""

    text: str
    language: str
    terms: tuple[str, ...]
    """What to search for, each term once; empty where every word is a stop word."""
    form: Form


def analyse_question(text: str, languages: Collection[str] = SUPPORTED) -> Question:
    """Analyse what a person asked, in one of the languages that there are articles in.

    Raises:
        Refused: it is too long to be a question.
    """
    text = " ".join(text.split())
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"That is {len(text):,} characters long; ask in at most {MAX_CHARACTERS:,}.")
    language = detect_language(text, among=languages)
    tokens = analyzer(language).tokens(text)[:_MAX_WORDS]
    terms = dict.fromkeys(token.term for token in tokens if token.term is not None)
    return Question(text, language, tuple(terms), read_form(tokens))
