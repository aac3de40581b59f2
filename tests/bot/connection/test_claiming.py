"""A worker claims while it has room, keeps its lease, and gives back what it does not finish."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from storybot.bot.connection import claiming
from storybot.bot.connection.claiming import Claiming
from storybot.bot.connection.handling import Handling
from storybot.bot.connection.limits.shared_budget import SharedBudget
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import current_delivery
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.metrics import Metrics
from storybot.bot.worker_processes import WorkerProcesses, check_ports
from storybot.corpus.backends.databases import open_inbox
from storybot.model.errors import SettingError, StoreError
from storybot.store.inbox import ClaimLost, Inbox
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory


class Links:
    """News that a test gives, and a budget that it watches."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.reserved: list[int] = []
        self.troubles = 0
        self.broken = False

    async def reserve_sendings(self, count: int) -> list[float]:
        """Reserve one message a second, or fail."""
        if self.troubles:
            self.troubles -= 1
            raise StoreError("locked")
        if self.broken:
            raise RuntimeError
        self.reserved.append(count)
        return [float(n) for n in range(count)]

    async def wait_for_half(self) -> float:
        """Return that it is free."""
        return 0.0

    async def wait_for_updates(self, seconds: float) -> None:  # noqa: ARG002
        """Wait for news."""
        self.news.clear()
        await self.news.wait()

    async def lead(self) -> None:
        """Lead."""

    async def led_until(self) -> None:
        """Lead for ever."""

    async def close(self) -> None:
        """Close nothing."""


class Worker:
    """One worker of an inbox, with a handler that a test chooses."""

    bot: Any = None

    def __init__(self, name: str, inbox: Inbox, memory: SQLiteReaderMemory) -> None:
        self.handled: list[int] = []
        self.handle: Callable[[int], Any] | None = None
        self.links = Links()
        claims = inbox.as_worker(name)
        self.handling = Handling(self, claims, Metrics(), Locales(memory))
        self.claiming = Claiming(claims, self.links, self.handling, Heartbeat())
        self.running = asyncio.create_task(self.claiming.run())

    async def process_update(self, update: object) -> None:
        """Handle an update as the test says."""
        assert isinstance(update, Update)
        await current_delivery().journal.sending()
        if self.handle:
            await self.handle(update.update_id)
        self.handled.append(update.update_id)
        await current_delivery().journal.sent()

    async def stop(self) -> None:
        """End in order, but without waiting for what hangs."""
        self.running.cancel()
        with suppress(asyncio.CancelledError, ClaimLost):
            await self.running
        await self.handling.stop(0.05)
        await self.claiming.release()


@pytest.fixture
async def inbox(file: Path) -> AsyncIterator[Inbox]:
    """Open an inbox."""
    opened = await open_inbox(f"sqlite:///{file}")
    yield opened
    await opened.close()


async def put(inbox: Inbox, *ids: int, chat: int = 5) -> None:
    """Put updates of a chat."""
    body = {"message": {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}}}
    bodies = {id: json.dumps({"update_id": id, **body}) for id in ids}
    await inbox.put(bodies, dict.fromkeys(ids, f"chat {chat}"), for_workers=True)


async def until(condition: Callable[[], Any]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.005)


async def test_what_comes_is_claimed_and_finished(inbox: Inbox, memory: SQLiteReaderMemory) -> None:
    """In order within a chat, and recorded as done."""
    await put(inbox, 1, 2)
    worker = Worker("ada", inbox, memory)
    await until(lambda: worker.handled == [1, 2])
    await put(inbox, 3)
    worker.links.news.set()
    await until(lambda: worker.handled == [1, 2, 3])
    await worker.stop()
    assert await inbox.counts() == {"done": 3}


