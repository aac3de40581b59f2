"""What an outage has left holds up nobody who comes now, and is handled itself in the end."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from telegram import Update

from storybot.bot.connection import handling
from storybot.bot.connection.handling import Handling
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.queues.lanes import Lane
from storybot.bot.connection.update_case import UpdateCase
from storybot.bot.dispatch.language import Locales
from storybot.bot.http.metrics import Metrics
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory

PLACES = 128
"""How many messages are handled at once: what is behind them waits."""
OLD = 6000


class Bot:
    """A bot that answers nothing before it is told to, with its inbox."""

    def __init__(self, inbox: SQLiteInbox, memory: SQLiteReaderMemory) -> None:
        self.bot = None
        self.inbox = inbox
        self.now = 1_700_000_000.0
        self.began: list[int] = []
        self.slots = asyncio.Semaphore(0)
        """How many messages may be sent."""
        self._beginning = asyncio.Event()
        metrics = Metrics()
        self.handling = Handling(self, inbox, metrics, Locales(memory), lambda: self.now)
        self.intake = Intake(self.handling, inbox, metrics)

    async def process_update(self, update: object) -> None:
        """Answer: a message when one may be sent, anything else at once."""
        assert isinstance(update, Update)
        self.began.append(update.update_id)
        self._beginning.set()
        if update.message:
            await self.slots.acquire()

    async def take(self, updates: Iterable[dict[str, Any]]) -> None:
        """Take in what Telegram delivers, a hundred at a time."""
        everything = list(updates)
        for first in range(0, len(everything), 100):
            await self.intake.take(everything[first : first + 100])

    async def send(self, count: int) -> None:
        """Send so many answers, and wait until others have taken their places."""
        for _ in range(count):
            expected = min(len(self.began) + 1, len(self.began) + len(self.handling.queues))
            self.slots.release()
            await self.until(expected)

    async def until(self, begun: int) -> None:
        """Wait until so many have begun."""
        async with asyncio.timeout(60):
            while len(self.began) < begun:
                self._beginning.clear()
                await self._beginning.wait()


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Make a bot over an inbox in memory."""
    inbox = await SQLiteInbox.open(":memory:")
    memory = await SQLiteReaderMemory.open(":memory:")
    made = Bot(inbox, memory)
    inbox._now = lambda: made.now
    yield made
    await made.intake.stop(0)
    await inbox.close()
    await memory.close()


def message(id: int, chat: int = 0) -> dict[str, Any]:
    """Write a message as Telegram does, each in a chat of its own if none is named."""
    content = {"message_id": id, "date": 1, "chat": {"id": chat or id, "type": "private"}}
    return {"update_id": id, "message": content}


def query(id: int) -> dict[str, Any]:
    """Write an inline query as Telegram does."""
    content = {"id": str(id), "from": _person(id), "query": "?", "offset": ""}
    return {"update_id": id, "inline_query": content}


def press(id: int, chat: int) -> dict[str, Any]:
    """Write a pressed button as Telegram does."""
    under = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
    content = {"id": str(id), "from": _person(chat), "data": "x", "chat_instance": "1"}
    return {"update_id": id, "callback_query": content | {"message": under}}


def _person(id: int) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": "Ada"}


async def behind(bot: Bot) -> None:
    """Let a bot come back to what an outage has left."""
    await bot.take(message(id) for id in range(1, OLD + 1))
    await bot.until(PLACES)


async def test_fetching_goes_on_however_much_waits(bot: Bot) -> None:
    """Only the ids of most of it are in memory."""
    await behind(bot)
    assert not bot.intake.admission.is_full
    assert len(bot.handling.queues) == OLD - PLACES
    items = [item for queue in bot.handling.queues._queues.values() for *_, item in queue]
    assert sum(isinstance(item, UpdateCase) for item in items) <= handling._MOST_IN_MEMORY


