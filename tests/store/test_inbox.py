"""The inbox: updates survive until they are finished, and no longer than they must."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storybot.corpus.backends.databases import open_inbox
from storybot.store.inbox import HandlingOutcome, Inbox, InboxEntry
from storybot.store.postgres.inbox_tables.postgres_inbox import PostgresInbox
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from worlds.clock import InboxClock

DAY = 24 * 3600.0


@pytest.fixture
async def inbox(durable_url: str, inbox_clock: InboxClock) -> AsyncIterator[Inbox]:
    """Open an inbox in it."""
    opened: Inbox
    if durable_url.startswith("postgresql:"):
        opened = await PostgresInbox.open(durable_url, inbox_clock)
    else:
        opened = await SQLiteInbox.open(durable_url.removeprefix("sqlite:///"), inbox_clock)
    yield opened
    await opened.close()


async def test_what_was_put_is_there_after_a_restart(inbox: Inbox, durable_url: str) -> None:
    """Another process finds it, in order, with what was counted."""
    await inbox.put({8: "b", 7: "a"})
    await inbox.charge(7)
    await inbox.mark_sendings(7, 1)
    await inbox.mark_sent(7)
    await inbox.mark_sendings(8, 1)
    await inbox.mark_sendings(8, 0)
    again = await open_inbox(durable_url)
    found = await again.waiting()
    await again.close()
    received = 1_700_000_000.0
    assert found == [
        InboxEntry(7, "a", received, tries=1, sent=True, sendings=1),
        InboxEntry(8, "b", received),
    ]


async def test_only_what_was_handled_alone_is_charged_with_a_crash(inbox: Inbox) -> None:
    """What was handled beside others is suspect, and what was given back or finished is not."""
    await inbox.put(dict.fromkeys(range(1, 6), "{}"))
    for id in (1, 2, 3, 4):
        await inbox.begin(id)
    await inbox.give_back(3)
    await inbox.finish(4, HandlingOutcome.DONE)
    await inbox.recover()
    found = {e.update_id: (e.suspect, e.tries, e.crashes) for e in await inbox.waiting()}
    assert found == {1: (True, 0, 1), 2: (True, 0, 1), 3: (False, 0, 0), 5: (False, 0, 0)}
    await inbox.begin(2)
    await inbox.recover()
    found = {e.update_id: (e.suspect, e.tries, e.crashes) for e in await inbox.waiting()}
    assert found == {1: (True, 0, 1), 2: (True, 1, 2), 3: (False, 0, 0), 5: (False, 0, 0)}


async def test_what_is_put_as_begun_is_suspect_after_a_crash(inbox: Inbox) -> None:
    """Though nobody called `begin`; what was known before stays as it was."""
    await inbox.put({1: "{}"})
    put = await inbox.put(dict.fromkeys((1, 2, 3), "{}"), begun={1, 3})
    assert [(entry.update_id, entry.begun) for entry in put] == [(2, False), (3, True)]
    found = [(e.update_id, e.suspect, e.tries) for e in await inbox.recover()]
    assert found == [(3, True, 1)]


async def test_what_waits_can_be_read_in_portions_and_one_by_one(inbox: Inbox) -> None:
    """After an outage it is too much to be read at once."""
    await inbox.put({id: f"{id}" for id in range(1, 6)})
    await inbox.finish(2, HandlingOutcome.DONE)
    assert [e.update_id for e in await inbox.waiting(most=2)] == [1, 3]
    assert [e.update_id for e in await inbox.waiting(after=3, most=9)] == [4, 5]
    await inbox.charge(4)
    assert await inbox.read(4) == InboxEntry(4, "4", 1_700_000_000.0, tries=1)
    assert await inbox.as_worker("ada").read(5) == InboxEntry(5, "5", 1_700_000_000.0)
    assert [await inbox.read(2), await inbox.read(6)] == [None, None]
    assert await inbox.backlog({"", "x"}) == {"": 4, "x": 0}


async def test_an_update_is_kept_once(inbox: Inbox) -> None:
    """What Telegram delivers again is not new, finished or not."""
    assert [e.update_id for e in await inbox.put({2: "x", 1: "x"})] == [1, 2]
    await inbox.finish(1, HandlingOutcome.DONE)
    assert [e.update_id for e in await inbox.put({1: "x", 2: "x", 3: "x"})] == [3]


async def test_an_id_is_known_for_longer_than_a_day(inbox: Inbox, inbox_clock: InboxClock) -> None:
    """Telegram may deliver an update again for a day; after that the id goes, too."""
    await inbox.put({1: "text"})
    await inbox.finish(1, HandlingOutcome.DONE)
    inbox_clock.now += DAY
    await inbox.forget_old()
    assert await inbox.put({1: "text"}) == []
    inbox_clock.now += DAY
    await inbox.forget_old()
    assert await inbox.counts() == {}


async def test_a_clock_that_jumps_back_forgets_nothing(
    inbox: Inbox, inbox_clock: InboxClock
) -> None:
    """A row from the future is kept until its time has come."""
    await inbox.put({1: "{}"})
    await inbox.finish(1, HandlingOutcome.DONE)
    inbox_clock.now -= 365 * DAY
    await inbox.forget_old()
    assert await inbox.put({1: "{}"}) == []


async def test_many_at_once_share_a_transaction(inbox: Inbox) -> None:
    """Each of a hundred callers gets its own result."""
    new = await asyncio.gather(*(inbox.put({n: str(n)}) for n in range(100)))
    assert [[e.body for e in entries] for entries in new] == [[str(n)] for n in range(100)]
