"""Run the bot so that it dies at one step of what it does: ``python -m faults.stepped bot``.

A step is the moment before or after a call of the database or of Telegram: they are found by
counting, not chosen. STORYBOT_STEP says at which one the process kills itself, and
STORYBOT_COUNT_FROM from which function of the bot on they are counted. With STORYBOT_DEADLY it dies
whenever it handles an update that holds that word.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, NoReturn

import aiosqlite

from storybot.bot.answers.subscriptions import Subscriptions
from storybot.bot.connection.failures import ErrorReports
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.transport import Transport
from storybot.cli.main import main as storybot
from storybot.store.records import Subscription

_STARTS: dict[str, tuple[type, str]] = {
    "take": (Intake, "take"),
    "tell": (Subscriptions, "_tell"),
}


_SECONDS_TO_LIVE = 0.2
"""Until others are under way, too."""


class _Steps:
    """Counts what the function that counting begins with does, and the tasks that it starts."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._count = 0
        self._counts = ContextVar("counts", default=False)

    def begin(self, *arguments: object) -> None:
        """Count from here on, but spare a subscriber whom an earlier process died telling."""
        again = any(isinstance(a, Subscription) and a.tellings for a in arguments)
        self._counts.set(not again)

    def take(self, *_: object) -> None:
        self._count += self._counts.get()
        if self._counts.get() and self._count == self._last:
            _die()


def main() -> None:
    """Change what is counted, and run the command."""
    steps = _Steps(int(os.environ.get("STORYBOT_STEP", "0")))
    _around(aiosqlite.Connection, "_execute", steps.take, steps.take)
    _around(Transport, "do_request", steps.take, steps.take)
    owner, name = _STARTS[os.environ.get("STORYBOT_COUNT_FROM", "take")]
    _around(owner, name, steps.begin, lambda *_: None)
    if deadly := os.environ.get("STORYBOT_DEADLY"):
        handle = ErrorReports.process_update

        async def deadly_at(self: ErrorReports, update: object) -> None:
            if deadly in str(update):
                await asyncio.sleep(_SECONDS_TO_LIVE)
                _die()
            await handle(self, update)

        setattr(ErrorReports, "process_update", deadly_at)  # noqa: B010 - mypy forbids the other
    storybot()


def _around(
    owner: type, name: str, before: Callable[..., None], after: Callable[..., None]
) -> None:
    call = getattr(owner, name)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        before(*arguments)
        try:
            return await call(*arguments, **named)
        finally:
            after()

    setattr(owner, name, wrapped)


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


if __name__ == "__main__":
    main()
