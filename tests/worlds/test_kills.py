"""A bot that is killed again and again is killed twice at least, and not for ever."""

from typing import Any, cast

import pytest

from worlds import bot_process
from worlds.bot_process import killed_until


class _Lives:
    """Stands for a world, and for the processes that are started in it."""

    log = "what it said last"

    def __init__(self, returncode: int | None = None) -> None:
        self.returncode = returncode
        self.started = self.killed = 0

    async def storybot(self, *_: str, **__: str) -> "_Lives":
        self.started += 1
        return self

    def kill(self) -> None:
        self.killed += 1

    async def wait(self) -> None:
        """Be at its end."""


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a life take no time."""
    monkeypatch.setattr(bot_process, "_SECONDS_TO_LIVE", 0)


async def test_one_kill_is_not_enough() -> None:
    """What the first life does is done through kills only if it is begun in another one."""
    world = _Lives()
    await killed_until(cast(Any, world), lambda: world.killed >= 1)
    assert world.killed == 2


@pytest.mark.parametrize(("returncode", "lives"), [(None, 13), (78, 1)])
async def test_what_is_never_done_fails_with_the_log(returncode: int | None, lives: int) -> None:
    """A bot that ends by itself fails at once."""
    world = _Lives(returncode)
    with pytest.raises(AssertionError, match="what it said last"):
        await killed_until(cast(Any, world), lambda: False)
    assert world.started == lives
