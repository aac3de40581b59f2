"""Changing the corpus: what is confirmed is answerable, and can be taken back."""

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.change_results import AddResult
from storybot.corpus.corpus import Corpus
from storybot.model.changes import Action
from storybot.model.documents import DocumentId, State
from storybot.model.errors import Conflict, NotFound
from storybot.search.index import Index
from storybot.store.document_store import Store
from worlds.articles import make_document


async def quotes(answerer: Answerer, question: str) -> list[str]:
    """Return the sentences that come up for a question."""
    return [c.text for c in (await answerer.answer(question)).citations]


async def test_an_added_article_is_answerable_at_once(corpus: Corpus, answerer: Answerer) -> None:
    """When `add` returns, the next question finds the article."""
    assert await quotes(answerer, "Who visits Sochi?") == []
    await corpus.add([make_document("Erdogan visits Sochi.")], actor="me")
    assert await quotes(answerer, "Who visits Sochi?") == ["Erdogan visits Sochi."]


async def test_an_update_replaces_what_is_quoted(corpus: Corpus, answerer: Answerer) -> None:
    """After an update only the new version is quoted."""
    await corpus.add([make_document("Erdogan visits Sochi.")], actor="me")
    (added,) = await corpus.add([make_document("Erdogan visits Ankara.")], actor="me")
    assert (added.result, added.version.number) == (AddResult.UPDATED, 2)
    assert await quotes(answerer, "Who visits Sochi?") == ["Erdogan visits Ankara."]


async def test_the_same_article_again_changes_nothing(corpus: Corpus, store: Store) -> None:
    """Neither a version nor a line of the audit comes of an article that is there already."""
    await corpus.add([make_document("One.")], actor="me")
    (again,) = await corpus.add([make_document("One.")], actor="me")
    (twin,) = await corpus.add([make_document("One.", source="copy.txt")], actor="me")
    assert again.result is twin.result is AddResult.UNCHANGED
    assert "has this text already" in twin.note
    assert len(await store.history()) == 1


async def test_a_retracted_article_is_never_quoted(corpus: Corpus, answerer: Answerer) -> None:
    """Retracting takes effect at once, restoring too."""
    (added,) = await corpus.add([make_document("Erdogan visits Sochi.")], actor="me")
    await corpus.retract(added.version.id, actor="me", reason="wrong")
    assert await quotes(answerer, "Who visits Sochi?") == []
    with pytest.raises(Conflict):
        await corpus.retract(added.version.id, actor="me")
    await corpus.restore(added.version.id, actor="me")
    assert await quotes(answerer, "Who visits Sochi?") == ["Erdogan visits Sochi."]
    with pytest.raises(Conflict):
        await corpus.restore(added.version.id, actor="me")


async def test_an_old_version_can_be_restored(corpus: Corpus, store: Store) -> None:
    """An article changed twice shows three versions, and the first can be quoted again."""
    for text in ("One.", "Two.", "Three."):
        (added,) = await corpus.add([make_document(text)], actor="me")
    id = added.version.id
    assert [c.after[0] for c in await store.history(id)] == [1, 2, 3]
    version = (await corpus.restore(id, 1, actor="me")).version
    assert (version.number, version.document.text) == (1, "One.")
    with pytest.raises(NotFound):
        await corpus.restore(id, 9, actor="me")


async def test_undo_walks_back_through_everything(corpus: Corpus, index: Index) -> None:
    """Undo takes back the last change that stands, one after the other, until none is left."""
    (added,) = await corpus.add([make_document("One.")], actor="me")
    id = added.version.id
    await corpus.add([make_document("Two.")], actor="me")
    await corpus.retract(id, actor="me")
    change, version, _ = await corpus.undo(actor="me")
    assert (change.action, version.state, version.number) == (Action.RETRACT, State.LIVE, 2)
    _, version, _ = await corpus.undo(actor="me")
    assert (version.state, version.number) == (State.LIVE, 1)
    _, version, _ = await corpus.undo(actor="me")
    assert version.state is State.RETRACTED
    assert len(index.statistics) == 0
    with pytest.raises(Conflict, match="nothing to undo"):
        await corpus.undo(actor="me")


async def test_undo_takes_back_the_change_that_was_named(corpus: Corpus, store: Store) -> None:
    """Another article may have changed since; the article of the change may not."""
    (one,) = await corpus.add([make_document("One.")], actor="me")
    (two,) = await corpus.add([make_document("Two.", source="b")], actor="you")
    assert one.change
    assert two.change
    done = await corpus.undo(actor="me", change=one.change.number)
    assert (done.undone, done.version.state) == (one.change, State.RETRACTED)
    assert (await store.version(two.version.id)).state is State.LIVE
    await corpus.retract(two.version.id, actor="me")
    for number in (one.change.number, two.change.number, done.change.number, 99):
        with pytest.raises(Conflict, match="in between"):
            await corpus.undo(actor="you", change=number)


async def test_changes_are_returned_as_the_audit_has_them(corpus: Corpus, store: Store) -> None:
    """Whoever made a change knows its number, whatever others change at the same time."""
    (added,) = await corpus.add([make_document("One.")], actor="me")
    id = added.version.id
    made = [
        added.change,
        (await corpus.retract(id, actor="me")).change,
        (await corpus.restore(id, actor="me")).change,
        (await corpus.undo(actor="me")).change,
    ]
    assert made == await store.history()


async def test_two_articles_of_one_source_are_refused_together(corpus: Corpus) -> None:
    """A batch with the same source twice is refused whole."""
    with pytest.raises(Conflict):
        await corpus.add([make_document("One."), make_document("Two.")], actor="me")


async def test_unknown_articles_are_not_found(corpus: Corpus) -> None:
    """Changing an article that is not there says so."""
    with pytest.raises(NotFound):
        await corpus.retract(DocumentId("7"), actor="me")


async def test_reindexing_changes_no_answer(corpus: Corpus, answerer: Answerer) -> None:
    """Cutting everything anew gives the same quotes."""
    await corpus.add([make_document("Erdogan visits Sochi. Talks follow.")], actor="me")
    before = await quotes(answerer, "Who visits Sochi?")
    await corpus.reindex()
    assert await quotes(answerer, "Who visits Sochi?") == before != []
