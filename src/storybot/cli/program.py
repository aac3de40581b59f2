"""Open the configured resources, pass them to a command, close them again."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, ParamSpec

import click

from storybot.answering.answer import Answerer
from storybot.corpus.backends.databases import check_database_url, database_file
from storybot.corpus.backends.indexes import check_index_url
from storybot.corpus.corpus import Corpus
from storybot.corpus.library import Story, open_story
from storybot.model.errors import (
    IndexRefused,
    SettingError,
    StorybotError,
    TokenRevoked,
    WorkerGaveUp,
)
from storybot.runtime.new_database import check_database
from storybot.runtime.setting_names import StorySettings, notices, plain_settings
from storybot.search.index import Index
from storybot.store.document_store import Store
from storybot.text.bulk.analysing_pool import POOL

if TYPE_CHECKING:  # it is imported where something is set, and takes a while
    from storybot.runtime.settings import Settings

P = ParamSpec("P")
Command = Callable[Concatenate["Program", P], Coroutine[Any, Any, None]]

ACTOR = "cli"
"""The actor in the audit for changes by commands."""
FAILED, WRONG_USE, ABSTAINED = 1, 2, 3
NO_ARTICLES = "There are no articles yet: storybot add FILE_OR_FOLDER"
LOCKED_OUT = 78
"""EX_CONFIG of sysexits.h: restarting is futile while Telegram or OpenSearch does not let us in."""


@dataclass(frozen=True, slots=True)
class Program:
    """The resources of a command."""

    opened_with: StorySettings
    story: Story

    @property
    def settings(self) -> "Settings":
        """All settings; they are read now if opening the story needed none of them."""
        from storybot.runtime.settings import Settings  # noqa: PLC0415

        given = self.opened_with
        return given if isinstance(given, Settings) else checked_settings()

    @property
    def store(self) -> Store:
        """The truth about documents."""
        return self.story.store

    @property
    def index(self) -> Index:
        """What ranks the passages."""
        return self.story.index

    @property
    def corpus(self) -> Corpus:
        """What changes the documents."""
        return self.story.corpus

    @property
    def answerer(self) -> Answerer:
        """What answers questions."""
        return self.story.answerer


@asynccontextmanager
async def opened(settings: StorySettings) -> AsyncIterator[Program]:
    """Open everything the settings name; close it on exit.

    Raises:
        StoreError: the store cannot be opened.
    """
    POOL.limit(settings.analysers or None)
    async with open_story(
        settings.database, index=settings.index, threshold=settings.threshold
    ) as story:
        yield Program(settings, story)


create_option = click.option(
    "--create", is_flag=True, help="Make the database where STORYBOT_DATABASE names none yet."
)


def with_program(command: Command[P], *, fills: bool = False) -> Callable[..., None]:
    """Turn a coroutine whose first parameter is a `Program` into a command.

    ``fills`` says that it brings articles, so that it may begin a database.
    """

    @create_option
    @wraps(command)
    def run(*args: P.args, create: bool, **kwargs: P.kwargs) -> None:  # type: ignore[valid-type]
        async def in_program() -> None:
            settings = _story_settings_or_exit()
            expect_database(settings, create=create, fills=fills)
            async with opened(settings) as program:
                await command(program, *args, **kwargs)

        run_or_exit(in_program)

    return run


def with_filled_program(command: Command[P]) -> Callable[..., None]:
    """Turn a coroutine that brings articles into a command."""
    return with_program(command, fills=True)


def expect_database(settings: StorySettings, *, create: bool, fills: bool) -> None:
    """Say that a database is made, where it may be.

    Raises:
        SettingError: it may not: the path may be a slip.
    """
    path = database_file(settings.database)
    if notice := check_database(settings, path, create=create, fills=fills):
        click.echo(notice, err=True)


def run_or_exit(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine; print storybot's own errors and exit with 1, 2 or 78."""
    try:
        asyncio.run(main())
    except (TokenRevoked, IndexRefused) as error:
        fail(str(error), LOCKED_OUT)
    except SettingError as error:
        fail(str(error), WRONG_USE)
    except WorkerGaveUp as error:
        fail(str(error), error.exit_code)
    except StorybotError as error:
        fail(str(error))


def settings_or_exit() -> "Settings":
    """Read the settings and tell of names that are none; exit with 2 if one is invalid."""
    _tell_notices()
    try:
        return checked_settings()
    except SettingError as error:
        fail(str(error), WRONG_USE)


def _story_settings_or_exit() -> StorySettings:
    """Do the same for what opens a story, as quickly as can be where little is set."""
    plain = plain_settings()
    if plain is None:
        return settings_or_exit()
    _tell_notices()
    try:
        _check_addresses(plain)
    except SettingError as error:
        fail(str(error), WRONG_USE)
    return plain


def _tell_notices() -> None:
    for notice in notices():
        click.echo(notice, err=True)


def checked_settings() -> "Settings":
    """Read the settings, also what their addresses name.

    Raises:
        SettingError: one is invalid.
    """
    from storybot.runtime.settings import load_settings  # noqa: PLC0415 - see `PlainSettings`

    settings = load_settings()
    _check_addresses(settings)
    return settings


def _check_addresses(settings: StorySettings) -> None:
    check_database_url(settings.database)
    check_index_url(settings.index)


def fail(message: str, code: int = FAILED) -> NoReturn:
    """Print an error to stderr and exit."""
    click.echo(message, err=True)
    sys.exit(code)


def fail_to_write(file: Path, error: OSError) -> NoReturn:
    """Say why a file could not be written and exit."""
    if isinstance(error, FileExistsError):
        fail(f"{file} exists already; name a new file.")
    if isinstance(error, FileNotFoundError):
        fail(f"Cannot write {file}: there is no folder {file.parent}.")
    fail(f"Cannot write {file}: {error.strerror}.")


def print_json(value: Any) -> None:
    """Print one JSON value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def progress(length: int, label: str) -> AbstractContextManager[Any]:
    """Show progress on stderr where that is a terminal."""
    return click.progressbar(
        length=length,
        file=sys.stderr,
        label=label,
        update_min_steps=max(1, length // 200),
        hidden=not sys.stderr.isatty(),
    )
