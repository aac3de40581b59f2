"""Tell of whom a candidate sentence speaks, and what it does for the question beside that.

A sentence on another one's doing answers nothing of the one asked for, however many words it
shares: the subject of a clause is the name that stands first in it, or the one that a paragraph was
about before, where the sentence opens with a pronoun. ``subject_words.toml`` beside the facts holds
the words that this is read by. Words are numbers of the index's table throughout.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.term_matches import Matches
from storybot.search.excerpt import CLAUSE, STOP, SentenceField, Sentences
from storybot.text.facts.fillers import Fill
from storybot.text.facts.mark_names import Mark, Pattern
from storybot.text.facts.subject_words import subject_words

NAMES = (
    "subject_same", "subject_other", "speaker_same", "speaker_other", "defined_as", "announces",
    "announced_before", "listing", "denied_clause",
    "head_said", "rest_unsaid", "rest_unsaid_around", "name_unsaid",
)  # fmt: skip
_NO_NAME = -1.0
_ELSEWHERE, _LEANS, _AROUND = 0.6, 0.5, 0.2
_NEAR, _FAR = 5, 1_000
"""Words between a verb of saying and its speaker, at most."""
_FIRST_WORDS = 3
"""Words of a sentence among which a pronoun opens it."""
_SAYS_LITTLE = 2
"""Terms after an announcement, at most, where the list itself is not given."""
_TOP = 5.0
_MANY = 4
_LISTS = frozenset({"list", "reason", "named", "what", "definition"})
_ASKS_AGAIN = frozenset({"person", "place", "organisation", "named", "list"})
"""Kinds whose answer is a name: another one beside the subject is what was asked for."""
_COUNTS = 1 << Mark.NUMBER | 1 << Mark.NUMBER_WORD
_ORDINAL = 1 << Mark.ORDINAL
_KIND, _START, _END = range(3)


Run = tuple[int, int]
Hits = Sequence[tuple[int, int]]
"""Pairs of a word's place in its sentence and a term."""


class _Words(NamedTuple):
    """`SubjectWords` by number."""

    pronouns: frozenset[int]
    denies: frozenset[int]
    says: frozenset[int]
    copula: frozenset[int]
    one: frozenset[int]
    listed: frozenset[int]
    several: frozenset[int]


def _words(table: Sentences, language: str) -> _Words:
    lists = subject_words(language)
    numbers = iter(table.numbers([word for words in lists for word in words]).tolist())
    return _Words(*[frozenset([next(numbers) for _ in words]) - {-1} for words in lists])


class _Sentence(NamedTuple):
    """What is read of a sentence; its words are numbers."""

    words: Sequence[int]
    bits: Sequence[int]
    clauses: Sequence[int]
    names: Sequence[Run]
    denies: bool


class _Reading:
    """Reads sentences of an excerpt, each once."""

    def __init__(self, candidates: Candidates) -> None:
        excerpt = candidates.excerpt
        self._from = excerpt.words_from.tolist()
        self._words, self._bits = excerpt.words.tolist(), excerpt.bits.tolist()
        self._fillers_from, self._fillers = excerpt.fillers_from.tolist(), excerpt.fillers.tolist()
        patterns = excerpt.sentences[:, SentenceField.PATTERNS]
        self._denies = (patterns >> Pattern.NEGATION & 1 != 0).tolist()
        self._seen: dict[int, _Sentence] = {}

    def sentence(self, at: int) -> _Sentence:
        """Return the sentence of an index."""
        if at not in self._seen:
            own = slice(self._from[at], self._from[at + 1])
            fillers = self._fillers[self._fillers_from[at] : self._fillers_from[at + 1]]
            bits = self._bits[own]
            self._seen[at] = _Sentence(
                self._words[own],
                bits,
                [i for i, b in enumerate(bits) if b & CLAUSE],
                [(f[_START], f[_END]) for f in fillers if f[_KIND] == Fill.NAME],
                self._denies[at],
            )
        return self._seen[at]


class _Candidate(NamedTuple):
    """A candidate with what it holds of the question."""

    sentence: _Sentence
    hits: Hits
    around: Sequence[float]
    """How far it, its title or the sentences around it hold each term."""
    leading: Sequence[int]
    """Up to two sentences before it in its paragraph, nearest first."""


