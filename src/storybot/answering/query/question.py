"""A question, analysed as the articles are and read for what it wants."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from storybot.answering.query.answer_type import AnswerType, read_answer_type
from storybot.model.errors import Refused
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.languages import SUPPORTED, detect_language

MAX_CHARACTERS = 1_000
_MAX_WORDS = 64
"""More than any question that a person types; bounds the work of one search."""
_MEANS_IT = 0.8
"""Strength from which another name is searched for as if it had been asked for."""

Others = Mapping[str, Mapping[str, float]]
"""For a term, the other terms that name the same thing, with how much they mean it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be searched for and answered."""

    text: str
    """What was asked, word for word."""
    asked: str
    """The same, completed where it leans on the question before it."""
    language: str
    terms: tuple[str, ...]
    """Its terms, each once; empty where every word is a stop word."""
    others: Others
    form: AnswerType

    @property
    def searched(self) -> tuple[str, ...]:
        """The terms to search for: its own, and the other names of the same things."""
        others = (
            term
            for names in self.others.values()
            for term, strength in names.items()
            if strength >= _MEANS_IT
        )
        return tuple(dict.fromkeys((*self.terms, *others)))


def clean_question(text: str) -> str:
    """Collapse the white space of a question; every front and `Answerer` do it here.

    Raises:
        Refused: it is too long to be a question.
    """
    text = collapse_whitespace(text)
    if len(text) > MAX_CHARACTERS:
        raise Refused(
            f"That is {len(text):,} characters long; ask in at most {MAX_CHARACTERS:,}.",
            "question_too_long",
            limit=MAX_CHARACTERS,
        )
    return text


def collapse_whitespace(text: str) -> str:
    """Put one space in the place of each run of white space."""
    return " ".join(text.split())


def read_question(
    text: str,
    asked: str | None = None,
    languages: Collection[str] = SUPPORTED,
    *,
    correct: Callable[[list[Token], str], list[Token]] = lambda tokens, _: tokens,
    also: Callable[[list[Token], str], Others] = lambda _, __: {},
) -> Question:
    """Read what a person asked, in one of the languages that there are articles in.

    ``asked`` completes the text; ``correct`` mends its tokens, ``also`` names their other names.

    Raises:
        Refused: it is too long to be a question.
    """
    text = clean_question(text)
    asked = collapse_whitespace(asked or text)
    if len(asked) > MAX_CHARACTERS:  # what it leans on is too much to add
        asked = text
    language = detect_language(asked, among=languages)
    tokens = correct(analyzer(language).tokens(asked)[:_MAX_WORDS], language)
    terms = dict.fromkeys(token.term for token in tokens if token.term is not None)
    others = also(tokens, language)
    return Question(
        text, asked, language, tuple(terms), others, read_answer_type(tokens, asked, language)
    )
