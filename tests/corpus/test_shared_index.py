"""An index that several processes share, and that may be behind the store or gone."""

import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.corpus import Corpus
from storybot.corpus.library import Story, open_story
from storybot.model.errors import IndexUnavailable, SettingError
from storybot.model.passages import PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import IndexEntry, Reflected
from storybot.search.opensearch.cluster_url import read_cluster_url
from storybot.store.document_store import Store
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
        monkeypatch.setattr("storybot.corpus.following._PATIENCE", 0)
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
