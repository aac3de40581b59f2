"""What commands that stay begin with: the corpus folder taken, and what they need opened."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from storybot.cli.program import Program
from storybot.cli.show import show_missing, show_taken, tell_waiting
from storybot.corpus.folder import leave_missing, sync
from storybot.model.errors import Refused
from storybot.store.lease import Lease


async def take_folder(program: Program) -> None:
    """Take the corpus folder; a folder that is not there is said, not fatal."""
    folder = program.settings.corpus
    retract = program.settings.missing_files == "retract"
    try:
        # First, so that a file under a new name is not the twin of one that is about to go.
        missing = await leave_missing(program.corpus, program.store, folder, retract=retract)
        taken = await sync(program.corpus, folder)
    except Refused as error:
        logging.getLogger(__name__).warning("%s The corpus stays as it is.", error)
        return
    show_missing(missing)
    tell_waiting(taken)
    for one in taken:
        if one.added is None or one.added.result != "unchanged":
            show_taken(one)


class _Closable(Protocol):
    async def close(self) -> None: ...


Opened = TypeVar("Opened", bound=_Closable)


@asynccontextmanager
async def closing(opening: Awaitable[Opened]) -> AsyncIterator[Opened]:
    """Await what is being opened, and close it in the end.

    Raises:
        StoreError: it cannot be opened.
    """
    opened = await opening
    try:
        yield opened
    finally:
        await opened.close()


async def while_held(lease: Lease, work: Coroutine[Any, Any, None]) -> None:
    """Do some work, and break it off where another process has taken the lease.

    Raises:
        AlreadyRunning: that happened.
    """
    working, keeping = asyncio.create_task(work), asyncio.create_task(lease.keep())
    try:
        await asyncio.wait({working, keeping}, return_when=asyncio.FIRST_COMPLETED)
        if keeping.done():
            keeping.result()
        working.result()
    finally:
        for task in (working, keeping):
            task.cancel()
        await asyncio.gather(working, keeping, return_exceptions=True)
