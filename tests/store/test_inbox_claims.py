"""The contract of claims: no chat in two hands, each in order, nothing lost with a worker."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import closing

import asyncpg
import pytest

from storybot.corpus.backends.databases import open_inbox
from storybot.store.inbox import ClaimLost, Claims, HandlingOutcome, Inbox, InboxEntry
from storybot.store.postgres.inbox_tables.postgres_inbox import PostgresInbox

LONG, OVER = 60.0, 0.0
"""Leases in seconds: one that lasts for the whole test, one that has run out already."""
DONE = HandlingOutcome.DONE


@pytest.fixture
async def inbox(database_url: str) -> AsyncIterator[Inbox]:
    """Open an inbox."""
    opened = await open_inbox(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def ada(inbox: Inbox) -> Claims:
    """Make a worker."""
    return inbox.as_worker("ada")


@pytest.fixture
def bob(inbox: Inbox) -> Claims:
    """Make another worker."""
    return inbox.as_worker("bob")


async def put(inbox: Inbox, **chats: Iterable[int]) -> None:
    """Put updates of some chats."""
    turns = {id: chat for chat, ids in chats.items() for id in ids}
    bodies = {id: f"{turns[id]} {id}" for id in sorted(turns)}
    await inbox.put(bodies, turns, for_workers=True)


def ids(entries: Iterable[InboxEntry]) -> list[int]:
    """Return the ids of updates."""
    return [entry.update_id for entry in entries]


async def test_a_chat_is_held_by_one(inbox: Inbox, ada: Claims, bob: Claims) -> None:
    """Whole chats are handed out, by their oldest update; what comes later goes to the holder."""
    await put(inbox, a=[1, 4], b=[2], c=[3])
    assert ids(await ada.claim(2, LONG)) == [1, 2, 4]
    assert ids(await bob.claim(2, LONG)) == [3]
    await put(inbox, a=[5], c=[6], d=[7])
    assert ids(await bob.claim(2, LONG)) == [6, 7]
    assert ids(await ada.claim(2, LONG)) == [5]
    assert ids(await ada.claim(2, LONG)) == ids(await bob.claim(2, LONG)) == []


async def test_the_newest_chats_can_be_claimed_first(inbox: Inbox, ada: Claims) -> None:
    """Whole ones too; so of a backlog, a worker can take both ends by turns."""
    await put(inbox, a=[1, 4], b=[2], c=[3, 5], d=[6])
    assert ids(await ada.claim(2, LONG, newest=True)) == [3, 5, 6]
    assert ids(await ada.claim(1, LONG)) == [1, 4]
    assert ids(await ada.claim(9, LONG, newest=True)) == [2]


async def test_a_chat_stays_with_its_holder_when_all_is_done(
    inbox: Inbox, ada: Claims, bob: Claims
) -> None:
    """What the holder's memory knows of the chat is of use for its next update."""
    await put(inbox, a=[1])
    await ada.claim(1, LONG)
    await ada.finish(1, DONE)
    await ada.renew(LONG)
    await put(inbox, a=[2])
    assert ids(await bob.claim(1, LONG)) == []
    assert ids(await ada.claim(0, LONG)) == [2]


