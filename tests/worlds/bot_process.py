"""The real bot in a process of its own, in a playground Telegram, for end-to-end tests."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storybot.playground.objects.bot_api_objects import Message
from storybot.playground.objects.reply_markup import InlineKeyboardButton, InlineKeyboardMarkup
from storybot.playground.objects.utf16 import utf16_slice
from storybot.playground.play import serve
from storybot.playground.world.bots import Bot
from storybot.playground.world.group_chats import Group
from storybot.playground.world.inline import CallbackAnswer
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted, Room
from storybot.playground.world.telegram import Telegram

TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz_0123"
BRIDGE = """\
---
title: Lantern Bridge opens after nine years
publisher: The Quay Courier
published: 2024-05-06
url: https://example.com/courier/lantern-bridge
language: en
---

Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning.

The engineer Tobias Fenwick designed the bridge. It cost 48 million crowns, twice the first
estimate. Ask @quay_council for the figures.
"""
FERRY = """\
---
title: The last ferry of Marlow Quay stops
publisher: The Harbour Echo
published: 2024-05-09
language: en
---

The ferry Kittiwake made its last crossing on Thursday night.

""" + "\n\n".join(
    f"Passenger number {n} said that the ferry would be missed by everybody on shore {n}."
    for n in range(1, 31)
)
_PATIENCE = 30.0
_SECONDS_TO_LIVE, _LONGER = 0.8, 1.4
_FEWEST_LIVES, _MOST_LIVES = 2, 13
"""The last of them lasts 45 seconds."""
ENVIRONMENT = ("PATH", "HOME", "SYSTEMROOT", "LANG", "COVERAGE_PROCESS_START")


@dataclass
class World:
    """A playground with the bot, its owner Olga, the reader Ada, and a group of theirs."""

    telegram: Telegram
    bot: Bot
    owner: Person
    ada: Person
    group: Group
    folder: Path
    url: str
    settings: dict[str, str] = field(default_factory=dict)
    """Settings that differ from the usual ones."""
    spare_owners: list[Person] = field(default_factory=list)
    """Further owners, whose chats nothing was sent to yet."""

    @property
    def environment(self) -> dict[str, str]:
        """The settings that the bot runs with."""
        kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        return kept | {
            "TELEGRAM_BOT_TOKEN": self.bot.token,
            "TELEGRAM_API_URL": self.url,
            "STORYBOT_DATABASE": f"sqlite:///{self.folder}/storybot.db",
            "STORYBOT_CORPUS": f"{self.folder}/corpus",
            "STORYBOT_OWNERS": f"{self.owner.user.id}",
            "STORYBOT_HTTP": "",
            "STORYBOT_LOG_LEVEL": "DEBUG",
            **self.settings,
        }

    @property
    def log(self) -> str:
        """What the bot has logged."""
        return (self.folder / "bot.log").read_text()

    async def storybot(
        self,
        *arguments: str,
        module: str = "storybot",
        prepare: Callable[[], None] | None = None,
    ) -> asyncio.subprocess.Process:
        """Start a command of the program with the bot's settings, in a process made ready so."""
        with (self.folder / "bot.log").open("a") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", module, *arguments),
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=prepare,
            )

    async def ask(self, person: Person, text: str) -> Posted:
        """Write to the bot in private and return its reply."""
        return await self.say(person, person.chat_with(self.bot), text)

    async def say(
        self, person: Person, room: Room, text: str, **more: Posted | int | str
    ) -> Posted:
        """Write in a chat and return the next message of the bot there."""
        person.send(room, text, **more)  # type: ignore[arg-type]
        return await room.next_from_bot()

    async def press(self, person: Person, posted: Posted, label: str) -> Message:
        """Press a button and return the message as it is afterwards."""
        before = posted.message
        await person.press(posted, label).answered()
        return await posted.change(before)

    async def silent(self, room: Room) -> bool:
        """Tell whether the bot has nothing to say in a chat but to what it is asked next."""
        reply = await self.say(self.ada, room, "/sources")
        return "articles" in reply.text


def marked(message: Message, kind: str) -> list[str]:
    """Return the parts of a message that are marked in a way."""
    entities = message.entities or ()
    return [utf16_slice(message.text or "", e.offset, e.length) for e in entities if e.type == kind]


def strangers(world: World) -> Group:
    """Found a group that the bot is no member of."""
    group = Group.found(world.telegram, world.owner, "Strangers")
    group.add(world.ada.user)
    return group


def readers(world: World) -> Group:
    """Found another group with the bot in it."""
    group = strangers(world)
    group.add(world.bot.user)
    return group


