"""The connection to Telegram: what it fetches, and what it does when Telegram fails it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from traceback import format_exception

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TimedOut

from storybot.bot.calls.transport import Flooded, NotTaken, Transport, Unreachable, form
from storybot.bot.connection import connecting, polling
from storybot.bot.connection.connecting import keep_webhook
from storybot.bot.connection.handling import Handling
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.polling import Poller
from storybot.bot.dispatch.language import Locales
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.metrics import Metrics
from storybot.bot.http.webhook_endpoint import WebhookEndpoint
from storybot.model.errors import StoreError, TokenRevoked
from storybot.playground.play import serve
from storybot.playground.world.bots import Bot as PlaygroundBot
from storybot.playground.world.faults import Fault
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Room
from storybot.playground.world.telegram import Telegram
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.bot_process import TOKEN

ALLOWED = ["message"]


@dataclass
class World:
    """A playground whose time passes, with a bot and Ada."""

    telegram: Telegram
    bot: PlaygroundBot
    ada: Person
    room: Room


class App:
    """Handles nothing."""

    bot = None

    async def process_update(self, update: object) -> None:
        """Do nothing with an update."""


class Tray(Intake):
    """An intake that can be made to fail, and tells what it has taken."""

    def __init__(self, inbox: SQLiteInbox, memory: SQLiteReaderMemory) -> None:
        metrics = Metrics()
        super().__init__(Handling(App(), inbox, metrics, Locales(memory)), inbox, metrics)
        self.taken: list[int] = []
        self.trouble: list[Exception] = []
        self.arrived = asyncio.Event()

    async def take(self, updates: Sequence[object]) -> int:
        """Take updates, or fail."""
        if self.trouble:
            raise self.trouble.pop(0)
        highest = await super().take(updates)
        self.taken += [u["update_id"] for u in updates if isinstance(u, dict)]
        self.arrived.set()
        return highest


class Connection:
    """A bot's client connected to a playground."""

    def __init__(self, world: World, url: str, transport: Transport, tray: Tray) -> None:
        self.world = world
        self.url = url
        self.transport = transport
        self.pulse = Heartbeat()
        self.tray = tray
        self.bot = Bot(
            world.bot.token,
            base_url=f"{url}/bot",
            request=Transport(2),
            get_updates_request=transport,
        )

    async def call(self, method: str, **parameters: object) -> object:
        """Call a method over the transport."""
        url = f"{self.bot.base_url}/{method}"
        return await self.transport.post(url, form(parameters))

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[asyncio.Task[None]]:
        """Run the poller."""
        poller = Poller(self.bot, self.transport, self.tray, self.pulse, ALLOWED)
        task = asyncio.create_task(poller.run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def fetched(self) -> list[int]:
        """Wait until updates were taken."""
        await asyncio.wait_for(self.tray.arrived.wait(), 10)
        return self.tray.taken


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody wait a second before the next call."""
    for name in ("_FIRST_PAUSE", "_LONGEST_PAUSE"):
        monkeypatch.setattr(polling, name, 0.01)
    monkeypatch.setattr(connecting, "_SECONDS_TO_CONFIRM", 0.01)


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    """Connect a client to a new playground."""
    telegram = Telegram()
    bot, ada = telegram.add_bot(TOKEN), Person(telegram, "Ada")
    world = World(telegram, bot, ada, ada.chat_with(bot))
    inbox = await SQLiteInbox.open(":memory:")
    memory = await SQLiteReaderMemory.open(":memory:")
    async with serve(telegram) as url:
        connected = Connection(world, url, Transport(2), Tray(inbox, memory))
        async with connected.bot:
            yield connected
    await inbox.close()
    await memory.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what rings no bell."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_updates_are_confirmed_when_they_are_kept(connection: Connection) -> None:
    """The offset moves on after that, and not before."""
    world, tray = connection.world, connection.tray
    tray.trouble = [StoreError("The disk is full.")]
    world.ada.send(world.room, "one")
    world.ada.send(world.room, "two")
    async with connection.polling():
        first, second = (await connection.fetched())[:2]
        await until(lambda: not world.bot.queue.pending())
    assert tray.taken == [first, second]
    offsets = [int(c.parameters["offset"]) for c in world.telegram.journal.of("getUpdates")]
    assert set(offsets) <= {0, second + 1}


@pytest.mark.parametrize("kind", ["drop", "html", "malformed", "bad_utf8", "status", "flood"])
async def test_it_goes_on_after_trouble(connection: Connection, kind: str) -> None:
    """Whatever Telegram or a gateway answers, the next call is made."""
    world = connection.world
    fault = Fault(kind, method="getUpdates", times=2, code=409)  # type: ignore[arg-type]
    world.telegram.faults.add(fault)
    world.ada.send(world.room, "one")
    async with connection.polling():
        assert len(await connection.fetched()) == 1


async def test_an_unexpected_error_does_not_leave_it_deaf(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and the next call is made."""
    connection.tray.trouble = [RuntimeError("a fault")]
    connection.world.ada.send(connection.world.room, "one")
    async with connection.polling():
        await connection.fetched()
    assert "a fault" in caplog.text


async def test_a_token_taken_back_ends_it(connection: Connection) -> None:
    """The message names the setting and holds no token."""
    world = connection.world
    async with connection.polling() as task:
        await world.telegram.bell.until(
            lambda: world.telegram.journal.of("deleteWebhook") or None, timeout=5
        )
        world.telegram.bots.clear()
        world.bot.queue.interrupt("revoked")
        with pytest.raises(TokenRevoked, match="TELEGRAM_BOT_TOKEN") as raised:
            await asyncio.wait_for(task, 10)
    assert world.bot.token not in str(raised.value)


async def test_a_gateways_401_does_not_end_it(connection: Connection) -> None:
    """The token is refused twice before that is believed."""
    world = connection.world
    world.telegram.faults.add(Fault("status", method="getUpdates", code=401))
    world.ada.send(world.room, "one")
    async with connection.polling():
        assert len(await connection.fetched()) == 1


async def test_hearing_is_a_completed_call(connection: Connection) -> None:
    """A call that fails is no sign of life."""
    now = 0.0
    connection.pulse = Heartbeat(lambda: now)
    connection.world.telegram.faults.add(Fault("html", method="getUpdates", times=2))
    connection.world.ada.send(connection.world.room, "one")
    async with connection.polling():
        now = 100.0
        assert not connection.pulse.alive
        await connection.fetched()
    assert connection.pulse.age == 0


async def test_a_webhook_is_set_and_looked_after(connection: Connection) -> None:
    """It has the secret and the kinds of updates that are wanted; setting it is a sign of life."""
    world, now = connection.world, 0.0
    connection.pulse = Heartbeat(lambda: now)
    webhook = WebhookEndpoint.at(
        "https://bot.example", "a-secret", connection.tray.take, lambda: False
    )
    now = 100.0
    world.telegram.faults.add(Fault("html", method="setWebhook"))
    task = asyncio.create_task(keep_webhook(connection.bot, webhook, connection.pulse, ALLOWED))
    await world.telegram.bell.until(
        lambda: world.telegram.journal.of("getWebhookInfo") or None, timeout=5
    )
    await until(lambda: connection.pulse.alive)
    task.cancel()
    assert world.bot.webhook
    assert world.bot.webhook.url == "https://bot.example/telegram"
    assert world.bot.webhook.secret_token == "a-secret"
    assert world.bot.queue.allowed == {"message"}


async def test_the_transport_tells_troubles_apart(connection: Connection) -> None:
    """What was not taken can be made again; of what broke off nobody knows."""
    faults = connection.world.telegram.faults
    for fault, error in (
        (Fault("status", code=500), NotTaken),
        (Fault("html"), NetworkError),
        (Fault("flood", seconds=3), Flooded),
        (Fault("drop"), NetworkError),
        (Fault("malformed"), NetworkError),
        (Fault("status", code=401), InvalidToken),
    ):
        faults.add(fault)
        with pytest.raises(error) as raised:
            await connection.call("getMe")
        assert type(raised.value) is error
        assert connection.world.bot.token not in "".join(format_exception(raised.value))
    assert await connection.call("getMe")


async def test_the_transport_names_the_seconds_to_wait(connection: Connection) -> None:
    """As Telegram says, or one where it does not."""
    connection.world.telegram.faults.add(Fault("flood", seconds=7))
    with pytest.raises(Flooded) as raised:
        await connection.call("getMe")
    assert raised.value.seconds == 7


async def test_a_telegram_that_is_not_there_is_unreachable() -> None:
    """The call was not made, for certain."""
    async with Transport(1) as transport:
        with pytest.raises(Unreachable):
            await transport.post("http://127.0.0.1:9/bot1:x/getMe")


async def test_an_answer_that_does_not_come_is_not_waited_for(connection: Connection) -> None:
    """Whether the call was carried out is open."""
    connection.world.telegram.faults.add(Fault("delay", seconds=5))
    url = f"{connection.bot.base_url}/getMe"
    with pytest.raises(TimedOut):
        await connection.transport.post(url, read_timeout=0.05)


async def test_the_transport_sends_and_fetches_files(connection: Connection) -> None:
    """A document goes up as a form and comes down as it was."""
    world = connection.world
    world.ada.send(world.room, "/start")
    sent = await connection.bot.send_document(world.room.chat.id, b"\x00bytes", filename="a.bin")
    posted = world.ada.upload(world.room, "b.bin", b"\xffother")
    assert sent.document
    assert posted.message.document
    file = await connection.bot.get_file(posted.message.document.file_id)
    assert file.file_path
    path = file.file_path.rpartition("/file/")[2]
    assert await connection.transport.retrieve(f"{connection.url}/file/{path}") == b"\xffother"
