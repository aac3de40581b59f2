"""The budget of a bot that is several processes: each reserves moments in the database."""

import asyncio
from collections.abc import Awaitable, Callable

from storybot.bot.dispatch.sendings import until_written
from storybot.store.workers import WorkerLinks


class SharedBudget:
    """Reserves for all that wait in this process at once; nothing goes out without a moment."""

    def __init__(
        self, links: WorkerLinks, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._links = links
        self._sleep = sleep
        self._waiting: list[asyncio.Future[float]] = []
        self._reserving: asyncio.Task[None] | None = None

    async def take(self) -> None:
        """Wait until one more message may go out, and count it."""
        moment = asyncio.get_running_loop().create_future()
        self._waiting.append(moment)
        if self._reserving is None or self._reserving.done():
            self._reserving = asyncio.create_task(self._reserve())
        if (seconds := await moment) > 0:
            await self._sleep(seconds)

    async def wait_for_half(self) -> float:
        """Return the seconds until half of it is free."""
        return await self._links.wait_for_half()

    async def _reserve(self) -> None:
        try:
            while self._waiting:
                await until_written(self._reserve_for_all)
        except BaseException as error:  # nobody tries again: who waits has to hear of it
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                if not one.done():
                    one.set_exception(error)
            raise

    async def _reserve_for_all(self) -> None:
        waiting, self._waiting = [w for w in self._waiting if not w.done()], []
        try:
            moments = await self._links.reserve_sendings(len(waiting))
        except BaseException:
            self._waiting = waiting + self._waiting
            raise
        for one, seconds in zip(waiting, moments, strict=True):
            if not one.done():
                one.set_result(seconds)
