"""Done means done: what another process has changed is answered from then on."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from storybot import Story, open_story
from storybot.answering import current_answers
from storybot.answering.answer import Answerer
from storybot.corpus.following.cutting import Ahead, analysed
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from worlds.articles import make_document

QUESTION = "Who opened the Lantern Bridge?"
MAYOR = "Mayor {} opened the Lantern Bridge in Marlow Quay on Monday morning."


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """Open a story as the bot does, with a few articles around the one that is changed."""
    async with open_story(f"sqlite:///{tmp_path}/s.db") as opened:
        for n in range(5):
            text = f"Passenger number {n} said that the ferry would be missed on shore {n}."
            await opened.add(make_document(text, source=f"{n}.md"))
        await opened.add(make_document(MAYOR.format("Zero"), source="mayor.md"))
        yield opened


@pytest.fixture
async def other(tmp_path: Path, story: Story) -> AsyncIterator[Story]:
    """Open the same database as another process does."""
    async with open_story(f"sqlite:///{tmp_path}/s.db") as opened:
        yield opened


async def first(story: Story) -> str | None:
    """Return the first sentence that answers, None where it abstains."""
    answer = await story.ask(QUESTION)
    return answer.citations[0].text if answer.answered else None


async def test_what_another_process_confirmed_is_answered_at_once(
    story: Story, other: Story
) -> None:
    """A new version, a retraction and a restoration count for the next question."""
    assert await first(story) == MAYOR.format("Zero")
    added = await other.add(make_document(MAYOR.format("One"), source="mayor.md"))
    assert await first(story) == MAYOR.format("One")
    await other.retract(added.version.id)
    assert await first(story) is None
    await other.restore(added.version.id)
    assert await first(story) == MAYOR.format("One")


async def test_no_question_falls_between_two_states(story: Story, other: Story) -> None:
    """While an article is changed over and over, each answer is one of its versions."""

    async def change() -> None:
        for n in range(30):
            await other.add(make_document(MAYOR.format(f"No{n}"), source="mayor.md"))
            if n % 5 == 0:
                await other.corpus.reindex()

    changing = asyncio.create_task(change())
    found = []
    while not changing.done():
        found.append(await first(story))
        await asyncio.sleep(0)
    await changing
    assert None not in found
    assert len(set(found)) > 10


@pytest.mark.parametrize("recut", [False, True])
async def test_a_change_between_any_two_reads_hides_nothing(
    story: Story, other: Story, monkeypatch: pytest.MonkeyPatch, *, recut: bool
) -> None:
    """However many reads a question and its catching up take, another process may be faster."""
    store = story.store
    assert isinstance(store, SQLiteStore)
    read, number, at, reads = store._rows, 0, 0, 0

    async def rows(sql: str, values: Sequence[object] = ()) -> list[Any]:
        nonlocal number, reads
        reads += 1
        if reads == at:
            number += 1
            await other.add(make_document(MAYOR.format(f"No{number}"), source="mayor.md"))
        return await read(sql, values)

    monkeypatch.setattr(store, "_rows", rows)
    monkeypatch.setattr(store, "_glanced", list)  # so that the generation is read as all else is
    while reads >= at:
        number, at, reads = number + 1, at + 1, -1000
        await first(story)  # each time from the same state
        reads = 0
        await other.add(make_document(MAYOR.format(f"No{number}"), source="mayor.md"))
        if recut:
            await other.corpus.reindex()
        assert await first(story), f"a change before read {at} of {reads}"
    assert at > 5


async def test_the_index_lacks_no_article_while_it_catches_up(story: Story, other: Story) -> None:
    """Of several versions of an article the passages of the last are there, and count at once."""
    for n in range(4):
        await other.add(make_document(MAYOR.format(f"No{n}"), source="mayor.md"))
        await other.add(make_document(f"The tide fell {n} times a day.", source=f"{n}.md"))
    seen = set[int]()
    catching_up = asyncio.create_task(story.corpus.catch_up())
    while not catching_up.done():
        seen.add(story.index.statistics.document_frequency("lantern"))
        await asyncio.sleep(0)
    assert await catching_up
    assert seen == {1}
    assert await first(story) == MAYOR.format("No3")


async def test_a_rebuild_is_answered_from_the_old_state_until_it_stands(
    story: Story, other: Story
) -> None:
    """An index that has yet to take over a reindex answers as before, and does not wait."""

    async def never() -> None:
        await asyncio.Event().wait()

    stuck = Answerer(
        story.store, story.index, generation=lambda: story.corpus.generation, catch_up=never
    )
    for _ in range(2):
        await other.corpus.reindex()
        answer = await stuck.answer(QUESTION)
        assert (answer.answered, answer.citations[0].text) == (True, MAYOR.format("Zero"))
    await story.corpus.catch_up()
    assert await first(story) == MAYOR.format("Zero")


async def test_a_question_waits_for_so_long_and_no_longer(
    story: Story, other: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the index cannot follow, what is known to be retracted is not quoted all the same."""
    monkeypatch.setattr(current_answers, "_LONGEST_WAIT", 0.3)
    asked = []

    async def never() -> None:
        asked.append(1)
        await asyncio.Event().wait()

    stuck = Answerer(
        story.store, story.index, generation=lambda: story.corpus.generation, catch_up=never
    )
    await other.retract("6")
    assert not (await stuck.answer(QUESTION)).answered
    assert asked
    for task in stuck._current._following:
        task.cancel()


async def test_the_old_cut_goes_once_nobody_needs_it(
    story: Story, other: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passages from before a reindex are kept for a while, then deleted at an opening."""
    old = [p.id async for p in story.store.index_entries()]
    await other.corpus.reindex()
    async with open_story(f"sqlite:///{tmp_path}/s.db") as third:
        assert len(await third.store.passages(old)) == len(old)
    monkeypatch.setattr("storybot.store.sqlite.changes.recutting.KEPT_SECONDS", -1)
    async with open_story(f"sqlite:///{tmp_path}/s.db") as third:
        assert await third.store.passages(old) == []
        assert await first(third) == MAYOR.format("Zero")


class _LookedUp(dict[int, Any]):
    """A table that nobody may go through."""

    def __iter__(self) -> Iterator[int]:
        raise AssertionError

    def items(self) -> Any:
        """Refuse it, too."""
        raise AssertionError


async def test_what_was_cut_ahead_is_looked_up() -> None:
    """All articles of a folder are cut ahead, and then added one by one: each costs the same."""
    documents = [make_document(f"The ferry was {n} minutes late.", source=f"{n}") for n in range(3)]
    cuts = await analysed(documents[:2])
    ahead = Ahead(documents[:2], cuts)
    ahead._cuts = _LookedUp(ahead._cuts)
    found = await ahead.analysed(documents[1:])
    assert found[0] is cuts[1]
    assert found[1:] == await analysed(documents[2:])
