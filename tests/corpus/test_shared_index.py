"""An index that several processes share, and that may be behind the store or gone."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.corpus import Corpus
from storybot.corpus.following.cutting import analysed
from storybot.corpus.following.following_index import _ANALYSIS
from storybot.corpus.library import Story, open_story
from storybot.model.documents import DocumentId
from storybot.model.errors import IndexUnavailable, SettingError, StoreError
from storybot.model.passages import PassageId
from storybot.search.embedded.embedded_index import EmbeddedFilling, EmbeddedIndex
from storybot.search.index import IndexEntry, Reflected
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import read_cluster_url
from storybot.search.opensearch.schema import body
from storybot.store.document_store import CommitOutcome, Edit, Generation, Store
from worlds.articles import make_document
from worlds.opensearch_fixtures import delete_index

T = TypeVar("T")
QUESTION = "Who opened the bridge?"
SAID = "The mayor opened the bridge on Monday."


class Lagging(EmbeddedIndex):
    """An index that finds what was removed for good, as a replica does that lags behind."""

    async def change(
        self,
        *,
        removed: Iterable[PassageId] = (),
        added: Sequence[IndexEntry] = (),
        generation: Reflected | None = None,
    ) -> None:
        """Add passages, and remove none but those that come again."""
        again = {entry.id for entry in added}
        await super().change(
            removed=[id for id in removed if id in again], added=added, generation=generation
        )


class Gone(EmbeddedIndex):
    """An index whose cluster cannot be reached."""

    async def settled(self, read: Callable[[], T]) -> T:  # noqa: ARG002 (the protocol's name)
        """Fail."""
        raise IndexUnavailable("Nobody is there.", "not_read")


async def test_what_a_lagging_index_still_finds_is_not_quoted(store: Store) -> None:
    """Whoever quotes asks the store whether the article stands."""
    index = Lagging()
    corpus = await Corpus.open(store, index)
    answerer = Answerer(store, index, generation=lambda: corpus.generation)
    (added,) = await corpus.add([make_document(SAID)], actor="me")
    assert (await answerer.answer(QUESTION)).citations[0].text == SAID
    await corpus.retract(added.version.id, actor="me")
    assert len(index) == 1
    assert not (await answerer.answer(QUESTION)).citations


class Shared(EmbeddedIndex):
    """An index that other processes change, too, as far as a test says so."""

    is_shared = True  # type: ignore[misc]  # the embedded index is not

    def __init__(self) -> None:
        super().__init__()
        self.at: Reflected | None = None
        self.fillings = self.changes = 0
        self.looks = asyncio.Event()

    def vanish(self) -> None:
        """Be gone, as if somebody had deleted it."""
        self.clear()
        self.at = None

    async def reflected(self) -> Reflected | None:  # type: ignore[override]  # it reflects nothing
        """Return what the processes have brought it to."""
        self.looks.set()
        return self.at

    async def change(
        self,
        *,
        removed: Iterable[PassageId] = (),
        added: Sequence[IndexEntry] = (),
        generation: Reflected | None = None,
    ) -> None:
        """Change it, and note how far it is."""
        self.changes += 1
        await super().change(removed=removed, added=added, generation=generation)
        self.at = generation

    @asynccontextmanager
    async def filling(self) -> AsyncIterator[EmbeddedFilling]:
        """Count it; what it is brought to is noted as it takes its place."""
        self.fillings += 1
        async with super().filling() as filling:
            swap = filling.swap

            async def noted(generation: Reflected) -> None:
                await swap(generation)
                self.at = generation

            filling.swap = noted  # type: ignore[method-assign]
            yield filling


@pytest.fixture
async def shared_index(store: Store) -> Shared:
    """Fill an index with one article."""
    index = Shared()
    corpus = await Corpus.open(store, index)
    await corpus.add([make_document(SAID)], actor="me")
    return index


async def test_no_change_waits_for_another_process_that_fills_the_index(
    store: Store, shared_index: Shared
) -> None:
    """It is made at once, and confirmed once the index that the other one fills has it."""
    corpus = await Corpus.open(store, shared_index)
    fillings, before = shared_index.fillings, await store.generation()
    await store.recut(analysed, analysis="another")  # whose index is still to be filled
    shared_index.looks.clear()
    following = asyncio.create_task(corpus.catch_up())
    await shared_index.looks.wait()
    retracting = asyncio.create_task(corpus.retract(DocumentId("1"), actor="me"))
    while (await store.generation()).change == before.change:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0)
    assert not following.done()
    assert not retracting.done()
    shared_index.at = tuple(await store.generation())
    await following
    await retracting
    assert corpus.generation == await store.generation()
    assert shared_index.fillings == fillings


async def test_what_another_process_filled_is_not_filled_again(
    store: Store, shared_index: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it lacks the last change, that is what it is given."""
    corpus = await Corpus.open(store, shared_index)
    fillings = shared_index.fillings
    await store.recut(analysed, analysis=_ANALYSIS)
    shared_index.at = tuple(await store.generation())
    alone = await Corpus.open(store, EmbeddedIndex())
    await alone.retract(DocumentId("1"), actor="me")
    monkeypatch.setattr("storybot.corpus.following.following_index._PATIENCE", 0)
    assert await corpus.catch_up()
    assert shared_index.at == tuple(await store.generation()) == tuple(corpus.generation)
    assert shared_index.fillings == fillings


