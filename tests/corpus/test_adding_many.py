"""Many articles added at once: the same bytes, however many processes analyse them."""

import gc
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from types import SimpleNamespace
from typing import Any

import pytest

from storybot.corpus import folder as folder_module
from storybot.corpus.backends.databases import open_store
from storybot.corpus.corpus import Corpus
from storybot.corpus.exchange import ExportedArticle, import_article, quotable
from storybot.corpus.folder import ACTOR, sync, take_reading
from storybot.corpus.following import cutting, steps
from storybot.ingest.results import Article, Reading
from storybot.model.documents import Document, DocumentId, State
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.store.document_store import AnalysedDocument, CommitOutcome, Store
from storybot.text.bulk import analysing_here, analysing_pool
from storybot.text.bulk.analysing_pool import AnalysingPool
from storybot.text.bulk.analysis_frames import Analysed, analyse_article
from worlds.articles import make_document

_TABLES = ("documents", "versions", "passages")
_GENERATION = (1, 2, 3)


class _Recorder(AnalysingPool):
    """Notes how many articles it is given at a time."""

    def __init__(self) -> None:
        super().__init__(1)
        self.given: list[int] = []

    def is_worth(self, documents: Sequence[Document]) -> bool:
        """Have any analysed together."""
        return bool(documents)

    async def analysed(self, documents: Sequence[Document]) -> list[Analysed]:
        """Analyse articles in this process."""
        self.given.append(len(documents))
        return [analyse_article(document) for document in documents]


class _CountingIndex(EmbeddedIndex):
    """Counts how often it is changed."""

    changes = 0

    async def change(self, **changed: Any) -> None:
        """Change it."""
        self.changes += 1
        await super().change(**changed)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many articles are analysed at a time."""
    pool = _Recorder()
    monkeypatch.setattr(cutting, "POOL", pool)
    return pool.given


def _articles(count: int) -> list[Document]:
    text = "The ferry to Arnby {} sank on 5 May 2021. Mr Lee said that {} people were saved."
    return [
        make_document(*(text.format(n * 7, n) for n in range(1 + number % 5)), source=f"{number}")
        for number in range(count)
    ]


async def _files(folder: Path, pool: AnalysingPool) -> list[Any]:
    store, index = await open_store(f"sqlite:///{folder}/story.db"), EmbeddedIndex()
    corpus = await Corpus.open(store, index)
    for some in (_articles(30), _articles(40)):
        await corpus.add(some, actor="test", twins=True)
    index.save(folder, _GENERATION)
    await index.close()
    await store.close()
    pool.close()
    return _read(folder)


def _read(folder: Path) -> list[Any]:
    with closing(connect(folder / "story.db")) as database:
        rows = [database.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES]
    return [rows, *(path.read_bytes() for path in sorted(folder.glob("*.*[xs]")))]


async def test_several_processes_write_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In the tables that hold what they found, and in the files of the index."""
    found = []
    for processes in (1, 2):
        pool = AnalysingPool(processes, worth=0, portion=300)
        monkeypatch.setattr(cutting, "POOL", pool)
        found.append(await _files(tmp_path_factory.mktemp(f"{processes}"), pool))
    one, two = found
    assert len(one) == 3
    assert one == two


async def test_articles_of_one_addition_are_analysed_together(
    corpus: Corpus, given: list[int]
) -> None:
    """But for those that are there as they are."""
    articles = _articles(12)
    await corpus.add(articles[:5], actor="test", twins=True)
    await corpus.add(articles, actor="test", twins=True)
    await corpus.add(articles, actor="test", twins=True)
    assert [count for count in given if count] == [5, 7]


async def test_files_of_a_folder_are_analysed_together(
    corpus: Corpus, given: list[int], tmp_path: Path
) -> None:
    """Once: not at the next start, nor what is no article."""
    folder = tmp_path / "corpus"
    _write(folder, _articles(3))
    (folder / "1.5.txt").write_bytes(b"\x00\x01\x02" * 100)
    taken = await sync(corpus, folder)
    assert [bool(one.added) for one in taken] == [True, False, True, True]
    await sync(corpus, folder)
    assert [count for count in given if count] == [3]


def _write(folder: Path, documents: Sequence[Document]) -> None:
    folder.mkdir(exist_ok=True)
    for n, document in enumerate(documents):
        (folder / f"{n}.md").write_text(f"# About {n}\n\n{document.text}\n")


