"""A playground for tests: a Telegram with one bot and one person, served on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram.request import HTTPXRequest

from storybot.bot.calls.direct_bot import DirectBot
from storybot.playground.botapi.call import call
from storybot.playground.botapi.methods.request import Upload
from storybot.playground.clock import ManualClock
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.play import serve
from storybot.playground.world.bots import Bot
from storybot.playground.world.group_chats import Group
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Room
from storybot.playground.world.telegram import Telegram

TOKEN = "123456:playground"


@dataclass
class World:
    """What most tests need; ``room`` is Ada's chat with the bot, in which she said hello."""

    telegram: Telegram
    clock: ManualClock
    bot: Bot
    ada: Person
    room: Room

    async def ask(self, method: str, **parameters: Any) -> Any:
        """Call a method as the bot and return its result."""
        return await call(self.telegram, self.bot.token, method, parameters, {})

    async def attach(self, method: str, data: bytes, **parameters: Any) -> Any:
        """Call a method that takes a file named ``document``."""
        uploads = {"document": Upload("notes.txt", "text/plain", data)}
        return await call(self.telegram, self.bot.token, method, parameters, uploads)

    async def refusal(self, method: str, **parameters: Any) -> str:
        """Call a method that must be refused and return Telegram's words."""
        try:
            result = await self.ask(method, **parameters)
        except BotApiError as refused:
            return refused.description
        raise AssertionError(f"{method} was not refused: {result}")

    async def say(self, text: str, **parameters: Any) -> Any:
        """Send a text to Ada and return the message."""
        return await self.ask("sendMessage", chat_id=self.ada.user.id, text=text, **parameters)

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        """Fetch what waits and acknowledge it."""
        updates: list[dict[str, Any]] = await self.ask("getUpdates", **parameters)
        if updates:
            self.bot.queue.acknowledge(updates[-1]["update_id"] + 1)
        return updates

    async def kinds(self) -> list[str]:
        """Return the kinds of the updates that wait, and acknowledge them."""
        return [kind for update in await self.updates() for kind in update if kind != "update_id"]

    def group(self, title: str = "Readers", **options: Any) -> Group:
        """Found a group of Ada's."""
        return Group.found(self.telegram, self.ada, title, **options)


def new_world(*, flood: bool = False, **switches: Any) -> World:
    """Make a world whose clock stands still and whose bot has fetched Ada's hello."""
    clock = ManualClock()
    made = Telegram(clock, flood=flood)
    bot = made.add_bot(TOKEN, **switches)
    ada = Person(made, "Ada", username="ada_l")
    room = ada.chat_with(bot)
    ada.send(room, "hello")
    bot.queue.clear()
    return World(made, clock, bot, ada, room)


@asynccontextmanager
async def client_of(world: World) -> AsyncIterator[DirectBot]:
    """Serve the world and yield the bot's client of it, python-telegram-bot's."""
    async with serve(world.telegram) as url:
        client = DirectBot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=_request(),
            get_updates_request=_request(),
        )
        async with client:
            yield client


def _request() -> HTTPXRequest:
    """Make a request handler that loads no certificates: loopback needs none."""
    return HTTPXRequest(httpx_kwargs={"verify": False})