async def test_a_worker_that_lost_its_chats_ends_and_finishes_nothing(
    inbox: Inbox, memory: SQLiteReaderMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one handles the update meanwhile: it is sent once more at the most."""
    monkeypatch.setattr(claiming, "_RENEW_SECONDS", 0.01)
    gate = asyncio.Event()
    slow = Worker("slow", inbox, memory)
    slow.handle = lambda _: gate.wait()
    await put(inbox, 1)
    slow.links.news.set()
    await until(lambda: len(slow.handling) == 1)
    await inbox.as_worker("slow").release()
    with pytest.raises(ClaimLost):
        await asyncio.wait_for(slow.running, 10)
    quick = Worker("quick", inbox, memory)
    await until(lambda: quick.handled == [1])
    gate.set()
    await slow.stop()
    await quick.stop()
    assert await inbox.counts() == {"done": 1}


async def test_what_is_not_finished_in_time_is_given_back(
    inbox: Inbox, memory: SQLiteReaderMemory
) -> None:
    """Stopped in the middle of an update, a worker leaves it to the others, not suspect."""
    worker = Worker("ada", inbox, memory)
    worker.handle = lambda _: asyncio.Event().wait()
    await put(inbox, 1, 2)
    worker.links.news.set()
    await until(lambda: len(worker.handling) == 2)
    await worker.stop()
    found = await inbox.as_worker("bob").claim(9, 60.0)
    assert [(e.update_id, e.suspect) for e in found] == [(1, False), (2, False)]


async def test_a_suspect_is_handled_before_the_rest(
    inbox: Inbox, memory: SQLiteReaderMemory
) -> None:
    """What may have ended a worker gets a moment alone in the next one."""
    await put(inbox, 1, chat=5)
    await put(inbox, 2, chat=6)
    dead = inbox.as_worker("dead")
    await dead.claim(9, 60.0)
    await dead.begin(2)
    await dead.release()
    worker = Worker("ada", inbox, memory)
    await until(lambda: len(worker.handled) == 2)
    await worker.stop()
    assert worker.handled == [2, 1]


async def test_all_that_wait_reserve_together() -> None:
    """One turn of the database for all, again where it fails; each waits for its own moment."""
    links, slept = Links(), list[float]()
    links.troubles = 1

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    budget = SharedBudget(links, sleep)
    await asyncio.gather(*(budget.take() for _ in range(4)))
    assert (sum(links.reserved), slept) == (4, [1.0, 2.0, 3.0])
    assert len(links.reserved) == 1


async def test_nobody_waits_for_a_moment_that_cannot_come() -> None:
    """An error that no other attempt mends reaches all that wait, and the next one tries anew."""
    links = Links()
    links.broken = True
    budget = SharedBudget(links)
    takes = (asyncio.wait_for(budget.take(), 5) for _ in range(2))
    outcomes = await asyncio.gather(*takes, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [RuntimeError] * 2
    links.broken = False
    await asyncio.wait_for(budget.take(), 5)


async def test_workers_do_not_outlive_the_task_that_keeps_them(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies of an error: the supervisor's next one would start a second set."""
    processes, started = WorkerProcesses(inbox, ""), asyncio.Event()
    child = await asyncio.create_subprocess_exec("sleep", "60")

    async def keep(number: int) -> None:
        if number == 1:
            processes._running.add(child)
            started.set()
            await child.wait()
        await started.wait()
        raise RuntimeError

    monkeypatch.setattr(processes, "_keep", keep)
    async with processes.running(2) as work:
        with pytest.raises(ExceptionGroup):
            await work()
        assert child.returncode == -signal.SIGTERM


def test_workers_whose_ports_there_are_none_for_are_refused() -> None:
    """Each would end, and be begun again, for ever; where no port is named any may be taken."""
    for http, count in (("127.0.0.1:65533", 2), ("127.0.0.1:0", 64), ("", 64)):
        check_ports(http, count)
    with pytest.raises(SettingError, match="STORYBOT_HTTP"):
        check_ports("127.0.0.1:65533", 3)


async def test_each_worker_has_an_address_of_its_own(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next ports, none where there is none; the service manager hears of the receiver only."""
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/notify")
    for http, own in (("127.0.0.1:8080", "127.0.0.1:8082"), ("", ""), ("[::1]:0", "[::1]:0")):
        environment = WorkerProcesses(inbox, http)._environment(2)
        assert environment["STORYBOT_HTTP"] == own
        assert environment["STORYBOT_WORKERS"] == "1"
        assert "NOTIFY_SOCKET" not in environment
