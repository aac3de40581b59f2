"""Ask labelled questions, and mark each candidate sentence as a hit or not."""

import hashlib
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np

from fitting.collection import Collection
from storybot.answering.query.analysis import QueryAnalyzer
from storybot.answering.query.question import Question
from storybot.answering.ranking.candidates import GatheredCandidates, SentenceContext, gather
from storybot.answering.ranking.reranker import Measured, measure
from storybot.answering.ranking.term_matches import Matrix, Vector
from storybot.evaluation.dataset import LabelledQuestion
from storybot.evaluation.scoring import is_hit
from storybot.model.passages import Hit
from storybot.search.index import Index
from storybot.store.document_store import Store

_PASSAGES = 25
"""As many as the bot looks at."""
_PARTS = 10
_T = TypeVar("_T")
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
    gathered: GatheredCandidates
    measured: Measured
    hits: Vector
    """1 for the candidates that are hits."""

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
    understanding = understanding or QueryAnalyzer(cast("Index", collection))
    for labelled in questions:
        if labelled.answerable is None:
            continue
        question = understanding.read(labelled.question, collection.languages, None)
        if row := _ask(collection, name, view, labelled, question):
            yield row


def _ask(
    collection: Collection, name: str, view: str, labelled: LabelledQuestion, question: Question
) -> Row | None:
    weights = {
        term: float(np.log((len(collection) + 1) / max(collection.document_frequency(term), 0.5)))
        for term in question.searched
    }
    constant = sum(w for t, w in weights.items() if collection.document_frequency(t))
    hits = [
        Hit(hit.passage, hit.score - constant)
        for hit in collection.search(question.searched, _PASSAGES)
    ]
    store = cast("Store", collection)
    gathered = _result(gather(store, hits, weights, question.language))
    if not gathered.candidates:
        return None
    there = view in _THERE
    answerable = bool(labelled.answerable) and there
    marks = [answerable and _is_hit(labelled, place) for place in gathered.places]
    return Row(
        set=name,
        view=view,
        part=part_of(name, labelled),
        answerable=answerable,
        label="absent" if labelled.answerable and not there else labelled.kind,
        labelled=labelled,
        question=question,
        gathered=gathered,
        measured=_measured(collection, question, gathered),
        hits=np.array(marks, float),
    )


def _result(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run what never waits; an event loop for each question would take most of the time."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return cast("_T", end.value)
    raise RuntimeError("a collection in memory never waits")


def _is_hit(labelled: LabelledQuestion, place: SentenceContext) -> bool:
    return is_hit(labelled, place.spot.passage.document, place.spot.text)


def _measured(collection: Collection, question: Question, gathered: GatheredCandidates) -> Measured:
    measured = measure(
        question.form,
        gathered.found,
        gathered.candidates,
        len(collection),
        collection.document_frequency,
        question.others,
    )
    return measured._replace(table=measured.table.astype(np.float32))