async def test_what_goes_stale_never_waits_for_messages(bot: Bot) -> None:
    """Not even in a chat where messages wait; its order is kept."""
    await behind(bot)
    await bot.take([query(7001), press(7002, chat=9000), press(7003, chat=OLD - 5)])
    await bot.until(PLACES + 3)
    assert bot.began[PLACES:] == [7001, 7002, OLD - 5]
    while 7003 not in bot.began:
        await bot.send(1)
    assert bot.began.count(OLD - 5) == bot.began.count(7003) == 1


async def test_who_writes_now_is_answered_now_and_who_waits_is_too(bot: Bot) -> None:
    """Every other place is for the one that has waited longest."""
    await behind(bot)
    await bot.take(message(id) for id in range(7001, 7021))
    earlier = set(bot.began)
    await bot.send(40)
    begun = bot.began[PLACES:]
    assert {id for id in begun if id > OLD} == set(range(7001, 7021))
    longest = sorted(set(range(1, OLD + 1)) - earlier)[:20]
    assert [id for id in begun if id <= OLD] == longest


async def test_a_chat_with_many_updates_holds_up_nobody(bot: Bot) -> None:
    """They are answered one by one, in their order, among all who wait."""
    await bot.take([*(message(id) for id in range(1, 201))])
    await bot.until(PLACES)
    await bot.take(message(id, chat=-5) for id in range(301, 391))
    await bot.send(73)
    assert sum(id > 300 for id in bot.began) == 1
    for _ in range(300):
        bot.slots.release()
    assert await bot.handling.stop(30)
    assert [id for id in bot.began if id > 300] == list(range(301, 391))


async def test_of_what_was_left_each_is_handled_once_in_its_order(bot: Bot) -> None:
    """After a restart too, which reads it in portions, beside a suspect that is under way."""
    updates = {id: message(id, chat=1 + id % 700) for id in range(1, 1801)}
    await bot.inbox.put({id: json.dumps(update) for id, update in updates.items()})
    await bot.inbox.begin(3)
    for _ in updates:
        bot.slots.release()
    await bot.intake.replay()
    assert await bot.handling.stop(30)
    assert sorted(bot.began) == sorted(updates)
    for chat in range(1, 701):
        of_chat = [id for id in bot.began if 1 + id % 700 == chat]
        assert of_chat == sorted(of_chat)
    assert await bot.inbox.counts() == {"done": 1800}
    assert len(bot.handling) == 0


async def test_what_was_not_begun_is_left_whole_at_the_end(bot: Bot) -> None:
    """The next process handles it."""
    await behind(bot)
    assert not await bot.handling.stop(0)
    assert len(bot.handling.queues) == 0
    assert await bot.inbox.counts() == {"waiting": OLD}
    assert [entry.tries for entry in await bot.inbox.waiting(most=200)] == [0] * 200


async def test_queries_that_nobody_awaits_are_finished_together(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction for many of them, and no turn."""
    await bot.inbox.put({id: json.dumps(query(id)) for id in range(1, 401)})
    commits: list[int] = []
    commit = bot.inbox._commit

    async def count(batch: Any) -> None:
        commits.append(len(batch))
        await commit(batch)

    monkeypatch.setattr(bot.inbox, "_commit", count)
    bot.now += 60
    await bot.intake.replay()
    assert await bot.inbox.counts() == {"stale": 400}
    assert (max(commits), len(commits) < 10, bot.began) == (400, True, [])


def test_places_go_by_turns_to_the_newest_and_to_the_longest_waiting() -> None:
    """Of a chat that was written in again, the place in the line is kept."""
    lane = Lane(6)
    for key in ("a", "b", "c", "d", "a"):
        lane.wait(key, 1)
    lane.wait("many", 4)
    assert [lane.take() for _ in range(7)] == ["a", "b", "d", "c", "many", "", ""]
    lane.wait("e", 1)
    lane.leave("e")
    assert lane.take() == ""