@asynccontextmanager
async def new_world(
    folder: Path, *, flood: bool = False, patience: float | None = None
) -> AsyncIterator[World]:
    """Make a playground with a corpus of two articles, in which no bot runs yet.

    With ``flood`` it has Telegram's limits. Without, queries stay open for minutes, so that how
    busy the machine is decides nothing; a ``patience`` of 1 keeps to Telegram's lifetimes.
    """
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bridge.md").write_text(BRIDGE)
    (folder / "corpus" / "ferry.md").write_text(FERRY)
    telegram = Telegram(flood=flood, patience=patience or (1 if flood else _PATIENCE))
    bot = telegram.add_bot(TOKEN, username="story_bot")
    owner = Person(telegram, "Olga", username="olga")
    ada = Person(telegram, "Ada", username="ada_l")
    group = Group.found(telegram, owner, "Readers")
    group.add(ada.user)
    group.add(bot.user)
    async with serve(telegram) as url:
        yield World(telegram, bot, owner, ada, group, folder, url)


@asynccontextmanager
async def running(
    world: World, module: str = "storybot"
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot, from when it takes updates, however busy the machine is; stop it on exit."""
    before = _connections(world)
    process = await world.storybot("bot", module=module)
    try:
        await world.telegram.bell.until(lambda: _connections(world) > before or None, 60)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 60)


async def killed_until(world: World, done: Callable[[], object], module: str = "storybot") -> None:
    """Kill the bot again and again, later each time, until something is seen to be done.

    Raises:
        AssertionError: it ended by itself, or what it has to do is not done in many lives.
    """
    seconds = _SECONDS_TO_LIVE
    for life in range(_MOST_LIVES):
        if life >= _FEWEST_LIVES and done():
            return
        process = await world.storybot("bot", module=module)
        await asyncio.sleep(seconds)
        assert process.returncode is None, f"ended with {process.returncode}: {world.log[-2000:]}"
        process.kill()
        await process.wait()
        seconds *= _LONGER
    assert done(), f"not done in {_MOST_LIVES} lives: {world.log[-2000:]}"


@asynccontextmanager
async def with_owners(folder: Path, count: int) -> AsyncIterator[World]:
    """Run a bot with many owners, of whom each test takes one by `next_people`; check its log."""
    async with new_world(folder) as made:
        made.spare_owners = [Person(made.telegram, f"Olga {i}") for i in range(count)]
        owners = (str(owner.user.id) for owner in made.spare_owners)
        made.settings["STORYBOT_OWNERS"] = ",".join(owners)
        async with running(made):
            yield made
        assert made.telegram.journal.unknown_parameters == []
        assert TOKEN not in made.log
        assert "Traceback" not in made.log


def next_people(world: World) -> None:
    """Give a test chats of its own: many messages to one chat are sent slowly."""
    world.owner = world.spare_owners.pop()
    world.ada = Person(world.telegram, "Ada")


def _connections(world: World) -> int:
    """Count how often a bot has begun to poll or set its webhook."""
    return sum(len(world.telegram.journal.of(name)) for name in ("deleteWebhook", "setWebhook"))


def article(thing: str) -> str:
    """Write an article about a thing of its own, with page furniture around it."""
    return f"""\
{thing} cracks after the storm

By Ines Calder
12 May 2024

A crack eleven metres long was found in the {thing} of Marlow Quay on Sunday.

Divers will examine the foundations of the {thing} before the fleet returns.

Comments

Sign up to our newsletter"""


def finding(thing: str) -> str:
    """Return the first sentence of that article."""
    return f"A crack eleven metres long was found in the {thing} of Marlow Quay on Sunday."


async def quotes(world: World, thing: str) -> bool:
    """Ask what the article about a thing would answer; tell whether it was quoted."""
    posted = await world.ask(world.ada, f"What was found in the {thing} on Sunday?")
    return finding(thing) in posted.text


async def add(world: World, thing: str) -> int:
    """Add the article about a thing and return its number."""
    card = await world.ask(world.owner, f"/add\n{article(thing)}")
    done = await world.press(world.owner, card, "Add")
    return int((done.text or "").split("article ")[1].split(",")[0])


async def forge(person: Person, posted: Posted, data: str) -> CallbackAnswer:
    """Press a button whose data a forged client has made up."""
    button = InlineKeyboardButton(text="forged", callback_data=data)
    markup = InlineKeyboardMarkup(inline_keyboard=((button,),))
    posted.room.keep(posted.message.model_copy(update={"reply_markup": markup}))
    return await person.press(posted, "forged").answered()
