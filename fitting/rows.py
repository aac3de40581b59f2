"""Ask labelled questions, and mark each candidate sentence as a hit or not."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fitting.collection import Collection
from storybot.answering.query.analysis import QueryAnalyzer
from storybot.answering.query.question import Question
from storybot.answering.ranking.arrays import Matrix, Vector
from storybot.answering.ranking.candidates import Candidates, gather
from storybot.answering.ranking.located_sentence import LocatedSentence
from storybot.answering.ranking.reranker import Measured, measure
from storybot.answering.talk.utterance import read_utterance
from storybot.evaluation.dataset import LabelledQuestion
from storybot.evaluation.scoring import is_hit
from storybot.model.answers import Earlier
from storybot.model.passages import Hit

_PASSAGES = 25
"""As many as the bot looks at."""
_PARTS = 10
_SALT = "second round"
_DIVIDED_AS = {"seed_among_others": "seed"}
"""Sets that ask about the documents of another."""
NEWSROOM = "newsroom"
"""The set of all languages; that of one has its code behind it."""
_TRANSLATED = "xquad_"
"""The same articles in each of these sets' languages: translations belong together."""
_THERE = ("whole", "alone", "among", "sentence")
"""Views in which the answer stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its candidates, measured."""

    set: str
    view: str
    """How the set was shown: ``whole``, ``alone`` (its own document, or that among a few), and
    ``absent`` and ``elsewhere``, the same two without the document that answers. The newsroom has
    more: ``among`` the articles of all languages, ``gap`` (its own without the sentence that
    answers), ``sentence`` (the one that answers and nothing else) and ``near`` (one that does not,
    and comes closest)."""
    part: int
    """Part of ten that it belongs to with all other questions on its document."""
    answerable: bool
    label: str
    labelled: LabelledQuestion
    question: Question
    collection: Collection
    found: tuple[Hit, ...]
    weights: Mapping[str, float]
    measured: Measured
    hits: Vector
    """1 for the candidates that are hits."""

    @property
    def gathered(self) -> Candidates:
        """Its candidates; gathered anew, for to keep those of all questions takes gigabytes."""
        table = self.collection.sentences
        return gather(table, self.found, self.weights, self.question.language)

    @property
    def table(self) -> Matrix:
        """Features, a row per candidate."""
        return self.measured.table


def part_of(name: str, labelled: LabelledQuestion) -> int:
    """Return which part of ten of a set a question's document belongs to."""
    document = (labelled.doc_id or labelled.id.partition(".")[0]).partition("/")[0]
    if name.startswith(_TRANSLATED):
        name, document = _TRANSLATED, document.rpartition("-")[2]
    if name.startswith(NEWSROOM):
        name = NEWSROOM
    key = f"{_SALT}|{_DIVIDED_AS.get(name, name)}|{document}"
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % _PARTS


def ask_all(
    collection: Collection,
    name: str,
    view: str,
    questions: Sequence[LabelledQuestion],
    understanding: QueryAnalyzer | None = None,
) -> Iterator[Row]:
    """Ask the questions that are labelled; those that find nothing are left out."""
    understanding = understanding or QueryAnalyzer(collection)
    for labelled in questions:
        if labelled.answerable is None:
            continue
        question = _read(understanding, labelled.question, collection.languages)
        if row := _ask(collection, name, view, labelled, question):
            yield row


def _read(understanding: QueryAnalyzer, text: str, languages: Sequence[str]) -> Question:
    """Read a message with one question as the bot does: without its run-up, but in its light."""
    asked = read_utterance(text).questions
    if len(asked) != 1:
        return understanding.read(text, languages, None)
    [one] = asked
    return understanding.read(one.text, languages, Earlier(one.run_up, "") if one.run_up else None)


def _ask(
    collection: Collection, name: str, view: str, labelled: LabelledQuestion, question: Question
) -> Row | None:
    weights = _weights(collection, question)
    constant = sum(w for t, w in weights.items() if collection.document_frequency(t))
    found = tuple(
        Hit(hit.passage, hit.score - constant)
        for hit in collection.search(question.searched, _PASSAGES)
    )
    gathered = gather(collection.sentences, found, weights, question.language)
    if not len(gathered.sentences):
        return None
    there = view in _THERE
    answerable = bool(labelled.answerable) and there
    marks = [
        answerable and _is_hit(labelled, collection, LocatedSentence(gathered, at))
        for at in gathered.sentences.tolist()
    ]
    return Row(
        set=name,
        view=view,
        part=part_of(name, labelled),
        answerable=answerable,
        label="absent" if labelled.answerable and not there else labelled.kind,
        labelled=labelled,
        question=question,
        collection=collection,
        found=found,
        weights=weights,
        measured=_measured(collection, question, gathered),
        hits=np.array(marks, float),
    )


def _weights(collection: Collection, question: Question) -> dict[str, float]:
    return {
        term: float(np.log((len(collection) + 1) / max(collection.document_frequency(term), 0.5)))
        for term in question.searched
    }


def _is_hit(labelled: LabelledQuestion, collection: Collection, spot: LocatedSentence) -> bool:
    return is_hit(labelled, spot.place[0], collection.quote(spot))


def _measured(collection: Collection, question: Question, gathered: Candidates) -> Measured:
    measured = measure(
        question.form,
        gathered,
        len(collection),
        collection.document_frequency,
        question.others,
    )
    return measured._replace(table=measured.table.astype(np.float32))