async def test_files_of_very_much_are_analysed_some_at_a_time(
    corpus: Corpus, given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one file has it all: what was cut and is yet to be added is bounded."""
    monkeypatch.setattr(folder_module, "_AT_ONCE", 150)
    articles = [Article(document=document) for document in _articles(5)]
    taken = await take_reading(corpus, Reading(articles=tuple(articles)), actor=ACTOR)
    assert [bool(one.added) for one in taken] == [True] * 5
    assert [count for count in given if count] == [2, 1, 1, 1]


async def test_what_is_there_under_another_name_or_waits_is_not_analysed(
    corpus: Corpus, given: list[int], tmp_path: Path
) -> None:
    """Nothing is made of it."""
    folder = tmp_path / "corpus"
    _write(folder, _articles(3))
    first, *_ = [one.added for one in await sync(corpus, folder)]
    assert first
    await corpus.retract(first.version.id, actor="user:1")
    (folder / "0.md").write_text("# About 0\n\nAnother text that Mr Lee has said.\n")
    (folder / "9.md").write_text((folder / "1.md").read_text())
    for _ in range(2):
        await sync(corpus, folder)
    assert [count for count in given if count] == [3]


async def test_few_files_are_looked_up_once(
    corpus: Corpus, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start reads every article that is there; nothing is to be won by doing it twice."""
    folder = tmp_path / "corpus"
    _write(folder, _articles(3))
    await sync(corpus, folder)
    asked = list[str | None]()
    find = store.find

    async def counted(*, source: str | None = None, text: str | None = None) -> Any:
        asked.append(source)
        return await find(source=source, text=text)

    monkeypatch.setattr(store, "find", counted)
    await sync(corpus, folder)
    assert asked == ["0.md", "1.md", "2.md"]


async def test_an_article_that_cannot_be_analysed_costs_no_other(
    corpus: Corpus,
    store: Store,
    given: list[int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Those before it are in, and what it raises names it."""

    async def analysed(documents: Sequence[Document]) -> list[Analysed]:
        for document in documents:
            if document.source == "3":
                raise ZeroDivisionError(document.source)
        return [analyse_article(document) for document in documents]

    monkeypatch.setattr("storybot.corpus.following.cutting.POOL.analysed", analysed)
    articles = [Article(document=document) for document in _articles(5)]
    with pytest.raises(ZeroDivisionError, match="3"):
        await take_reading(corpus, Reading(articles=tuple(articles)), actor=ACTOR)
    assert len(await store.headings()) == 3
    assert "one by one" in caplog.text


async def test_an_article_that_takes_too_long_is_refused_and_the_others_are_taken(
    corpus: Corpus, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and nothing of it is there; afterwards the corpus changes as before."""
    documents = _articles(5)
    cuts = {document.source: analyse_article(document) for document in documents}
    monkeypatch.setattr(cutting, "POOL", AnalysingPool(1, longest=0.05))
    endless: set[str] = set()  # without a lock, which the exception amid it would leave shut

    def now() -> float:
        """Stand still but for the article that has no end, however busy the machine is."""
        return 1.0 if endless else 0.0

    def analyse(document: Document) -> Analysed:
        try:
            while document.source == "3":
                endless.add(document.source)
        finally:
            endless.clear()
        return cuts[document.source]

    monkeypatch.setattr(analysing_here, "time", SimpleNamespace(monotonic=now))
    monkeypatch.setattr(analysing_pool, "analyse_article", analyse)
    reading = Reading(articles=tuple(Article(document=document) for document in documents))
    taken = await take_reading(corpus, reading, actor=ACTOR)
    assert [one.source for one in taken if one.added is None] == ["3"]
    assert taken[3].error is not None
    assert taken[3].error.code == "analysis_too_long"
    assert await store.find(source="3") is None
    assert len(await store.headings()) == 4
    assert len([p async for p in store.index_entries()]) == 4
    assert (await corpus.retract(DocumentId("1"), actor="test")).change is not None


async def test_imported_articles_are_analysed_together(
    corpus: Corpus, store: Store, given: list[int]
) -> None:
    """Those that are live, in the version that is quoted."""
    articles = [
        ExportedArticle(current=1, state=state, versions=[document])
        for document, state in zip(
            _articles(3), (State.LIVE, State.RETRACTED, State.LIVE), strict=True
        )
    ]
    ahead = await corpus.analyse_ahead(quotable(articles))
    for article in articles:
        await import_article(corpus, store, article, actor="test", ahead=ahead)
    assert [count for count in given if count] == [2]
    assert len([p async for p in store.index_entries()]) == 2


async def test_all_articles_are_analysed_anew_together(corpus: Corpus, given: list[int]) -> None:
    """When the analysis has changed."""
    await corpus.add(_articles(6), actor="test", twins=True)
    await corpus.reindex()
    assert [count for count in given if count] == [6, 6]


async def test_a_step_of_many_passages_reaches_the_index_in_parts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is left out or stays, and the index reflects the last part at the end."""
    found = []
    for at_once in (10_000, 7):
        monkeypatch.setattr(steps, "AT_ONCE", at_once)
        (folder := tmp_path / f"{at_once}").mkdir()
        store, index = await open_store(f"sqlite:///{folder}/story.db"), _CountingIndex()
        corpus = await Corpus.open(store, index)
        await corpus.add(_articles(12), actor="test", twins=True)
        later = [make_document(f"{d.text} Ms Oz flew.", source=d.source) for d in _articles(15)]
        await corpus.add(later, actor="test", twins=True)
        assert corpus.generation == await store.generation()
        hits = (await index.find(["arnby", "oz"], 100)).hits
        found.append((len(hits), sorted((int(hit.passage), round(hit.score, 6)) for hit in hits)))
        assert (index.changes > 2) is (at_once == 7)
        await index.close()
        await store.close()
    assert found[0] == found[1]
    assert found[0][0] >= 15


async def test_no_garbage_is_collected_while_articles_are_added(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be looked for among all that is read of them, which holds none."""
    seen: list[bool] = []
    analysed = cutting.analysed

    async def noted(documents: Sequence[Document]) -> list[AnalysedDocument]:
        seen.append(gc.isenabled())
        return await analysed(documents)

    monkeypatch.setattr(cutting, "analysed", noted)
    await corpus.add([make_document("Erdogan visits Sochi.")], actor="me")
    assert (seen, gc.isenabled()) == ([False], True)


async def test_no_garbage_is_collected_while_an_index_is_made_anew(
    corpus: Corpus, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All passages of the store are read for it."""
    await corpus.add([make_document("Erdogan visits Sochi.")], actor="me")
    seen: list[bool] = []
    outcomes_since = store.outcomes_since

    async def noted(change: int) -> list[CommitOutcome]:
        seen.append(gc.isenabled())
        return await outcomes_since(change)

    monkeypatch.setattr(store, "outcomes_since", noted)
    await Corpus.open(store, EmbeddedIndex())
    assert seen == [False, True]  # it is made anew, and then brought up to date
