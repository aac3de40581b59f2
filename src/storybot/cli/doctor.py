"""The `doctor` command: what is set up, what is missing, what to do about it."""

import sys
from collections.abc import AsyncIterator
from typing import NamedTuple

import click

from storybot.cli.program import FAILED, Program, with_program
from storybot.model.errors import StorybotError
from storybot.runtime.settings import Settings


class Finding(NamedTuple):
    """One check and its result."""

    fine: bool
    text: str


def _fine(text: str) -> Finding:
    return Finding(fine=True, text=text)


def _amiss(text: str) -> Finding:
    return Finding(fine=False, text=text)


@click.command()
@with_program
async def doctor(program: Program) -> None:
    """Check settings, database, token and BotFather's switches; exit 1 if something is amiss."""
    findings = [finding async for finding in examine(program)]
    for finding in findings:
        click.echo(f"{'ok  ' if finding.fine else 'MEND'}  {finding.text}")
    if not all(finding.fine for finding in findings):
        sys.exit(FAILED)


async def examine(program: Program) -> AsyncIterator[Finding]:
    """Check settings, database, corpus folder and Telegram, yielding one finding after another."""
    settings = program.settings
    yield _fine("The settings are valid.")
    articles = len(await program.store.headings())
    yield _fine(f"The database {settings.database} can be read.")
    advice = "" if articles else " Add some: storybot add FOLDER."
    yield Finding(articles > 0, f"{articles} articles, {len(program.index)} passages.{advice}")
    there = settings.corpus.is_dir()
    missing = "" if there else " is not there; set STORYBOT_CORPUS"
    yield Finding(there, f"The corpus folder {settings.corpus}{missing}.")
    if not settings.token:
        yield _amiss("TELEGRAM_BOT_TOKEN is not set; @BotFather gives one out.")
        return
    if not settings.owners:
        yield _amiss("STORYBOT_OWNERS is empty: nobody can add articles from the chat.")
    async for finding in _examine_telegram(settings):
        yield finding


async def _examine_telegram(settings: Settings) -> AsyncIterator[Finding]:
    # Imported here: only this check needs Telegram's library, and it takes most of a second.
    from telegram import Bot  # noqa: PLC0415
    from telegram.error import InvalidToken, TelegramError  # noqa: PLC0415

    assert settings.token
    token = settings.token.get_secret_value()
    try:
        async with Bot(token, base_url=f"{settings.api_url}/bot") as bot:
            yield _fine(f"The token is that of @{bot.username}.")
            inline = bool(bot.supports_inline_queries)
            switch = "on." if inline else "off; switch it on: /setinline at @BotFather."
            yield Finding(inline, f"Inline mode is {switch}")
            webhook = await bot.get_webhook_info()
            if webhook.url and not settings.webhook_url:
                yield _amiss("A webhook is set, which keeps updates from a bot that polls.")
    except InvalidToken:
        # The library's message contains the token.
        yield _amiss("Telegram does not accept the token; @BotFather shows the current one.")
    except (TelegramError, StorybotError) as error:
        yield _amiss(f"Telegram cannot be reached at {settings.api_url}: {error}.")
