"""What a person decided stands, whatever a file, an import or another name for it brings."""

from pathlib import Path
from typing import Any

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.change_results import AddResult
from storybot.corpus.corpus import Corpus
from storybot.corpus.exchange import ExportedArticle, Imported, export_article, import_article
from storybot.corpus.folder import sync
from storybot.corpus.sources.missing_files import leave_missing
from storybot.model.changes import Action
from storybot.model.documents import Document, DocumentId, State
from storybot.model.headings import Standing
from storybot.store.document_store import Store
from worlds.articles import make_document

TEXT = (
    "The harbour master Ines Calder shut the northern lock on Tuesday, after divers had found a"
    " crack in its gate, and said that it would not open before the spring."
)
QUESTION = "Who shut the northern lock?"


def article(text: str = TEXT, source: str = "a.md", **more: Any) -> Document:
    """Make the article as a source brings it."""
    return make_document(text, source=source, **more)


async def brought(corpus: Corpus, document: Document) -> AddResult:
    """Let a source bring an article, and say what became of it."""
    (added,) = await corpus.add([document], actor="corpus/")
    return added.result


async def quoted(answerer: Answerer) -> list[str]:
    """Return what is quoted of the lock."""
    return [c.text for c in (await answerer.answer(QUESTION)).citations]


@pytest.mark.parametrize(
    "again",
    [
        article(TEXT.replace("Tuesday, after", "Tuesday after")),
        article(publisher="The Quay Courier"),
        article(url="https://example.org/lock?utm_source=x"),
        article(TEXT, subheads=[], captions=["A lock"]),
        make_document(TEXT, "A line that the program used to leave out.", source="a.md"),
        article(source="b.md"),
        article(TEXT.upper().replace(",", ""), source="b.md"),
        make_document(TEXT, "Comments", source="c/b.md"),
        article("An altogether other text of the lock.", "b.md", url="https://www.e.org/lock/#x"),
    ],
)
async def test_a_retracted_article_does_not_come_back(
    corpus: Corpus, store: Store, answerer: Answerer, again: Document
) -> None:
    """Touched, read anew, or under another name, it waits; a person can take it."""
    await brought(corpus, article(url="https://e.org/lock"))
    id = (await store.headings())[0].id
    await corpus.retract(id, actor="telegram:1")
    assert await brought(corpus, again) is AddResult.WAITING
    assert await quoted(answerer) == []
    assert await store.standing(id) == Standing(1, State.RETRACTED, True, 2, 2)  # noqa: FBT003
    lines = len(await store.history())
    assert await brought(corpus, again) is AddResult.WAITING
    assert len(await store.history()) == lines
    assert (await corpus.restore(id, actor="telegram:1")).waiting == 2
    taken = await corpus.restore(id, 2, actor="telegram:1")
    assert (taken.version.document, taken.waiting) == (again, None)
    assert len(await store.headings()) == 1


async def test_what_waits_is_not_kept_twice(corpus: Corpus, store: Store) -> None:
    """A copy of the file under another name brings what waits already, and nothing is written."""
    await brought(corpus, article())
    await corpus.retract(DocumentId("1"), actor="telegram:1")
    touched = TEXT.replace(",", ";")
    assert await brought(corpus, article(touched, title="The lock")) is AddResult.WAITING
    lines = len(await store.history())
    assert await brought(corpus, article(touched, "b.md", title="The lock")) is AddResult.WAITING
    assert len(await store.history()) == lines
    taken = await corpus.restore(DocumentId("1"), 2, actor="telegram:1")
    assert taken.waiting is None


@pytest.mark.parametrize(
    "other",
    [
        article("The mayor opened the new museum of fishing on Friday with a speech.", "b.md"),
        article(TEXT + " " + "The ferry company will run buses instead until June. " * 6, "b.md"),
        article("Divers will look at the gate again in May.", "b.md", url="https://e.org/"),
    ],
)
async def test_another_article_is_no_twin(corpus: Corpus, other: Document) -> None:
    """What is not the retracted article is added as ever."""
    await brought(corpus, article(url="https://e.org/"))
    await corpus.retract(DocumentId("1"), actor="telegram:1")
    assert await brought(corpus, other) is AddResult.ADDED


async def test_a_correction_outlives_its_file(
    corpus: Corpus, store: Store, answerer: Answerer
) -> None:
    """The file as it was, touched, or under another name does not take its place."""
    await brought(corpus, article())
    corrected = article(TEXT.replace("Ines", "Inga"))
    await corpus.add([corrected], actor="telegram:1")
    touched = article(TEXT.replace("Tuesday,", "Tuesday"))
    for document, result in (
        (article(), AddResult.UNCHANGED),
        (touched, AddResult.WAITING),
        (article(source="b.md"), AddResult.WAITING),
        (corrected, AddResult.UNCHANGED),
    ):
        assert await brought(corpus, document) is result
        assert await quoted(answerer) == [corrected.text]
    again = article(TEXT.replace("Ines", "Inka"))
    (added,) = await corpus.add([again], actor="telegram:1")
    assert added.result is AddResult.UPDATED
    assert (await store.standing(added.version.id)).waiting is None


async def test_lifting_a_decision_gives_the_article_back_to_its_source(corpus: Corpus) -> None:
    """Once what its source brought last is current and live, the source is followed again."""
    await brought(corpus, article())
    id = DocumentId("1")
    await corpus.retract(id, actor="telegram:1")
    await corpus.undo(actor="telegram:1")
    assert await brought(corpus, article("Two.")) is AddResult.UPDATED
    await corpus.restore(id, 1, actor="telegram:1")
    assert await brought(corpus, article("Three.")) is AddResult.WAITING
    await corpus.restore(id, 3, actor="telegram:1")
    assert await brought(corpus, article("Four.")) is AddResult.UPDATED


