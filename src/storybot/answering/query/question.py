"""A question, analysed with the same steps as the articles."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from storybot.answering.query.answer_type import AnswerType, read_answer_type
from storybot.answering.query.slot import without_asking
from storybot.model.errors import Refused
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.languages import SUPPORTED, detect_language
from storybot.text.facts.beginnings import may_be_bare
from storybot.text.facts.facts import is_of_time
from storybot.text.facts.quantity.word_kinds import is_numeric

MAX_CHARACTERS = 1_000
_MAX_WORDS = 64
"""Longer than any question that a person types; bounds the work of one search."""
_MEANS_IT = 0.8
"""Minimum strength of a synonym that is searched for like the term itself."""
_BARE = 5
"""Words of a bare number or time at most."""
_NO_KINDS = frozenset({"other", "yes_no"})
"""Kinds of question that a text without a question word has."""

Others = Mapping[str, Mapping[str, float]]
"""For a term, its synonyms with the strength of each, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """An analysed question, ready for retrieval."""

    text: str
    """The original text, word for word."""
    asked: str
    """The same, completed where it leans on the question before it."""
    language: str
    terms: tuple[str, ...]
    """Its terms, each once; empty where every word is a stop word."""
    others: Others
    form: AnswerType

    searched: tuple[str, ...]
    """The terms to search for: its own, and their synonyms."""


def clean_question(text: str) -> str:
    """Collapse the white space of a question; every front and `Answerer` use this.

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
    """Collapse each run of white space to one space."""
    return " ".join(text.split())


def read_question(
    text: str,
    asked: str | None = None,
    languages: Collection[str] = SUPPORTED,
    *,
    choose: Callable[[str], str] | None = None,
    correct: Callable[[list[Token], str], list[Token]] = lambda tokens, _: tokens,
    also: Callable[[list[Token], str], Others] = lambda _, __: {},
) -> Question:
    """Analyse a question in one of the languages of the articles.

    ``asked`` completes the text; ``choose`` tells its language, ``correct`` fixes its tokens,
    ``also`` returns their synonyms.

    Raises:
        Refused: it is too long to be a question.
    """
    text = clean_question(text)
    asked = collapse_whitespace(asked or text)
    if len(asked) > MAX_CHARACTERS:  # too long only with the previous question: not completed
        asked = text
    language = choose(asked) if choose else detect_language(asked, among=languages)
    tokens = correct(analyzer(language).tokens(asked)[:_MAX_WORDS], language)
    tokens = without_asking(tokens, language)
    terms = dict.fromkeys(token.term for token in tokens if token.term is not None)
    others = also(tokens, language)
    form = read_answer_type(tokens, asked, language)
    return Question(text, asked, language, tuple(terms), others, form, _searched(terms, others))


def _searched(terms: Collection[str], others: Others) -> tuple[str, ...]:
    meant = (
        o for names in others.values() for o, strength in names.items() if strength >= _MEANS_IT
    )
    return tuple(dict.fromkeys((*terms, *meant)))


def is_bare(text: str, languages: Collection[str]) -> bool:
    """Tell whether a text is a number or a time alone, in any language: nothing is asked of it."""
    return len(text.split()) <= _BARE and any(
        may_be_bare(text, one) and _is_bare_in(text, one) for one in languages
    )


def _is_bare_in(text: str, language: str) -> bool:
    tokens = analyzer(language).tokens(text)
    telling = [token for token in tokens if token.term is not None]
    return (
        bool(telling)
        and all(
            is_numeric(token, language) or is_of_time(token.text.lower(), token.term, language)
            for token in telling
        )
        and read_answer_type(tokens, text, language).kind in _NO_KINDS
    )