async def test_what_others_hold_costs_a_look_and_no_write(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each worker hears of each update, and most of them are of chats that another one holds."""
    inbox = await PostgresInbox.open(postgres_url)
    ada, bob = inbox.as_worker("ada"), inbox.as_worker("bob")
    await bob.renew(LONG)
    await put(inbox, a=[1])
    await ada.claim(1, LONG)
    await put(inbox, a=[2])

    async def never(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(inbox._pool, "transact", never)
        assert await bob.claim(1, LONG) == []
    await put(inbox, b=[3])
    assert ids(await bob.claim(1, LONG)) == [3]
    assert ids(await ada.claim(1, LONG)) == [2]
    await inbox.close()


async def test_a_chat_is_let_go_after_its_last_update(durable_url: str) -> None:
    """Also where that was handled between two renewals of the lease, which saw nothing of it."""
    inbox = await open_inbox(durable_url)
    ada, bob = inbox.as_worker("ada"), inbox.as_worker("bob")
    await put(inbox, a=[1])
    await ada.claim(1, LONG)
    await ada.finish(1, DONE)
    await let_a_minute_pass(durable_url)
    await put(inbox, a=[2])
    await ada.claim(1, LONG)
    await ada.finish(2, DONE)
    await ada.renew(LONG)
    await put(inbox, a=[3])
    assert ids(await bob.claim(1, LONG)) == []
    await ada.claim(1, LONG)
    await ada.finish(3, DONE)
    await let_a_minute_pass(durable_url)
    await ada.renew(LONG)
    await put(inbox, a=[4])
    assert ids(await bob.claim(1, LONG)) == [4]
    await inbox.close()


async def let_a_minute_pass(database_url: str) -> None:
    """Make the last use of every claim longer ago than idle chats are held."""
    if database_url.startswith("postgresql:"):
        connection = await asyncpg.connect(database_url)
        await connection.execute("UPDATE inbox_claims SET used = used - interval '70 s'")
        await connection.close()
    else:
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as database:
            database.execute("UPDATE inbox_claims SET used = used - 70")
            database.commit()


async def test_what_a_dead_worker_held_comes_back(inbox: Inbox, ada: Claims, bob: Claims) -> None:
    """With all that was recorded, in order; what was handled then is suspect, and charged alone."""
    await put(inbox, a=[1, 3], b=[2])
    await ada.claim(9, OVER)
    await ada.begin(1)
    await ada.mark_sendings(1, 1)
    first, second, third = await bob.claim(9, LONG)
    assert ids([first, second, third]) == [1, 2, 3]
    assert (first.suspect, first.tries, first.crashes, first.sendings) == (True, 1, 1, 1)
    assert not second.suspect
    assert not third.suspect


async def test_of_several_the_culprit_is_unknown(inbox: Inbox, ada: Claims, bob: Claims) -> None:
    """None of the updates that a dead worker was handling at once is charged with an attempt."""
    await put(inbox, a=[1], b=[2], c=[3])
    await ada.claim(9, LONG)
    await ada.begin(1)
    await ada.begin(2)
    await inbox.as_worker("ada").release()
    found = await bob.claim(9, LONG)
    assert [(e.suspect, e.tries, e.crashes) for e in found] == [
        (True, 0, 1),
        (True, 0, 1),
        (False, 0, 0),
    ]


async def test_a_late_finish_does_no_harm(inbox: Inbox, ada: Claims, bob: Claims) -> None:
    """Who lost a chat records nothing more of it, sends nothing, and cannot claim again."""
    await put(inbox, a=[1, 2])
    await ada.claim(1, OVER)
    await ada.begin(1)
    assert ids(await bob.claim(1, LONG)) == [1, 2]
    await bob.begin(1)
    for late in (
        lambda: ada.finish(1, HandlingOutcome.DEAD),
        lambda: ada.mark_sendings(1, 1),
        lambda: ada.begin(2),
        lambda: ada.renew(LONG),
        lambda: ada.claim(1, LONG),
    ):
        with pytest.raises(ClaimLost):
            await late()
    await bob.finish(1, DONE)
    assert await inbox.counts() == {"done": 1, "waiting": 1}
    assert [(e.update_id, e.sendings) for e in await inbox.waiting()] == [(2, 0)]


async def test_an_expired_lease_that_nobody_took_is_extended(inbox: Inbox, ada: Claims) -> None:
    """A worker that was slow goes on where no other one has claimed meanwhile."""
    await put(inbox, a=[1])
    await ada.claim(1, OVER)
    await ada.renew(LONG)
    await ada.begin(1)
    await ada.finish(1, DONE)
    assert await inbox.counts() == {"done": 1}


async def test_given_back_it_is_not_suspect(inbox: Inbox, ada: Claims, bob: Claims) -> None:
    """A worker that ends in order leaves nothing behind; ending twice is allowed."""
    await put(inbox, a=[1], b=[2])
    await ada.claim(9, LONG)
    await ada.begin(1)
    await ada.give_back(1)
    await ada.release()
    await ada.release()
    found = await bob.claim(9, LONG)
    assert [(e.update_id, e.suspect) for e in found] == [(1, False), (2, False)]


async def test_a_single_process_takes_over_from_workers(inbox: Inbox, ada: Claims) -> None:
    """Started without workers, the bot finds what they left, and a worker gets none of it."""
    await put(inbox, a=[1], b=[2])
    await ada.claim(9, LONG)
    await ada.begin(2)
    assert ids(await inbox.recover()) == [2]
    assert [(e.update_id, e.suspect) for e in await inbox.waiting()] == [(1, False), (2, True)]
    with pytest.raises(ClaimLost):
        await ada.finish(2, DONE)
    await inbox.put({3: "{}"})
    assert await inbox.as_worker("new").claim(9, LONG) == []
    await inbox.begin(1)
    await inbox.finish(1, DONE)
    assert await inbox.counts() == {"done": 1, "waiting": 2}


async def test_workers_take_over_from_a_single_process(inbox: Inbox, ada: Claims) -> None:
    """What that was handling when it ended is suspect; before it is left to them they get none."""
    await inbox.put({1: "a", 2: "b"}, {1: "a", 2: "b"})
    await inbox.begin(2)
    assert await ada.claim(9, LONG) == []
    await inbox.leave_to_workers()
    found = [(e.update_id, e.suspect, e.tries) for e in await ada.claim(9, LONG)]
    assert found == [(1, False, 0), (2, True, 1)]


async def test_many_claimers_at_once_share_no_chat(inbox: Inbox) -> None:
    """Each update is handed out once, and all of a chat's to the same worker, in order."""
    chats = {f"c{n}": range(n, 120, 12) for n in range(12)}
    await put(inbox, **chats)
    workers = [inbox.as_worker(f"w{n}") for n in range(6)]
    handed: list[list[InboxEntry]] = []
    while some := [e for e in await asyncio.gather(*(w.claim(1, LONG) for w in workers)) if e]:
        handed += some
    assert sorted(ids(e for entries in handed for e in entries)) == list(range(120))
    for entries in handed:
        chat = {entry.body.split()[0] for entry in entries}
        assert len(chat) == 1
        assert ids(entries) == list(chats[chat.pop()])


async def test_the_backlog_is_counted(inbox: Inbox, ada: Claims) -> None:
    """By chat and in all, whoever holds it; what is finished is not counted."""
    await put(inbox, a=[1, 2], b=[3], c=[4])
    await ada.claim(1, LONG)
    await ada.begin(1)
    await ada.finish(1, DONE)
    assert await inbox.backlog(["a", "b", "x"]) == {"a": 1, "b": 1, "x": 0, "": 3}