def subject_features(form: AnswerType, candidates: Candidates, m: Matches) -> dict[str, Vector]:
    """Return the features of ``NAMES``, by name."""
    held = m.holds
    around = np.maximum.reduce([held, m.title, m.holds_before, m.holds_earlier, m.holds_opening])
    reader = _Reader(form, candidates, m.named)
    hits: list[list[tuple[int, int]]] = [[] for _ in held]
    for owner, *hit in zip(
        *(x.tolist() for x in (m.hits.owner, m.hits.place, m.hits.term)), strict=True
    ):
        hits[owner].append((hit[0], hit[1]))
    before = zip(candidates.previous.tolist(), candidates.earlier.tolist(), strict=True)
    rows = [
        reader.row(at, own, beside, [one for one in leading if one >= 0])
        for at, own, beside, leading in zip(
            candidates.sentences.tolist(), hits, around.tolist(), before, strict=True
        )
    ]
    rarity = np.array(form.rarity) / _TOP
    head = np.isin(np.array(form.places), form.slot.head)
    rest = rarity * (m.named == 0) * ~head
    unsaid = (
        held @ head / head.sum() if head.any() else np.full(len(held), _NO_NAME),
        ((1 - held) * rest).max(axis=1),
        ((1 - around) * rest).max(axis=1),
        ((1 - around) * rarity * m.named).max(axis=1),
    )
    return dict(zip(NAMES, (*np.array(rows, float).T, *unsaid), strict=True))


def _lead(form: AnswerType, named: Vector) -> frozenset[int]:
    """Return the terms of the question's first name."""
    lead: list[int] = []
    for term in np.flatnonzero(named).tolist():
        if lead and form.places[term] != form.places[lead[-1]] + 1:
            break
        lead.append(term)
    return frozenset(lead)


