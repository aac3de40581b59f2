"""Weigh how well a sentence answers: a few features, each with a constant weight.

The features and their weights are those that a study of labelled questions found to carry over
from one collection to another: coverage of the question by the sentence and by its window, the
title's share, the passage's BM25, whether the sentence holds the kind of thing that is asked for,
and names or numbers of the question that are missing.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from storybot.answering.candidates import Candidate
from storybot.answering.question import Kind, Question
from storybot.text.analyzer import analyzer

_NAME = re.compile(r"(?<!^)(?<![.!?“\"'‘] )\b[^\W\d_a-zа-яё][^\W\d_]*[a-zа-яёіїєґß-ÿ][^\W\d_]*")
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)s?\b"
)
_TIME = re.compile(
    r"\b(?:\d{4}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|"
    r"July|August|September|October|November|December|yesterday|today|tomorrow|last|next|ago|century)\b"
)
_PLACE = re.compile(r"\b(?:in|at|to|from|near|into|across|outside)\s+(?:the\s+)?[A-Z]")
_REASON = re.compile(r"\b(?:because|since|due|after|over|as|for|so|to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of one sentence for one question."""

    sentence_coverage: float
    """Share of the question's weight that the sentence holds, 0 to 1."""
    window_coverage: float
    """The same for the sentence with its neighbours in the paragraph."""
    title_coverage: float
    passage_score: float
    kind: bool
    """Whether the sentence holds the kind of thing that was asked for."""
    missing_names: int
    """Names in the question that neither window nor title hold."""
    missing_numbers: int

    @property
    def score(self) -> float:
        """Weigh the features."""
        return (
            5.34 * self.sentence_coverage
            + 4.85 * self.window_coverage
            + 3.0 * self.title_coverage
            + 0.0956 * self.passage_score
            + 1.54 * self.kind
            - 0.60 * self.missing_names
            - 0.24 * self.missing_numbers
        )

    @property
    def confidence(self) -> float:
        """Estimate, 0 to 1, that the sentence answers."""
        covered = max(self.sentence_coverage, 0.9 * self.window_coverage)
        z = 8.0 * (covered - 0.55) + 0.8 * self.kind - 0.9 * self.missing_names
        return 1 / (1 + math.exp(-z))


def weigh(
    question: Question, candidates: list[Candidate], weight_of: Callable[[str], float]
) -> list[Evidence]:
    """Return the evidence of each candidate; ``weight_of`` gives a term's inverse frequency."""
    weights = {term: weight_of(term) for term in question.terms}
    total = sum(weights.values()) or 1.0
    names = {t.term for t in question.tokens[1:] if t.term and t.text[:1].isupper()}
    numbers = {t for t in question.terms if t[:1].isdigit()}

    def covered(terms: set[str]) -> float:
        return sum(weights[t] for t in terms & weights.keys()) / total

    found = []
    for candidate in candidates:
        document = candidate.version.document
        own = set(candidate.sentence.terms)
        near = [*candidate.before[-2:], *candidate.after[:1]]
        window = own.union(*(s.terms for s in near))
        title = set(analyzer(document.language).terms(document.title))
        found.append(
            Evidence(
                covered(own),
                covered(window),
                covered(title),
                candidate.passage_score,
                _holds(question, candidate.text),
                len(names - window - title),
                len(numbers - window),
            )
        )
    return found


def _holds(question: Question, sentence: str) -> bool:
    asked = question.text.casefold()
    match question.kind:
        case Kind.PERSON:
            return any(m.group().casefold() not in asked for m in _NAME.finditer(sentence))
        case Kind.TIME:
            return _TIME.search(sentence) is not None
        case Kind.NUMBER:
            return _NUMBER.search(sentence) is not None
        case Kind.PLACE:
            return _PLACE.search(sentence) is not None
        case Kind.REASON:
            return _REASON.search(sentence) is not None
        case Kind.ANY:
            return False
