"""Commands that run: the Telegram bot, or without a token the playground."""

import click

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
from storybot.cli.startup import closing, serve_bot, take_and_watch, while_held
from storybot.corpus.backends import open_lease
from storybot.runtime.settings import Settings


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
def bot(*, create: bool) -> None:
    """Start the Telegram bot."""
    settings = settings_or_exit()
    if not settings.token:
        fail("TELEGRAM_BOT_TOKEN is not set; @BotFather gives one out.", WRONG_USE)
    _run_bot(settings, create=create)


def _run_bot(settings: Settings, *, create: bool) -> None:
    # Imported here: only commands that stay log.
    from storybot.runtime.logs import set_up_logging  # noqa: PLC0415

    set_up_logging(settings)

    async def main() -> None:
        expect_database(settings, create=create, fills=True)
        async with opened(settings) as program, closing(open_lease(settings.database)) as lease:
            watch = await take_and_watch(program)
            await while_held(lease, serve_bot(settings, program, watch, settings.database))

    run_or_exit(main)
