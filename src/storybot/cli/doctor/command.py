"""The `doctor` command: what is set up, what is amiss, what to do about it."""

import asyncio
import sys
from collections.abc import AsyncIterator

import click

from storybot.cli.doctor.database_checks import database_findings
from storybot.cli.doctor.findings import Finding, Level, broken, worst
from storybot.cli.doctor.index_checks import index_findings
from storybot.cli.doctor.network_checks import address_findings, telegram_findings
from storybot.cli.doctor.settings_checks import corpus_findings, settings_findings
from storybot.cli.program import WRONG_USE, checked_settings, fail, print_json
from storybot.model.errors import SettingError
from storybot.runtime.settings import Settings

_SIGNS = {Level.OK: "ok", Level.WARNING: "WARNING", Level.BROKEN: "BROKEN"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(*, as_json: bool) -> None:
    """Check settings, database, index, backups, token and BotFather's switches.

    Changes nothing. Exit code 0: all is well; 1: there are warnings; 2: something is broken.
    """
    try:
        settings = checked_settings()
    except SettingError as error:
        if not as_json:
            fail(str(error), WRONG_USE)
        advice = "The README lists the settings and what they take."
        findings = [broken("settings", line, advice) for line in str(error).splitlines()]
    else:
        findings = asyncio.run(_all(settings))
    if as_json:
        status = worst(findings).name.lower()
        print_json({"status": status, "findings": [finding.dump() for finding in findings]})
    for finding in findings if not as_json else ():
        click.echo(f"{_SIGNS[finding.level]:8} {finding.text}")
        if finding.advice:
            click.echo(f"{'':8} → {finding.advice}")
    sys.exit(worst(findings))


async def _all(settings: Settings) -> list[Finding]:
    return [finding async for finding in examine(settings)]


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, one thing after another."""
    for finding in settings_findings(settings):
        yield finding
    async for finding in database_findings(settings):
        yield finding
    async for finding in index_findings(settings):
        yield finding
    for finding in corpus_findings(settings):
        yield finding
    async for finding in address_findings(settings):
        yield finding
    async for finding in telegram_findings(settings):
        yield finding
