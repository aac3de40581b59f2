"""The labelled sets, each asked in several ways; and the project's own questions."""

import json
from collections.abc import Collection as Collection_
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from fitting.collection import Collection, cut
from fitting.newsroom import NewsArticle, Third, by_language, read_newsroom
from fitting.rows import NEWSROOM, Row, ask_all
from storybot.answering.query.analysis import QueryAnalyzer
from storybot.corpus.folder import article_files
from storybot.evaluation.dataset import Gold, LabelledQuestion, read_docs, read_questions
from storybot.ingest.reading import read_file
from storybot.model.documents import Document
from storybot.model.passages import Passage
from storybot.text.analysis.analyzer import analyzer
from storybot.text.segmentation.sentences import split_sentences

SETS = (
    "squad2", "newwiki", "multirc_news", "trecqa", "xquad_de", "xquad_es", "xquad_ru", "xquad_tr",
)  # fmt: skip
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
        news = pool.submit(news_rows, project)
        sets = pool.map(set_rows, [shared / "data" / name for name in SETS])
        stories = story_rows(project, shared, "dev")
        return [row for rows in (*sets, stories, news.result()) for row in rows]


def set_rows(folder: Path) -> list[Row]:
    """Ask the questions of a set; of sets with documents of many sentences, in all four views."""
    return list(views(read_set(folder)))


def views(labelled: LabelledSet) -> Iterator[Row]:
    """Ask the questions of a set whole, without the answer, of little, and of other little."""
    name, documents, questions = labelled
    passages = cut(documents)
    collection = Collection(passages)
    understanding = QueryAnalyzer(collection)
    yield from ask_all(collection, name, "whole", questions, understanding)
    if len(passages) > len(documents):
        yield from _absent(name, collection, questions, understanding)
        yield from _small(name, passages, questions)


def _absent(
    name: str,
    collection: Collection,
    questions: Sequence[LabelledQuestion],
    understanding: QueryAnalyzer,
) -> Iterator[Row]:
    """Ask what is answered where its document, and all on the same event, are not."""
    for question in questions:
        if question.answerable and question.doc_id:
            collection.hide([d for d in collection.documents if _event(d) == _event(question)])
            yield from ask_all(collection, name, "absent", [question], understanding)
    collection.hide([])


def _event(of: LabelledQuestion | str) -> str:
    return (of if isinstance(of, str) else of.doc_id or "").partition("/")[0]


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
        apart = [d for d in sorted(by_document) if _event(d) != _event(document)]
        others = Random(document).sample(apart, 2 * few + 1)  # noqa: S311
        here = [p for d in (document, *others[:few]) for p in by_document[d]]
        yield from ask_all(Collection(here), name, "alone", asked)
        there = [p for d in others[few : 2 * few + 1] for p in by_document[d]]
        answerable = [q for q in asked if q.answerable]
        yield from ask_all(Collection(there), name, "elsewhere", answerable)


def asked_whole(labelled: LabelledSet) -> Iterator[Row]:
    """Ask the questions of a set of all of it, and in no other view."""
    collection = Collection(cut(labelled.documents))
    yield from ask_all(collection, labelled.name, "whole", labelled.questions)


def news_rows(project: Path) -> list[Row]:
    """Ask the newsroom's questions in every view, but those of the final third, of all articles."""
    thirds = (Third.FITTING, Third.CHOOSING)
    everything = read_newsroom(tuple(Third), project)
    rows: list[Row] = []
    for language, articles in by_language(everything).items():
        name = f"{NEWSROOM}_{language}"
        asked = [a for a in articles if a.third in thirds]
        rows += views(LabelledSet(name, _documents(articles), _asked_of(asked)))
        rows += [row for article in asked for row in _cut_down(name, article)]
    asked = [a for a in everything if a.third in thirds]
    among = Collection(cut(_documents(everything)))
    return rows + list(ask_all(among, NEWSROOM, "among", _asked_of(asked)))


def newsroom_sets(
    project: Path,
    thirds: Collection_[Third] = (Third.FITTING, Third.CHOOSING),
) -> list[LabelledSet]:
    """Return the newsroom as a set a language: questions of some thirds on all articles."""
    return [
        LabelledSet(
            f"{NEWSROOM}_{language}",
            _documents(articles),
            _asked_of([article for article in articles if article.third in thirds]),
        )
        for language, articles in by_language(read_newsroom(tuple(Third), project)).items()
    ]


def _documents(articles: Iterable[NewsArticle]) -> list[Document]:
    return [d for a in articles if (d := a.labelled_document().document())]


def _asked_of(articles: Iterable[NewsArticle]) -> list[LabelledQuestion]:
    return [question for article in articles for question in article.labelled_questions()]


def _cut_down(name: str, article: NewsArticle) -> Iterator[Row]:
    """Ask of an article without the sentences that answer, and of single sentences."""
    sentences = [
        paragraph[start:end]
        for paragraph in article.paragraphs
        for start, end in split_sentences(paragraph, article.language)
    ]
    terms = {text: set(analyzer(article.language).terms(text)) for text in sentences}
    for question in article.labelled_questions():
        gold = [one.text for one in question.gold_sentences]
        wrong = [s for s in sentences if not any(s in g or g in s for g in gold)]
        asked = set(analyzer(article.language).terms(question.question))
        nearest = max(wrong, key=lambda s: len(asked & terms[s]))
        if gold:
            yield from _ask_of(article, _without(article.paragraphs, gold), name, "gap", question)
            yield from _ask_of(article, [gold[0]], name, "sentence", question)
        yield from _ask_of(article, [nearest], name, "near", question)


def _without(paragraphs: Iterable[str], gold: Iterable[str]) -> list[str]:
    return [reduce(lambda text, g: text.replace(g, " "), gold, p).strip() for p in paragraphs]


def _ask_of(
    article: NewsArticle, paragraphs: list[str], name: str, view: str, question: LabelledQuestion
) -> Iterator[Row]:
    shown = article.labelled_document().model_copy(update={"paragraphs": paragraphs})
    if document := shown.document():
        yield from ask_all(Collection(cut([document])), name, view, [question])


def story_rows(project: Path, shared: Path, split: str) -> list[Row]:
    """Ask the project's own questions of one half."""
    return [row for asked in stories(project, shared, split) for row in asked_whole(asked)]


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
