"""What every command that stays does first: it takes the corpus folder, opens the inbox."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storybot.backends import open_inbox, open_readers
from storybot.cli.program import Program
from storybot.cli.show import show_taken
from storybot.errors import Refused
from storybot.folder import sync
from storybot.settings import Settings
from storybot.store.inbox import Inbox
from storybot.store.readers import ReaderMemory


async def take_folder(program: Program) -> None:
    """Take the corpus folder; a folder that is not there is said, not fatal."""
    folder = program.settings.corpus
    try:
        taken = await sync(program.corpus, folder)
    except Refused as error:
        logging.getLogger(__name__).warning("%s The corpus stays as it is.", error)
        return
    for one in taken:
        if one.added is None or one.added.result != "unchanged":
            show_taken(one)


@asynccontextmanager
async def opened_inbox(settings: Settings) -> AsyncIterator[Inbox]:
    """Open the inbox that the settings name, and close it in the end.

    Raises:
        StoreError: it cannot be opened.
    """
    inbox = await open_inbox(settings.database)
    try:
        yield inbox
    finally:
        await inbox.close()


@asynccontextmanager
async def opened_readers(settings: Settings) -> AsyncIterator[ReaderMemory]:
    """Open what is remembered of readers, and close it in the end.

    Raises:
        StoreError: it cannot be opened.
    """
    memory = await open_readers(settings.database)
    try:
        yield memory
    finally:
        await memory.close()
