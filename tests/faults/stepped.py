"""Run a command of the program so that it dies at one step of what it does.

A step is the moment before a call of the database or of Telegram: between two of them nothing
happens that outlives the process. They are found by counting, not chosen.

``python -m faults.stepped bot`` dies whenever it handles an update with the word STORYBOT_DEADLY.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NoReturn

import aiosqlite

from faults.patient import wait_long
from storybot.bot.answers.correcting.corrections import Corrections
from storybot.bot.answers.subscriptions import Subscriptions
from storybot.bot.calls.transport import Transport
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.offering import OfferingApplication
from storybot.cli.main import main as storybot
from storybot.store.records import Subscription

_STARTS: dict[str, tuple[type, str]] = {
    "take": (Intake, "take"),
    "tell": (Subscriptions, "_tell"),
    "correct": (Corrections, "_correct"),
}
_SECONDS_TO_LIVE = 0.2
"""Until others are under way, too."""


class Steps:
    """Counts what the function that counting begins with does, and the tasks that it starts."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._count = 0
        self._counts = ContextVar("counts", default=False)

    def begin(self, *arguments: object) -> None:
        """Count from here on, but spare a subscriber whom an earlier process died telling."""
        again = any(isinstance(a, Subscription) and a.tellings for a in arguments)
        self._counts.set(not again)

    def watch(self) -> None:
        """Take each call of the database and of Telegram for a step."""
        _before(aiosqlite.Connection, "_execute", self.take)
        _before(Transport, "do_request", self.take)

    def take(self, *_: object) -> None:
        """Count a step, and die at the last one."""
        self._count += self._counts.get()
        if self._counts.get() and self._count == self._last:
            _die()


def command(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    step: int,
    count_from: str = "",
    log: str = os.devnull,
    *,
    is_patient: bool = True,
) -> None:
    """Run a command in this process, which dies at a step of it; at step 0 it lives.

    ``count_from`` names what begins to count, by default the command itself. One that is not
    patient waits for as long as the program does.
    """
    with Path(log).open("ab", buffering=0) as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        os.dup2(out.fileno(), sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    if is_patient:
        wait_long()
    steps = Steps(step)
    steps.watch()
    if count_from:
        _before(*_STARTS[count_from], steps.begin)
    else:
        steps.begin()
    storybot(arguments)


def main() -> None:
    """Let a word be deadly, and run the command."""
    deadly = os.environ["STORYBOT_DEADLY"]
    handle = OfferingApplication.process_update

    async def deadly_at(self: OfferingApplication, update: object) -> None:
        if deadly in str(update):
            await asyncio.sleep(_SECONDS_TO_LIVE)
            _die()
        await handle(self, update)

    setattr(OfferingApplication, "process_update", deadly_at)  # noqa: B010 - mypy forbids the other
    storybot()


def _before(owner: type, name: str, act: Callable[..., None]) -> None:
    """Do something before each call of a method."""
    call = getattr(owner, name)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        act(*arguments)
        return await call(*arguments, **named)

    setattr(owner, name, wrapped)


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


if __name__ == "__main__":
    main()
