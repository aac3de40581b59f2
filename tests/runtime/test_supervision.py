"""Background tasks that die, and the pauses before they are started again."""

import asyncio

import pytest

from storybot.runtime.backoff import Backoff
from storybot.runtime.supervision import Supervisor


class Watch:
    """A clock moved by what sleeps on it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.deaths: list[str] = []
        self.supervisor = Supervisor(self.deaths.append, lambda: self.now, self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


async def turns() -> None:
    """Let the tasks do what they can."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_pauses_double_up_to_the_longest() -> None:
    """After a success they begin anew."""
    backoff = Backoff(1, 5)
    assert [backoff.pause() for _ in range(4)] == [1, 2, 4, 5]
    backoff.reset()
    assert backoff.pause() == 1


async def test_a_task_that_dies_is_started_again(caplog: pytest.LogCaptureFixture) -> None:
    """Each death is logged, counted and followed by a longer pause; the others go on."""
    watch, alive, failures = Watch(), asyncio.Event(), iter([ValueError("a"), OSError("b")])

    async def dies_twice() -> None:
        for failure in failures:
            raise failure
        alive.set()
        await asyncio.Event().wait()

    async def lives() -> None:
        await alive.wait()

    async with watch.supervisor.running({"fragile": dies_twice, "sound": lives}):
        await asyncio.wait_for(alive.wait(), 5)
    assert watch.deaths == ["fragile", "fragile"]
    assert watch.slept == [1, 2]
    assert caplog.text.count("Background task 'fragile' died") == 2


async def test_a_task_is_failing_until_it_has_run_as_long_as_it_was_paused() -> None:
    """Then the pauses begin anew, too."""
    watch, again = Watch(), asyncio.Event()

    async def works() -> None:
        await again.wait()
        again.clear()
        raise ValueError

    async with watch.supervisor.running({"fragile": works}):
        again.set()
        await turns()
        assert watch.supervisor.failing == ["fragile"]
        watch.now += 1.5
        assert watch.supervisor.failing == []
        again.set()
        await turns()
    assert watch.slept == [1, 1]


async def test_a_task_that_returns_is_done() -> None:
    """It is not started again and nothing is failing."""
    watch, runs = Watch(), 0

    async def once() -> None:
        nonlocal runs
        runs += 1

    async with watch.supervisor.running({"once": once}):
        await turns()
    assert (runs, watch.deaths, watch.supervisor.failing) == (1, [], [])
