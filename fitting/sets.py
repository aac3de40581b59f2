"""The labelled sets, each asked in several ways; and the project's own questions."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, cast

from fitting.collection import Collection, cut
from fitting.rows import Row, ask_all
from storybot.answering.query.analysis import QueryAnalyzer
from storybot.corpus.folder import article_files
from storybot.evaluation.dataset import Gold, LabelledQuestion, read_docs, read_questions
from storybot.ingest.reading import read_file
from storybot.model.documents import Document
from storybot.model.passages import Passage
from storybot.search.index import Index
from storybot.text.segmentation.sentences import split_sentences

SETS = ("squad2", "newwiki", "multirc_news", "trecqa")
STORIES = ("seed", "corpus", "seed_among_others")
_FEW = {"multirc_news": 6}
"""Documents beside its own that a question of the set meets when it is asked ``alone``."""
_OTHERS = 200


class LabelledSet(NamedTuple):
    """Documents, and the questions that are asked of them."""

    name: str
    documents: list[Document]
    questions: list[LabelledQuestion]


def read_set(folder: Path) -> LabelledSet:
    """Read a set from elsewhere."""
    documents = [d for doc in read_docs(folder) if (d := doc.document())]
    return LabelledSet(folder.name, documents, read_questions(folder))


def all_rows(project: Path, shared: Path) -> list[Row]:
    """Ask everything: the sets, and the project's own questions of the part for development."""
    with ProcessPoolExecutor(2) as pool:
        sets = pool.map(set_rows, [shared / "data" / name for name in SETS])
        stories = story_rows(project, shared, "dev")
        return [row for rows in (*sets, stories) for row in rows]


def set_rows(folder: Path) -> list[Row]:
    """Ask the questions of a set; of sets with documents of many sentences, in all four views."""
    name, documents, questions = read_set(folder)
    passages = cut(documents)
    collection = Collection(passages)
    understanding = QueryAnalyzer(cast("Index", collection))
    rows = list(ask_all(collection, name, "whole", questions, understanding))
    if len(passages) == len(documents):
        return rows
    for question in questions:
        if question.answerable and question.doc_id:
            collection.hide(question.doc_id)
            rows += ask_all(collection, name, "absent", [question], understanding)
    return [*rows, *_small(name, passages, questions)]


def _small(
    name: str, passages: Sequence[Passage], questions: Sequence[LabelledQuestion]
) -> Iterator[Row]:
    """Ask each document's questions of it, alone or among a few, and then of others."""
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, []).append(passage)
    few = min(_FEW.get(name, 0), (len(by_document) - 2) // 2)
    for document in sorted({q.doc_id for q in questions if q.doc_id}):
        asked = [q for q in questions if q.doc_id == document]
        drawn = Random(document).sample(sorted(by_document), 2 * few + 2)  # noqa: S311
        others = [d for d in drawn if d != document]
        here = [p for d in (document, *others[:few]) for p in by_document[d]]
        yield from ask_all(Collection(here), name, "alone", asked)
        there = [p for d in others[few : 2 * few + 1] for p in by_document[d]]
        answerable = [q for q in asked if q.answerable]
        yield from ask_all(Collection(there), name, "elsewhere", answerable)


def story_rows(project: Path, shared: Path, split: str) -> list[Row]:
    """Ask the project's own questions of one half."""
    return [
        row
        for asked in stories(project, shared, split)
        for row in ask_all(Collection(cut(asked.documents)), asked.name, "whole", asked.questions)
    ]


def stories(project: Path, shared: Path, split: str) -> list[LabelledSet]:
    """Return the project's own questions: on the seed, on the corpus, on the seed among others."""
    seed = read_file(shared / "seed" / "putin-china-visit.txt", source="seed")
    corpus = [read_file(p, source=p.name) for p in article_files(project / "corpus")]
    news = [d for doc in read_docs(shared / "data" / "multirc_news") if (d := doc.document())]
    on_seed = _questions(project, "seed", split, seed)
    return [
        LabelledSet("seed", [seed], on_seed),
        LabelledSet("corpus", corpus, _questions(project, "corpus", split, None)),
        LabelledSet("seed_among_others", [seed, *news[:_OTHERS]], on_seed),
    ]


def _questions(
    project: Path, name: str, split: str, seed: Document | None
) -> list[LabelledQuestion]:
    path = project / "tests" / "questions" / f"{name}.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        LabelledQuestion(
            id=line["id"],
            question=line["question"],
            doc_id=line.get("document") or (seed.source if seed else None),
            gold_sentences=_gold(line, seed),
            answerable=line["answerable"],
            kind=line["kind"],
        )
        for line in lines
        if line["split"] == split and not line.get("after")
    ]


def _gold(line: dict[str, Any], seed: Document | None) -> list[Gold]:
    if seed is None:
        also = [Gold(text=a["text"], doc_id=a["document"]) for a in line.get("also") or []]
        return [Gold(text=text, doc_id=line["document"]) for text in line["gold"]] + also
    found = []
    for gold in line["gold"]:
        paragraph = seed.paragraph(gold["paragraph"] - 1)
        start, end = split_sentences(paragraph, seed.language)[gold["sentence"] - 1]
        found.append(Gold(text=paragraph[start:end], doc_id=seed.source))
    return found
