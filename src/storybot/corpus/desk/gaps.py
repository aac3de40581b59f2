"""What readers miss: questions that were not answered, not well, or asked again and again.

Questions are grouped by likeness: those that share most of their terms are one, however they are
worded. A group names no reader, and what fewer than three readers asked is worded for nobody but
the moderators at their desk, for the words alone may tell who asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from storybot.corpus.desk.late_answers import with_late_answers
from storybot.store.readers.question_log import AskedQuestion
from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.languages import detect_language

FEWEST_READERS = 3
"""Readers of a group from whom on its words are shown outside the desk."""
_ALIKE = 0.6
"""Share of terms in common from which two questions are one, of those of both."""
_KEY = 12


class Gap(NamedTuple):
    """A group of questions that were not answered well."""

    wording: str
    """The question as it was asked most often."""
    asked: int
    readers: int
    unanswered: int
    down: int
    """How often readers said that an answer did not help."""
    again: int
    """How often it was asked again by who had asked before."""
    doors: Mapping[str, int]
    languages: tuple[str, ...]
    reasons: Mapping[str, int]

    @property
    def weight(self) -> int:
        """How much is missed."""
        return self.unanswered + self.down + self.again

    @property
    def key(self) -> str:
        """A name that is the same while the wording is."""
        return sha256(self.wording.encode()).hexdigest()[:_KEY]

    @property
    def is_public(self) -> bool:
        """Whether so many asked it that its words tell nobody who did."""
        return self.readers >= FEWEST_READERS


@dataclass(slots=True)
class QuestionGroup:
    """Questions that are alike."""

    terms: frozenset[str]
    members: list[AskedQuestion] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def readers(self) -> int:
        """How many asked."""
        return len({one.reader for one in self.members})


def find_gaps(asked: Iterable[AskedQuestion]) -> list[Gap]:
    """Return what readers miss, the most missed first."""
    gaps = [_gap(group) for group in alike(with_late_answers(asked))]
    missed = [gap for gap in gaps if gap.weight]
    return sorted(missed, key=lambda gap: (-gap.weight, -gap.asked, gap.wording))


def alike(asked: Iterable[AskedQuestion]) -> list[QuestionGroup]:
    """Group questions by likeness, each with the first group that is like it most."""
    groups: list[QuestionGroup] = []
    holding: dict[str, list[int]] = defaultdict(list)
    read: dict[str, tuple[frozenset[str], str]] = {}
    for one in asked:
        if one.question not in read:
            read[one.question] = _read(one.question)
        terms, language = read[one.question]
        common = Counter(at for term in terms for at in holding[term])
        best = max(common, key=lambda at: (_dice(common[at], terms, groups[at]), -at), default=None)
        if best is None or _dice(common[best], terms, groups[best]) < _ALIKE:
            best = len(groups)
            groups.append(QuestionGroup(terms))
            for term in terms:
                holding[term].append(best)
        groups[best].members.append(one)
        groups[best].languages[language] += 1
    return groups


def _read(question: str) -> tuple[frozenset[str], str]:
    """Return the terms of a question, the whole of it where it has none, and its language."""
    language = detect_language(question)
    terms = frozenset(analyzer(language).terms(question))
    return terms or frozenset({question.casefold().strip()}), language


def _dice(common: int, terms: frozenset[str], group: QuestionGroup) -> float:
    return 2 * common / (len(terms) + len(group.terms))


def _gap(group: QuestionGroup) -> Gap:
    members = group.members
    by_reader = Counter(one.reader for one in members)
    return Gap(
        wording=_wording(members),
        asked=len(members),
        readers=len(by_reader),
        unanswered=sum(not one.answered for one in members),
        down=sum(one.down for one in members),
        again=sum(count - 1 for count in by_reader.values()),
        doors=Counter(one.door for one in members),
        languages=tuple(language for language, _ in group.languages.most_common()),
        reasons=Counter(
            vote.reason for one in members for vote in one.votes if vote.reason and not vote.up
        ),
    )


def _wording(members: Sequence[AskedQuestion]) -> str:
    """Return the most frequent wording, the first of several."""
    return Counter(one.question for one in members).most_common(1)[0][0]
