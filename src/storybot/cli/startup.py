"""Startup of long-running commands: sync the corpus folder, open resources."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from storybot.bot.worker_processes import WorkerProcesses
from storybot.cli.program import Program
from storybot.cli.views.show import show_missing, show_taken, tell_waiting
from storybot.corpus.backends.databases import (
    IN_MEMORY,
    database_file,
    open_desk,
    open_inbox,
    open_links,
    open_readers,
    tell_readers_of_changes,
)
from storybot.corpus.backends.indexes import folder_of_index
from storybot.corpus.folder import Taken, sync
from storybot.corpus.sources.folder_watch import FolderWatch, file_stamps
from storybot.corpus.sources.missing_files import leave_missing
from storybot.corpus.sources.settled_files import SettledFiles
from storybot.model.errors import Refused
from storybot.runtime.settings import Settings
from storybot.store.lease import Lease

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from storybot.bot.app import StoryParts

_CORPUS = Settings.model_fields["corpus"].default
_DATABASE = Settings.model_fields["database"].default


def with_sample(settings: Settings) -> Settings:
    """Return settings with the sample story in memory, where there is nothing else to show."""
    path = database_file(settings.database)
    nothing = settings.corpus == _CORPUS and not settings.corpus.exists()
    if not nothing or settings.database != _DATABASE or not path or path.exists():
        return settings
    package = Path(str(files("storybot")))
    shipped, in_checkout = package / "sample_story", package.parents[1] / "corpus"
    corpus = shipped if shipped.is_dir() else in_checkout
    return settings.model_copy(update={"corpus": corpus, "database": IN_MEMORY, "watch": "off"})


async def take_folder(program: Program) -> list[Taken]:
    """Sync the corpus folder; a missing folder is reported, not fatal."""
    settings = program.settings
    folder = settings.corpus
    retract = settings.missing_files == "retract"
    derived = folder_of_index(settings.index, settings.database)
    try:
        # First, so that a renamed file is not taken for a twin of its old article.
        missing = await leave_missing(program.corpus, program.store, folder, retract=retract)
        memory = await SettledFiles.open(derived, program.store)
        taken = await sync(program.corpus, folder, memory)
    except Refused as error:
        logging.getLogger(__name__).warning("%s The corpus stays as it is.", error)
        return []
    show_missing(missing)
    tell_waiting(taken)
    for one in taken:
        if one.added is None or one.added.result != "unchanged":
            show_taken(one)
    return taken


async def take_and_watch(program: Program) -> FolderWatch | None:
    """Sync the corpus folder, and return what follows it from then on, if that is wanted."""
    settings = program.settings
    try:  # before it is read: what changes meanwhile is taken afterwards
        seen = await asyncio.to_thread(file_stamps, settings.corpus)
    except Refused:
        seen = {}
    taken = await take_folder(program)
    if settings.watch == "off":
        return None
    return FolderWatch(
        program.corpus,
        program.store,
        settings.corpus,
        retract=settings.missing_files == "retract",
        seen=seen,
        first=taken,
    )


class _Closable(Protocol):
    async def close(self) -> None: ...


Opened = TypeVar("Opened", bound=_Closable)


@asynccontextmanager
async def closing(opening: Awaitable[Opened]) -> AsyncIterator[Opened]:
    """Open a resource and close it on exit.

    Raises:
        StoreError: it cannot be opened.
    """
    opened = await opening
    try:
        yield opened
    finally:
        await opened.close()


async def serve_bot(
    settings: Settings,
    program: Program,
    watch: FolderWatch | None,
    database: str,
    expose: Callable[["ASGIApp"], object] | None = None,
) -> None:
    """Run the bot on a story; updates, readers and the desk are kept in a database of their own.

    ``expose`` is told the pages of health and metrics, for a server that runs already.

    Raises:
        SettingError: the settings do not make a bot.
        StoreError: the database cannot be opened.
        TokenRevoked: Telegram does not accept the token, or not any more.
    """
    # Imported here: only this needs Telegram, and it takes most of a second.
    from storybot.bot.app import serve  # noqa: PLC0415

    async with _parts(program, database) as parts:
        await serve(settings, parts, watch, expose)


async def serve_worker(settings: Settings, program: Program, name: str) -> None:
    """Answer on a story as one of several workers; ``name`` is that of this process alone.

    Raises:
        SettingError: the settings do not make a bot, or one of several processes.
        StoreError: the database cannot be opened.
        TokenRevoked: Telegram does not accept the token, or not any more.
        ClaimLost: the worker has been taken for dead.
    """
    from storybot.bot.app import serve_as_worker  # noqa: PLC0415
    from storybot.bot.connection.gateway import Shift  # noqa: PLC0415

    async with (
        closing(open_links(settings.database)) as links,
        _parts(program, settings.database) as parts,
    ):
        shift = Shift(links, parts.inbox.as_worker(name))
        await serve_as_worker(settings, parts, lambda: take_and_watch(program), shift)


async def serve_receiver(settings: Settings, processes: int) -> None:
    """Receive for workers, and run so many of them as processes of this machine.

    Raises:
        SettingError: the settings do not make a bot, or one of several processes.
        StoreError: the database cannot be opened.
        TokenRevoked: Telegram does not accept the token, or not any more.
        WorkerGaveUp: a worker ended for good, for such a reason or another one.
    """
    from storybot.bot.app import serve_as_receiver  # noqa: PLC0415

    async with (
        closing(open_links(settings.database)) as links,
        closing(open_inbox(settings.database)) as inbox,
        closing(open_readers(settings.database)) as memory,
    ):
        workers = WorkerProcesses(inbox, settings.http)
        async with workers.running(processes) as work:
            receiving = serve_as_receiver(settings, inbox, memory, links, work)
            await _unless(workers.gave_up(), receiving)


@asynccontextmanager
async def _parts(program: Program, database: str) -> AsyncIterator["StoryParts"]:
    from storybot.bot.app import StoryParts  # noqa: PLC0415

    async with (
        closing(open_inbox(database)) as inbox,
        closing(open_readers(database)) as memory,
        closing(open_desk(database)) as desk,
    ):
        corpus, store, answerer = program.corpus, program.store, program.answerer
        hearing = asyncio.create_task(tell_readers_of_changes(memory, store))
        try:
            yield StoryParts(corpus, store, answerer, inbox, memory, desk)
        finally:
            hearing.cancel()
            with suppress(asyncio.CancelledError):
                await hearing


async def while_held(lease: Lease, work: Coroutine[Any, Any, None]) -> None:
    """Run a task, and cancel it if another process acquires the lease, or the database is gone.

    Raises:
        AlreadyRunning, StoreError: that happened.
    """
    await _unless(lease.keep(), work)


async def _unless(failure: Coroutine[Any, Any, None], work: Coroutine[Any, Any, None]) -> None:
    """Run a task, and cancel it where another one fails, of which it raises the error."""
    working, failing = asyncio.create_task(work), asyncio.create_task(failure)
    try:
        await asyncio.wait({working, failing}, return_when=asyncio.FIRST_COMPLETED)
        if failing.done():
            failing.result()
        working.result()
    finally:
        for task in (working, failing):
            task.cancel()
        await asyncio.gather(working, failing, return_exceptions=True)
