"""Commands that run: the Telegram bot, one of its workers, or without a token the playground."""

import asyncio
import os
import signal
import stat
import sys

import click

from storybot.bot.worker_processes import check_ports, worker_name
from storybot.cli.playground import play_or_exit
from storybot.cli.program import (
    WRONG_USE,
    create_option,
    expect_database,
    fail,
    opened,
    run_or_exit,
    settings_or_exit,
)
from storybot.cli.startup import (
    closing,
    serve_bot,
    serve_receiver,
    serve_worker,
    take_and_watch,
    take_folder,
    while_held,
)
from storybot.corpus.backends.databases import check_workers, open_lease
from storybot.runtime.settings import Settings
from storybot.store.inbox import ClaimLost

_MOST_WORKERS = 64


@click.command()
@create_option
def run(*, create: bool) -> None:
    """Start: the Telegram bot where a token is set, else the playground."""
    settings = settings_or_exit()
    if settings.token:
        _run_bot(settings, create=create)
    else:
        click.echo("No TELEGRAM_BOT_TOKEN is set, so this is the playground.", err=True)
        play_or_exit(settings, create=create)


@click.command()
@create_option
@click.option(
    "--workers",
    type=click.IntRange(0, _MOST_WORKERS),
    help="Answer in so many processes, with PostgreSQL; 0 if workers run elsewhere.",
)
def bot(*, create: bool, workers: int | None) -> None:
    """Start the Telegram bot."""
    settings = _settings_with_token()
    if workers is not None:
        settings = settings.model_copy(update={"workers": workers})
    _run_bot(settings, create=create)


@click.command()
@click.option("--name", help="A name that no other process has; made up where there is none.")
def worker(*, name: str | None) -> None:
    """Answer what `storybot bot --workers` receives, as one process of several."""
    settings = _settings_with_token()
    _log_as(settings)

    async def main() -> None:
        check_workers(settings.database)
        async with opened(settings) as program:
            _end_with_parent()
            await serve_worker(settings, program, name or worker_name(os.getpid()))

    try:
        run_or_exit(main)
    except ClaimLost as lost:
        fail(f"{lost} Another process has taken over its chats; this one ends.")


def _settings_with_token() -> Settings:
    settings = settings_or_exit()
    if not settings.token:
        fail("TELEGRAM_BOT_TOKEN is not set; @BotFather gives one out.", WRONG_USE)
    return settings


def _log_as(settings: Settings) -> None:
    # Imported here: only commands that stay log.
    from storybot.runtime.logs import set_up_logging  # noqa: PLC0415

    set_up_logging(settings)


def _run_bot(settings: Settings, *, create: bool) -> None:
    _log_as(settings)

    async def alone() -> None:
        expect_database(settings, create=create, fills=True)
        async with opened(settings) as program, closing(open_lease(settings.database)) as lease:
            watch = await take_and_watch(program)
            await while_held(lease, serve_bot(settings, program, watch, settings.database))

    async def with_workers() -> None:
        check_workers(settings.database)
        check_ports(settings.http, settings.workers)
        async with closing(open_lease(settings.database)) as lease:
            # Brought up to date here, before anybody answers, and not by each worker.
            async with opened(settings) as program:
                await take_folder(program)
            await while_held(lease, serve_receiver(settings, settings.workers))

    run_or_exit(alone if settings.workers == 1 else with_workers)


def _end_with_parent() -> None:
    """End in order when the process that started this one is gone: its end of the pipe closes."""
    if not stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        return

    def ended() -> None:
        loop.remove_reader(sys.stdin.fileno())
        os.kill(os.getpid(), signal.SIGTERM)

    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin.fileno(), ended)
