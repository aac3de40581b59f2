"""Drafts of moderators in the database: bounded in age and number, remembered through a restart."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storybot.model.errors import StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import StoredDraft
from worlds.clock import Clock
from worlds.readers import readers_in


@pytest.fixture
async def memory(durable_url: str, clock: Clock) -> AsyncIterator[ReaderMemory]:
    """Open the memory that drafts are in."""
    opened = await readers_in(durable_url, clock)
    yield opened
    await opened.close()


async def test_a_draft_remembers_what_became_of_it(
    memory: ReaderMemory, durable_url: str, clock: Clock
) -> None:
    """What it was first begun at stays; it is there for another process too."""
    await memory.drafts.keep("id", "body")
    assert await memory.drafts.look("id") == StoredDraft("body", None, None)
    await memory.drafts.begin("id", 3)
    await memory.drafts.begin("id", 5)
    await memory.drafts.finish("id", 7)
    other = await readers_in(durable_url, clock)
    assert await other.drafts.look("id") == StoredDraft("body", 3, 7)
    await other.close()
    await memory.drafts.drop("id")
    assert await memory.drafts.look("id") is None


async def test_a_draft_grows_old(memory: ReaderMemory, clock: Clock, file: Path) -> None:
    """After six hours it is gone, and with the next cleaning out of the file too."""
    await memory.drafts.keep("id", "KITTIWAKE" * 100)
    clock.now += timedelta(hours=6)
    assert await memory.drafts.look("id")
    clock.now += timedelta(seconds=1)
    assert await memory.drafts.look("id") is None
    await memory.forget_old(30)
    await memory.close()
    left = await asyncio.to_thread(lambda: [path.read_bytes() for path in file.parent.iterdir()])
    assert not any(b"KITTIWAKE" in content for content in left)


async def test_the_oldest_draft_makes_room(memory: ReaderMemory) -> None:
    """Drafts are bounded in number."""
    for n in range(210):
        await memory.drafts.keep(f"{n}", "body")
    kept = [n for n in range(210) if await memory.drafts.look(f"{n}")]
    assert kept == list(range(10, 210))


async def test_an_id_is_given_once(memory: ReaderMemory) -> None:
    """What the database refuses is a `StoreError`, as with everything that is kept of readers."""
    await memory.drafts.keep("id", "body")
    with pytest.raises(StoreError):
        await memory.drafts.keep("id", "another")
    assert await memory.drafts.look("id") == StoredDraft("body", None, None)


async def test_a_pasted_draft_goes_with_its_author(memory: ReaderMemory) -> None:
    """/forget_me removes what names the person's chat; others' drafts stay."""
    for user in (7001, 70012):
        await memory.drafts.keep(f"{user}", f'{{"source":"telegram:{user}/5"}}')
    await memory.forget_user(7001)
    assert await memory.drafts.look("7001") is None
    assert await memory.drafts.look("70012")


async def test_what_names_a_person_goes_with_the_person(memory: ReaderMemory) -> None:
    """In what a draft says, or in the id by which an answer to it is found; % and _ are no more."""
    gone = {"a": '{"person":7001,"x":1}', "asked:7001.5": "{}"}
    stay = {"b": '{"person":70011,"x":1}', "asked:70011.5": "{}", "asked:700_": "{}"}
    for id, body in (gone | stay).items():
        await memory.drafts.keep(id, body)
    await memory.forget_user(7001)
    assert [id for id in gone | stay if await memory.drafts.look(id)] == list(stay)


async def test_a_draft_is_revised_until_it_is_carried_out(memory: ReaderMemory) -> None:
    """What became of it stays as it was confirmed."""
    await memory.drafts.keep("a", "first")
    await memory.drafts.revise("a", "second")
    await memory.drafts.finish("a", 3)
    await memory.drafts.revise("a", "third")
    kept = await memory.drafts.look("a")
    assert kept
    assert kept.body == "second"
