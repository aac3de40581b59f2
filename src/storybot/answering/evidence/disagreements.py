"""Tell why a sentence near a question is no answer: it has another year, number or name.

Only what can be read off both is told: a year for a year, an amount of the same unit, the one name
that is new for the one that is missing.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from storybot.answering.evidence.amounts import amounts
from storybot.model.answers import Citation
from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.facts.time_words import MONTHS, WEEKDAYS
from storybot.text.names import names

_YEAR = re.compile(r"(?<![\w.,–-])(?:1[5-9]|20)\d\d(?![\w–-]|[.,]\d)")
_SHARED = 0.5
"""How much of the rest of a question a sentence holds that differs from it in one thing."""
_SAME_NAME = 70.0
"""Likeness of two spellings or forms of one name: Zelensky, Zelenskyy; Ukraine, Ukrainians."""
_CALENDAR = frozenset(
    word
    for table in (MONTHS, WEEKDAYS)
    for rows in table.values()
    for forms in rows
    for word in forms.split()
)


class Disagreement(NamedTuple):
    """What was asked for, and what a sentence has instead."""

    asked: str
    says: str
    """Empty where the sentence has nothing in its place."""


def disagreement(question: str, citation: Citation) -> Disagreement | None:
    """Return in what a citation differs from a question; None where no one thing is to be named."""
    document = citation.version.document
    language = document.language
    tokens = analyzer(language).tokens(question)
    around = f"{document.title}\n{document.paragraph(citation.paragraph)}"
    found = (
        _years(question, citation.text, around)
        or _amounts(question, citation.text, around, language)
        or _names(tokens, citation.text, around, language)
    )
    if not found:
        return None
    asked = set(analyzer(language).terms(found.asked))
    rest = {token.term for token in tokens if token.term} - asked
    held = rest.intersection(analyzer(language).terms(around))
    return found if rest and len(held) >= _SHARED * len(rest) else None


def _years(question: str, sentence: str, around: str) -> Disagreement | None:
    asked = set(_YEAR.findall(question)).difference(_YEAR.findall(around))
    says = set(_YEAR.findall(sentence)).difference(_YEAR.findall(question))
    return _one(asked, says)


def _amounts(question: str, sentence: str, around: str, language: str) -> Disagreement | None:
    there = amounts(around, language)
    for wanted in amounts(question, language):
        rivals = [one for one in amounts(sentence, language) if wanted.unit & one.unit]
        if rivals and wanted.value not in {one.value for one in there}:
            return _one([wanted.words], {one.words for one in rivals})
    return None


def _names(
    tokens: Sequence[Token], sentence: str, around: str, language: str
) -> Disagreement | None:
    known = [(t.term, t.text) for t in analyzer(language).tokens(around) if t.term]
    groups = _groups(analyzer(language).tokens(around), language)
    asked = [
        run
        for run in _runs(tokens, language)
        if groups.isdisjoint(_groups(run, language)) and not any(_is_in(t, known) for t in run)
    ]
    if len(asked) != 1:
        return None
    in_question = [(t.term, t.text) for t in tokens if t.term]
    new = {
        _text(run)
        for run in _runs(analyzer(language).tokens(sentence), language)
        if not any(_is_in(token, in_question) for token in run)
    }
    says = new.pop() if len(new) == 1 else ""
    return Disagreement(_text(asked[0]), says)


def _runs(tokens: Sequence[Token], language: str) -> Iterator[list[Token]]:
    """Yield the names of a text, of one word or several; numbers and days are none."""
    run: list[Token] = []
    for token, is_name in zip(tokens, names(tokens, language), strict=True):
        if is_name and not token.text[0].isdecimal() and token.text.lower() not in _CALENDAR:
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_in(token: Token, words: Collection[tuple[str | None, str]]) -> bool:
    """Tell whether a word of a name is among others, in whatever form or spelling."""
    return any(
        token.term == term or _likeness()(token.text.lower(), text.lower()) >= _SAME_NAME
        for term, text in words
    )


def _groups(tokens: Sequence[Token], language: str) -> set[str]:
    """Return the things that words name, whatever they are called: Türkiye, Turkey."""
    return set(_aliases().mentions([token.term for token in tokens if token.term], language))


@cache
def _likeness() -> Callable[[str, str], float]:
    """Return what tells how alike two words are, of 100."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - it is for questions without an answer

    return ratio


@cache
def _aliases() -> Aliases:
    return Aliases()


def _text(run: Sequence[Token]) -> str:
    return " ".join(token.text for token in run)


def _one(asked: Collection[str], says: Collection[str]) -> Disagreement | None:
    """Return what stands for what, where there is one of each."""
    if len(asked) != 1 or len(says) != 1:
        return None
    (wanted,), (found,) = asked, says
    return Disagreement(wanted, found)