class _Reader:
    """Reads candidates for one question."""

    def __init__(self, form: AnswerType, candidates: Candidates, named: Vector) -> None:
        table = candidates.table
        self._kind, self._negative = form.slot.kind, form.slot.negative
        self._lead = _lead(form, named)
        self._asks_who = self._kind == "person" and bool(named.all())
        self._words = _words(table, form.language)
        terms = table.numbers(form.terms).tolist()
        self._terms = frozenset(terms) - {-1}
        self._ours = frozenset(terms[term] for term in self._lead) - {-1}
        self._asked = frozenset(table.numbers(form.words).tolist()) - {-1}
        self._read = _Reading(candidates)

    def row(
        self, at: int, hits: Hits, around: Sequence[float], leading: Sequence[int]
    ) -> list[float]:
        """Return the features of one candidate that are read word by word."""
        one = _Candidate(self._read.sentence(at), hits, around, leading)
        lists = self._kind in _LISTS
        return [
            *self._subject(one),
            *self._speaker(one),
            self._defined(one),
            float(lists and _announced_noun(one.sentence, self._words) is not None),
            self._announced(leading) if lists else 0.0,
            self._listing(one.sentence),
            float(self._denies(one) != self._negative),
        ]

    def _subject(self, one: _Candidate) -> tuple[float, float]:
        """Tell whether the clause that says most is about the question's name, or another's."""
        lead = self._lead
        if not lead:
            return _NO_NAME, 0.0
        names = one.sentence.names
        ours = {at for at, term in one.hits if term in lead}
        rest = [at for at, term in one.hits if term not in lead]
        first, last = self._clause(one.sentence, rest or [at for at, _ in one.hits])
        inside = [run for run in names if first <= run[0] < last]
        if ours:
            shared = any(first <= at < last for at in ours)
            leading = inside[0][1] if inside else names[0][1] if names else last
            rival = bool(inside) and not shared and self._is_new(one.sentence, inside[0])
            return (1.0 if min(ours) < leading else _ELSEWHERE), float(rival)
        if self._leans(one.sentence):
            running = self._running(one.leading)
            if running is not None:
                return (_LEANS, 0.0) if running & self._ours else (0.0, 1.0)
        nearby = max(one.around[term] for term in lead)
        rival = bool(names) and self._kind not in _ASKS_AGAIN
        return _AROUND * nearby, 0.5 * rival

    def _speaker(self, one: _Candidate) -> tuple[float, float]:
        """Tell whether the one who speaks in a sentence is the question's name, or another."""
        if self._kind != "quote" or not self._lead:
            return 0.0, 0.0
        ours = {at for at, term in one.hits if term in self._lead}
        others = [run for run in one.sentence.names if not ours.intersection(range(*run))]
        same = other = 0.0
        for verb, word in enumerate(one.sentence.words):
            if word not in self._words.says:
                continue
            to_us = min([abs(at - verb) for at in ours], default=_FAR)
            to_others = min(
                [min(abs(a - verb), abs(b - 1 - verb)) for a, b in others], default=_FAR
            )
            if min(to_us, to_others) <= _NEAR:
                same, other = (1.0, other) if to_us <= to_others else (same, 1.0)
            elif running := self._running(one.leading):
                same = max(same, _LEANS * bool(running & self._ours))
        return same, other * (1 - same)

    def _clause(self, sentence: _Sentence, hits: Sequence[int]) -> Run:
        return best_clause(sentence.clauses, len(sentence.words), hits)

    def _denies(self, one: _Candidate) -> bool:
        """Tell whether the clause that holds most of the question denies it."""
        if not one.sentence.denies or not self._words.denies:
            return one.sentence.denies
        first, last = self._clause(one.sentence, [at for at, _ in one.hits])
        return not self._words.denies.isdisjoint(one.sentence.words[first:last])

    def _leans(self, sentence: _Sentence) -> bool:
        """Tell whether a sentence is about somebody named before: he, she, or nobody."""
        if not sentence.names:
            return True
        opening = sentence.words[: min(_FIRST_WORDS, max(sentence.names[0][0], 1))]
        return not self._words.pronouns.isdisjoint(opening)

    def _running(self, leading: Sequence[int]) -> frozenset[int] | None:
        """Return the words of the name that the sentences before are about, if any is."""
        for sentence in map(self._read.sentence, leading):
            if sentence.names and not self._leans(sentence):
                return frozenset(sentence.words[slice(*sentence.names[0])])
        return None

    def _is_new(self, sentence: _Sentence, run: Run) -> bool:
        return self._asked.isdisjoint(sentence.words[slice(*run)])

    def _defined(self, one: _Candidate) -> float:
        """Tell whether the sentence says what the thing asked for is: "X is a", "X, the"."""
        if self._kind != "definition" and not self._asks_who:
            return 0.0
        words, best = one.sentence.words, 0.0
        for at, _ in one.hits:
            after = words[at + 1 : at + 4]
            if after and after[0] in self._words.copula:
                best = max(best, 0.5 if self._words.one.isdisjoint(after[1:]) else 1.0)
            elif after and after[0] in self._words.one:
                begins = at + 1 in one.sentence.clauses or at < _FIRST_WORDS
                best = max(best, 0.8 * begins)
            elif self._asks_who and at and words[at - 1] in self._words.copula:
                best = max(best, 0.8)
        return best

    def _announced(self, leading: Sequence[int]) -> float:
        """Tell whether a list was announced in one of the two sentences before."""
        for back, sentence in enumerate(map(self._read.sentence, leading)):
            noun = _announced_noun(sentence, self._words)
            if noun is not None and (noun in self._terms or self._kind == "reason"):
                return 1.0 / (1 + back)
        return 0.0

    def _listing(self, sentence: _Sentence) -> float:
        """Share of a list of names that a sentence gives, where one is asked for."""
        if self._kind not in ("list", "named"):
            return 0.0
        return min(sum(self._is_new(sentence, run) for run in sentence.names), _MANY) / _MANY


def best_clause(clauses: Sequence[int], words: int, hits: Sequence[int]) -> Run:
    """Return the words of the clause with the most hits, from the first to before the last."""
    counts: dict[int, int] = {}
    for at in hits:
        inside = bisect_right(clauses, at)
        counts[inside] = counts.get(inside, 0) + 1
    best = max(counts, key=lambda c: (counts[c], -c), default=0)
    edges = (0, *clauses, words)
    return edges[best], edges[best + 1]


def _announced_noun(sentence: _Sentence, words: _Words) -> int | None:
    """Return the noun of a list that a sentence announces and does not give: gave two reasons."""
    for at, word in enumerate(sentence.words):
        if word in words.listed and any(
            (sentence.bits[i] & _COUNTS and not sentence.bits[i] & _ORDINAL)
            or sentence.words[i] in words.several
            for i in range(max(0, at - 2), at)
        ):
            after = sum(not bits & STOP for bits in sentence.bits[at + 1 :])
            return word if after <= _SAYS_LITTLE else None
    return None
