"""The moderators' desk in the database: told once, planned once, remembered through a restart."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storybot.corpus.backends.databases import open_desk
from storybot.store.desk.desk_store import DeskStore
from storybot.store.reader_memory import ReaderMemory
from worlds.clock import Clock
from worlds.readers import desk_in, readers_in

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def desk(durable_url: str, clock: Clock) -> AsyncIterator[DeskStore]:
    """Open a desk."""
    opened = await desk_in(durable_url, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def memory(durable_url: str, clock: Clock) -> AsyncIterator[ReaderMemory]:
    """Open the reader memory in the same database."""
    opened = await readers_in(durable_url, clock)
    yield opened
    await opened.close()


async def test_a_message_is_queued_once_for_each_chat(desk: DeskStore, durable_url: str) -> None:
    """The same key again changes nothing, also after it was sent, until it is forgotten."""
    assert await desk.outbox.put("file:a", [("7", "one"), ("8", "two")]) == 2
    assert await desk.outbox.put("file:a", [("7", "other"), ("9", "three")]) == 1
    first, *_ = pending = await desk.outbox.pending()
    assert [(entry.chat, entry.body) for entry in pending] == [
        ("7", "one"),
        ("8", "two"),
        ("9", "three"),
    ]
    await desk.outbox.mark_sending(first.id, by=1)
    other = await open_desk(durable_url)
    assert (await other.outbox.pending())[0].sendings == 1
    await other.close()
    for entry in pending:
        await desk.outbox.finish(entry.id)
    assert await desk.outbox.put("file:a", [("7", "one")]) == 0
    await desk.outbox.forget("file:")
    assert await desk.outbox.put("file:a", [("7", "one")]) == 1


async def test_changes_at_once_lose_none(desk: DeskStore) -> None:
    """What brings notices and what sends them share a connection: each change is whole."""
    await desk.outbox.put("first", [("7", "one")])
    (first,) = await desk.outbox.pending()
    await asyncio.gather(
        *(desk.outbox.put(f"key {n}", [("7", str(n)), ("8", str(n))]) for n in range(10)),
        *(desk.outbox.mark_sending(first.id, by=1) for _ in range(10)),
    )
    found = await desk.outbox.pending()
    assert len(found) == 21
    assert found[0].sendings == 10


async def test_a_feed_is_followed_once_and_forgotten_whole(desk: DeskStore) -> None:
    """What was known of its items is gone with it, and a late note does not bring it back."""
    url = "https://example.org/feed"
    assert await desk.feeds.follow(url, "Courier", "cli")
    assert not await desk.feeds.follow(url, "Other", "cli")
    (feed,) = await desk.feeds.feeds()
    changed = replace(feed, etag='"1"', due=feed.due + timedelta(hours=1), fetched=feed.due)
    await desk.feeds.update(changed)
    await desk.feeds.note_items(url, {"a": "1", "b": "2"})
    await desk.feeds.note_items(url, {"a": "3"})
    assert await desk.feeds.feeds() == [changed]
    assert await desk.feeds.items(url) == {"a": "3", "b": "2"}
    assert await desk.feeds.stop(url)
    assert not await desk.feeds.stop(url)
    await desk.feeds.note_items(url, {"a": "4"})
    assert await desk.feeds.items(url) == {}


async def test_a_plan_is_carried_out_or_called_off(desk: DeskStore) -> None:
    """Whoever comes first wins; the other is told that there is nothing left."""
    for number, id in enumerate("abc"):
        await desk.plans.schedule(id, NOON - timedelta(hours=number), f"body {id}")
    await desk.plans.schedule("a", NOON + timedelta(days=1), "another body")
    assert [(p.id, p.body) for p in await desk.plans.planned()] == [
        ("c", "body c"),
        ("b", "body b"),
        ("a", "body a"),
    ]
    assert await desk.plans.begin("a", 3)
    assert not await desk.plans.call_off("a")
    assert await desk.plans.call_off("b")
    assert not await desk.plans.begin("b", 3)
    await desk.plans.finish("a", 4)
    assert not await desk.plans.begin("a", 5)
    found = await desk.plans.plan("a")
    assert found
    assert (found.due, found.draft.since, found.draft.change) == (NOON, 3, 4)
    assert [p.id for p in await desk.plans.planned()] == ["c"]


async def test_a_person_is_forgotten_with_their_time_zone(
    desk: DeskStore, memory: ReaderMemory
) -> None:
    """The zone of another stays."""
    await desk.plans.set_zone(7, "Europe/Kyiv")
    await desk.plans.set_zone(8, "Europe/Berlin")
    await memory.forget_user(7)
    assert [await desk.plans.zone(7), await desk.plans.zone(8)] == ["", "Europe/Berlin"]


async def test_a_lasting_draft_outlives_the_others(memory: ReaderMemory, clock: Clock) -> None:
    """It is neither too old after a night nor pushed out by many others."""
    await memory.drafts.keep("fed", "body", lasting=True)
    for number in range(201):
        await memory.drafts.keep(f"{number}", "body")
    assert await memory.drafts.look("0") is None
    clock.now += timedelta(days=13)
    await memory.forget_old(30)
    assert await memory.drafts.look("200") is None
    assert await memory.drafts.look("fed")
    clock.now += timedelta(days=2)
    assert await memory.drafts.look("fed") is None
