"""Readers who ask, and a count of the answers that each question got."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from socket import socket

from storybot.bot.locales.catalogue import ENGLISH
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from worlds.bot_process import World

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge"
SECRET = "a-secret-of-the-webhook"


@dataclass(frozen=True)
class Row:
    """What a run gave."""

    fault: str
    goal: str
    outcome: str
    passed: bool
    """Whether all is right that no busy machine changes."""
    before: str = ""
    """What it gave at the commit that first promised it, where that was wrong."""
    in_time: bool = True
    """Whether it was fast enough, which only a machine that does nothing else can judge."""

    @property
    def met(self) -> bool:
        """Whether the goal was reached."""
        return self.passed and self.in_time


@dataclass
class Asked:
    """A question that waits for its answer, or has it."""

    posted: Posted
    at: float

    @property
    def answers(self) -> int:
        """How many messages of the bot reply to it."""
        replies = [m.reply_to_message for m in self.posted.room.history()]
        return sum(r is not None and r.message_id == self.posted.message_id for r in replies)


def ask(world: World, person: Person | None = None, question: str = QUESTION) -> Asked:
    """Ask in private; by default it is somebody new who asks."""
    person = person or Person(world.telegram, "Reader")
    return Asked(person.send(person.chat_with(world.bot), question), time.monotonic())


async def all_answered(world: World, questions: Sequence[Asked], seconds: float) -> list[Asked]:
    """Wait until each question has an answer, at most so long; return those that have none."""

    def done() -> bool | None:
        return all(q.answers for q in questions) or None

    try:
        await world.telegram.bell.until(done, seconds)
    except TimeoutError:
        return [q for q in questions if not q.answers]
    return []


async def answer_seconds(world: World, person: Person | None = None) -> float:
    """Ask and return how long the answer took."""
    asked = ask(world, person)
    await world.telegram.bell.until(lambda: asked.answers or None, 60)
    return time.monotonic() - asked.at


def refuses(said: Posted) -> bool:
    """Tell whether a reply refuses an article, and neither takes it nor tells of a failure."""
    return not said.buttons and said.text not in {ENGLISH.say.sorry, ENGLISH.say.given_up}


def with_webhook(world: World) -> None:
    """Let the bot take its updates by webhook."""
    address = free_address()
    world.settings |= {
        "STORYBOT_HTTP": address,
        "STORYBOT_WEBHOOK_URL": f"http://{address}/telegram",
        "STORYBOT_WEBHOOK_SECRET": SECRET,
    }


def free_address() -> str:
    """Return an address that nobody listens at."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


async def stop(process: asyncio.subprocess.Process) -> float:
    """Ask the bot to stop and return how long that took."""
    begun = time.monotonic()
    if process.returncode is None:
        process.terminate()
    await asyncio.wait_for(process.wait(), 30)
    return time.monotonic() - begun


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