async def test_a_change_is_not_confirmed_for_ever_later(
    store: Store, shared_index: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever fills the index anew may take minutes, and gives it the change, too."""
    monkeypatch.setattr("storybot.corpus.following.following_index._CONFIRMED", 0.2)
    monkeypatch.setattr("storybot.corpus.following.following_index._LONG", 60.0)
    corpus = await Corpus.open(store, shared_index)
    fillings = shared_index.fillings
    await store.recut(analysed, analysis="another")
    following = asyncio.create_task(corpus.catch_up())  # holds up all that wait with it
    await asyncio.wait_for(corpus.retract(DocumentId("1"), actor="me"), 30)
    assert not following.done()
    assert shared_index.fillings == fillings
    shared_index.at = tuple(await store.generation())
    await following
    assert corpus.generation == await store.generation()


async def test_a_change_that_is_made_is_not_told_as_failed(
    store: Store,
    shared_index: Shared,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The database may fail right after it, where it is asked how far the index is."""
    corpus = await Corpus.open(store, shared_index)
    commit = store.commit

    async def failing() -> NoReturn:
        raise StoreError("The disk is full.")

    async def and_fail(edits: Sequence[Edit]) -> Sequence[CommitOutcome]:
        outcomes = await commit(edits)
        generation = store.generation

        async def once() -> Generation:  # by which the change itself is applied
            monkeypatch.setattr(store, "generation", failing)
            return await generation()

        monkeypatch.setattr(store, "generation", once)
        return outcomes

    monkeypatch.setattr(store, "commit", and_fail)
    (added,) = await corpus.add([make_document("It rained in Ankara.", source="b")], actor="me")
    assert added.version.document.text == "It rained in Ankara."
    assert "The disk is full." in caplog.text


@pytest.mark.parametrize("look", [1, 2])
async def test_an_index_that_is_ahead_is_neither_waited_for_nor_filled(
    store: Store, shared_index: Shared, monkeypatch: pytest.MonkeyPatch, look: int
) -> None:
    """Another process may cut and fill anew after the state of the store was read, at any look."""
    corpus = await Corpus.open(store, shared_index)
    alone = await Corpus.open(store, EmbeddedIndex())
    await alone.retract(DocumentId("1"), actor="me")
    shared_index.at = tuple(await store.generation())
    fillings, looks, reflected = shared_index.fillings, 0, shared_index.reflected

    async def overtaking() -> Reflected | None:
        nonlocal looks
        looks += 1
        assert looks < 9, "it is waited for"
        if looks == look:
            await store.recut(analysed, analysis=_ANALYSIS)
            shared_index.at = tuple(await store.generation())
        return await reflected()

    monkeypatch.setattr(shared_index, "reflected", overtaking)
    await corpus.catch_up()
    assert looks == 2
    await corpus.catch_up()
    assert corpus.generation == await store.generation()
    assert shared_index.fillings == fillings


async def test_an_index_that_somebody_deletes_is_filled_without_a_change(
    store: Store, shared_index: Shared
) -> None:
    """Whoever follows the corpus looks whether it is there."""
    corpus = await Corpus.open(store, shared_index)
    assert not await corpus.follow(0)
    shared_index.vanish()
    assert await corpus.follow(0)
    assert shared_index.at == tuple(await store.generation())
    assert len(shared_index) == 1


async def test_many_articles_are_one_change_of_the_index(
    store: Store, shared_index: Shared
) -> None:
    """It waits for each until searches see it: thousands of articles took hours."""
    corpus = await Corpus.open(store, shared_index)
    other = await Corpus.open(store, shared_index)
    changes = shared_index.changes
    articles = [make_document(f"Berth {n} is free.", source=f"{n}.txt") for n in range(40)]
    await corpus.add(articles, actor="me")
    assert shared_index.changes == changes + 1
    alone = await Corpus.open(store, EmbeddedIndex())
    for number in range(2, 12):
        await alone.retract(DocumentId(str(number)), actor="me")
    await other.catch_up()
    assert shared_index.changes == changes + 2
    assert len(shared_index) == 31
    assert shared_index.at == tuple(await store.generation())


class Turn:
    """The turn to fill, as processes have it that share a server."""

    def __init__(self) -> None:
        self.taken = asyncio.Lock()
        self.refused = asyncio.Event()
        self.refusals = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[bool]:
        """Yield whether it was free."""
        if self.taken.locked():
            self.refused.set()
            self.refusals += 1
            yield False
            return
        async with self.taken:
            yield True


@pytest.fixture
def turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Let one process at a time fill the index."""
    turn = Turn()
    monkeypatch.setattr(store, "turn_to_fill", turn)
    monkeypatch.setattr("storybot.corpus.following.following_index._PATIENCE", 0)
    return turn


async def test_of_several_processes_one_fills_what_somebody_deleted(
    store: Store, shared_index: Shared, turn: Turn
) -> None:
    """The others go on once it has."""
    several = [await Corpus.open(store, shared_index) for _ in range(4)]
    fillings = shared_index.fillings
    shared_index.vanish()
    async with turn():  # of a fifth process, which ends before it has filled anything
        assert [await corpus.follow(0) for corpus in several] == [False] * 4
    assert shared_index.fillings == fillings
    await asyncio.gather(*(corpus.follow(0) for corpus in several))
    for corpus in several:
        await corpus.follow(0)
        assert corpus.generation == await store.generation()
    assert shared_index.fillings == fillings + 1


async def test_not_every_question_asks_whose_turn_it_is(
    store: Store, shared_index: Shared, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would open a connection for it, while the index is gone and all of them fail."""
    corpus = await Corpus.open(store, shared_index)
    shared_index.vanish()
    monkeypatch.setattr("storybot.corpus.following.following_index._PATIENCE", 60.0)
    async with turn():
        assert not any([await corpus.follow(0) for _ in range(5)])
    assert turn.refusals == 1
    monkeypatch.setattr("storybot.corpus.following.following_index._PATIENCE", 0)
    assert await corpus.follow(0)


async def test_a_process_begins_once_another_has_filled_the_index(
    store: Store, shared_index: Shared, turn: Turn
) -> None:
    """It does not fill it, too, and answers nothing before."""
    fillings, at = shared_index.fillings, shared_index.at
    shared_index.at = None
    async with turn():
        opening = asyncio.create_task(Corpus.open(store, shared_index))
        await turn.refused.wait()
        assert not opening.done()
        shared_index.at = at
    assert (await opening).generation == await store.generation()
    assert shared_index.fillings == fillings


async def test_an_index_that_is_gone_is_an_error_and_no_abstention(store: Store) -> None:
    """Nothing is known of what the articles say, so nothing is said of it."""
    with pytest.raises(IndexUnavailable):
        await Answerer(store, Gone()).answer(QUESTION)


async def test_a_cluster_that_nobody_answers_for_is_told_at_the_start(tmp_path: Path) -> None:
    """With what to do, and without the password."""
    pytest.importorskip("opensearchpy")
    with pytest.raises(IndexUnavailable, match="Try again") as caught:
        async with open_story(
            f"sqlite:///{tmp_path}/s.db", index="opensearch://u:secret@127.0.0.1:9/story"
        ):
            pass
    assert "secret" not in str(caught.value)
    with pytest.raises(SettingError, match="STORYBOT_INDEX"):
        async with open_story(index="opensearch://u:secret@127.0.0.1:x/story"):
            pass


@pytest.fixture
async def index(opensearch: str) -> AsyncIterator[str]:
    """Name an index on the cluster, for a test alone."""
    url = f"{opensearch}/test-{secrets.token_hex(6)}?refresh_ms=20"
    yield url
    await delete_index(read_cluster_url(url))


async def first(story: Story) -> str | None:
    """Return the first sentence that answers, None where it abstains."""
    answer = await story.ask(QUESTION)
    return answer.citations[0].text if answer.answered else None


@pytest.mark.xdist_group("opensearch")
class TestOnACluster:
    """Two processes on one database and one index."""

    async def test_what_one_changes_the_other_answers_from(
        self, index: str, tmp_path: Path
    ) -> None:
        """At once, whichever of them it was."""
        database = f"sqlite:///{tmp_path}/s.db"
        async with (
            open_story(database, index=index) as story,
            open_story(database, index=index) as other,
        ):
            added = await story.add(make_document(SAID, source="a"))
            assert (await first(story), await first(other)) == (SAID, SAID)
            newer = SAID.replace("mayor", "queen")
            await other.add(make_document(newer, source="a"))
            assert (await first(story), await first(other)) == (newer, newer)
            await story.retract(added.version.id)
            assert (await first(story), await first(other)) == (None, None)
            await other.restore(added.version.id)
            assert (await first(story), await first(other)) == (newer, newer)
            assert await story.index.count() == 1

    async def test_what_one_left_undone_another_makes_good(
        self, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A process that dies between store and index leaves nothing that is never found."""
        monkeypatch.setattr("storybot.corpus.following.following_index._PATIENCE", 0)
        database = f"sqlite:///{tmp_path}/s.db"
        async with open_story(database, index=index) as story:
            await story.add(make_document("It rained in Ankara.", source="b"))
            async with open_story(database) as dying:  # its index is its own
                await dying.add(make_document(SAID, source="a"))
            assert await first(story) == SAID
        async with open_story(database) as dying:
            await dying.retract("2")
        async with open_story(database, index=index) as story:
            assert await first(story) is None
            assert await story.index.count() == 1

    async def test_an_index_of_another_database_is_filled_anew(
        self, index: str, tmp_path: Path
    ) -> None:
        """As is one that is cut anew; words that it lacks are corrected by its vocabulary."""
        async with open_story(f"sqlite:///{tmp_path}/one.db", index=index) as story:
            await story.add(make_document("The queen opened the bridge.", source="a"))
        async with open_story(f"sqlite:///{tmp_path}/two.db", index=index) as story:
            assert await first(story) is None
            await story.add(make_document(SAID, source="a"))
            await story.corpus.reindex()
            assert await first(story) == SAID
            misspelt = await story.ask("Who opened the bridgge?")
            assert misspelt.citations[0].text == SAID

    async def test_an_index_that_an_operator_deleted_is_filled_anew(
        self, index: str, tmp_path: Path
    ) -> None:
        """Whatever is written next, no index takes the name that means the filled one."""
        async with open_story(f"sqlite:///{tmp_path}/s.db", index=index) as story:
            added = await story.add(make_document(SAID, source="a"))
            await story.add(make_document("It rained in Ankara.", source="b"))
            for change in ("retract", "restore"):
                await delete_index(read_cluster_url(index))
                with pytest.raises(IndexUnavailable):
                    await story.index.change(removed=[PassageId(1)], generation=(0, 9, 0))
                await getattr(story, change)(added.version.id)
                assert await first(story) == (SAID if change == "restore" else None)
            await delete_index(read_cluster_url(index))
            with pytest.raises(IndexUnavailable):
                await story.ask("When did it rain in Ankara?")
            await story.corpus.follow(0)
            assert await first(story) == SAID

    async def test_versions_of_two_formats_run_beside_each_other(
        self, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in a rolling upgrade: neither takes the other's index away, both see all changes."""
        database = f"sqlite:///{tmp_path}/s.db"
        async with open_story(database, index=index) as story:
            added = await story.add(make_document(SAID, source="a"))
            monkeypatch.setattr("storybot.search.opensearch.cluster_url.FORMAT", 0)
            async with open_story(database, index=index) as other:
                assert (await first(story), await first(other)) == (SAID, SAID)
                await other.retract(added.version.id)
                assert (await first(story), await first(other)) == (None, None)
                await story.restore(added.version.id)
                assert (await first(story), await first(other)) == (SAID, SAID)

    async def test_an_index_that_has_the_name_of_the_story_is_left_alone(
        self, index: str, tmp_path: Path
    ) -> None:
        """It may be somebody else's."""
        url = read_cluster_url(index)
        cluster = Cluster(url)
        await cluster.create(url.alias, body(url))
        try:
            with pytest.raises(SettingError, match="is an index"):
                async with open_story(f"sqlite:///{tmp_path}/s.db", index=index):
                    pass
        finally:
            await cluster.delete(url.alias)
            await cluster.close()