async def test_undoing_what_was_taken_lets_it_wait_again(corpus: Corpus, store: Store) -> None:
    """The version is neither lost nor quoted."""
    await brought(corpus, article())
    id = DocumentId("1")
    await corpus.retract(id, actor="telegram:1")
    await brought(corpus, article("Two."))
    taken = await corpus.restore(id, 2, actor="telegram:1")
    await corpus.undo(actor="telegram:1", change=taken.change.number)
    assert await store.standing(id) == Standing(1, State.RETRACTED, True, 2, 2)  # noqa: FBT003


async def test_what_waits_cannot_be_undone(corpus: Corpus) -> None:
    """Undo takes back what moved the article; that something waits moved nothing."""
    await brought(corpus, article())
    retracted = await corpus.retract(DocumentId("1"), actor="telegram:1")
    await brought(corpus, article("Two."))
    assert await corpus.last_change() == retracted.change


def folder_with(tmp_path: Path, **files: str) -> Path:
    """Make a corpus folder of Markdown files."""
    folder = tmp_path / "corpus"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.md").write_text(f"# About {name}\n\n{text}\n")
    return folder


async def test_a_file_that_left_is_reported_or_retracted(
    corpus: Corpus, store: Store, tmp_path: Path
) -> None:
    """By setting; when it comes back, so does the article, and its source is followed."""
    folder = folder_with(tmp_path, a=TEXT, b="The mayor spoke on Friday of the museum.")
    await sync(corpus, folder)
    await corpus.add([article("Pasted.", "telegram:5/6")], actor="telegram:1")
    await corpus.add([article("Elsewhere.", str(tmp_path / "x.md"))], actor="cli")
    (folder / "a.md").unlink()
    (missing,) = await leave_missing(corpus, store, folder, retract=False)
    assert (missing.article.source, missing.retracted) == ("a.md", False)
    assert (await store.version(missing.article.id)).state is State.LIVE
    (missing,) = await leave_missing(corpus, store, folder, retract=True)
    assert missing.retracted
    assert await leave_missing(corpus, store, folder, retract=True) == []
    folder_with(tmp_path, a=TEXT)
    await sync(corpus, folder)
    assert await store.standing(missing.article.id) == Standing(1, State.LIVE, arrived=1)


async def test_a_person_may_keep_an_article_whose_file_left(
    corpus: Corpus, store: Store, tmp_path: Path
) -> None:
    """What was restored after its file had gone is reported, and not retracted again."""
    folder = folder_with(tmp_path, a=TEXT, b="The mayor spoke on Friday of the museum.")
    await sync(corpus, folder)
    (folder / "a.md").unlink()
    (missing,) = await leave_missing(corpus, store, folder, retract=True)
    await corpus.restore(missing.article.id, actor="telegram:1")
    (again,) = await leave_missing(corpus, store, folder, retract=True)
    assert (again.article.id, again.retracted) == (missing.article.id, False)


async def test_an_empty_folder_retracts_nothing(
    corpus: Corpus, store: Store, tmp_path: Path
) -> None:
    """A disk that is not mounted does not take the whole story away."""
    folder = folder_with(tmp_path, a=TEXT)
    await sync(corpus, folder)
    (folder / "a.md").unlink()
    (missing,) = await leave_missing(corpus, store, folder, retract=True)
    assert not missing.retracted


async def test_an_import_is_one_change_and_repeats_safely(corpus: Corpus, store: Store) -> None:
    """An article comes with versions, standing and what waits; again, it changes nothing."""
    versions = [article(TEXT), article("Two."), article("Three.")]
    exported = ExportedArticle(
        current=2, state=State.RETRACTED, held=True, arrived=3, versions=versions
    )
    assert await import_article(corpus, store, exported, actor="cli") is Imported.ADDED
    (change,) = await store.history()
    assert (change.action, change.reason, change.decided) == (Action.ADD, "imported", True)
    assert await export_article(store, change.document) == exported
    assert await import_article(corpus, store, exported, actor="cli") is Imported.THERE
    assert len(await store.history()) == 1


@pytest.mark.parametrize("source", ["a.md", "b.md"])
async def test_an_import_does_not_lift_a_retraction(
    corpus: Corpus, store: Store, answerer: Answerer, source: str
) -> None:
    """A live article of an export waits where a person has retracted it, under whatever name."""
    await brought(corpus, article())
    await corpus.retract(DocumentId("1"), actor="telegram:1")
    exported = ExportedArticle(
        current=1, state=State.LIVE, versions=[article(TEXT.replace(",", ""), source)]
    )
    assert await import_article(corpus, store, exported, actor="cli") is Imported.WAITING
    assert await quoted(answerer) == []


@pytest.mark.parametrize(
    ("current", "state", "standing"),
    [
        (2, "live", Standing(2, State.LIVE, arrived=2, newest=2)),
        (1, "live", Standing(1, State.LIVE, held=True, arrived=2, newest=2)),
        (2, "retracted", Standing(2, State.RETRACTED, held=True, arrived=2, newest=2)),
    ],
)
def test_an_earlier_export_is_read(current: int, state: State, standing: Standing) -> None:
    """Where an export does not say who decided, what is not the newest and live was decided."""
    line = {"current": current, "state": state, "versions": [article("One."), article("Two.")]}
    assert ExportedArticle.model_validate(line).standing == standing
