"""Commands for maintenance: rebuild, export and import, back up, audit."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click
from pydantic import ValidationError

from storybot.cli.program import (
    ACTOR,
    FAILED,
    WRONG_USE,
    Program,
    create_option,
    expect_database,
    fail,
    fail_to_write,
    opened,
    print_json,
    progress,
    run_or_exit,
    settings_or_exit,
    with_program,
)
from storybot.cli.views.counted import counted
from storybot.corpus.backends.databases import copy_database, move_database
from storybot.corpus.exchange import (
    ExportedArticle,
    Imported,
    export_article,
    import_article,
    quotable,
)
from storybot.model.audit import AuditEntry
from storybot.model.errors import why_invalid
from storybot.runtime.backups import BackupFolder
from storybot.runtime.new_database import is_database
from storybot.runtime.settings import Settings

_AT_ONCE = 4_000_000
"""Characters of an export that are read before its articles are analysed together and added."""
_BEYOND = 2**62
_SHOWN_HASH = 12


@click.command()
@with_program
async def reindex(program: Program) -> None:
    """Re-chunk and analyse all articles again and rebuild the index."""
    articles = len(await program.store.headings())
    with progress(articles, "Cutting") as bar:
        await program.corpus.reindex(lambda done: bar.update(done - bar.pos))
    click.echo(f"{counted(await program.index.count(), 'passage')}.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_program
async def export(program: Program, file: Path) -> None:
    """Write all articles with all their versions to FILE, a JSON object a line.

    The audit stays behind; `backup` takes that too.
    """
    count = 0
    try:
        with file.open("x", encoding="utf-8") as out:
            for heading in await program.store.headings():
                article = await export_article(program.store, heading.id)
                out.write(article.model_dump_json(exclude_none=True) + "\n")
                count += 1
    except OSError as error:
        fail_to_write(file, error)
    click.echo(f"{counted(count, 'article')} in {file}.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@create_option
def import_(file: Path, *, create: bool) -> None:
    """Add the articles of an export FILE, with their versions; what is there stays.

    Broken off, it can be given again: each article is there whole or not at all. If FILE is a
    database of storybot, all of it is moved into the empty PostgreSQL database that
    STORYBOT_DATABASE names: history, audit, readers, settings, what waits.
    """
    settings = settings_or_exit()
    if is_database(file):
        run_or_exit(partial(_move, settings, file))
        return

    async def add() -> None:
        expect_database(settings, create=create, fills=True)
        with file.open("rb") as lines:
            async with opened(settings) as program:
                count = await _import_lines(program, file, lines)
        click.echo(f"{counted(count, 'article')} from {file}.")

    run_or_exit(add)


async def _move(settings: Settings, file: Path) -> None:
    moved = await move_database(file, settings.database)
    for table, count in moved.rows.items():
        click.echo(f"{count:>9} {table}", err=True)
    head = f", the last {moved.audit_head[:_SHOWN_HASH]}" if moved.audit_lines else ""
    click.echo(
        f"Moved {counted(moved.rows['documents'], 'article')} with"
        f" {counted(moved.rows['versions'], 'version')}; the audit is whole:"
        f" {counted(moved.audit_lines, 'line')}{head}. {file} is no longer used."
    )


async def _import_lines(program: Program, file: Path, lines: BinaryIO) -> int:
    count = size = 0
    read: list[ExportedArticle] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read.append(ExportedArticle.model_validate_json(line))
        except ValidationError as error:
            count += await _import_all(program, read)
            before = f" Of those before it, {counted(count, 'article')} went in." if count else ""
            fail(
                f"{file}, line {number} is no article of an export: {why_invalid(error)}.{before}"
                " `storybot export` writes such files; `storybot add` takes articles."
            )
        size += len(line)
        if size >= _AT_ONCE:
            count += await _import_all(program, read)
            read, size = [], 0
    return count + await _import_all(program, read)


async def _import_all(program: Program, articles: Sequence[ExportedArticle]) -> int:
    """Import articles, analysed together, and count them."""
    ahead = await program.corpus.analyse_ahead(quotable(articles))
    for article in articles:
        result = await import_article(
            program.corpus, program.store, article, actor=ACTOR, ahead=ahead
        )
        if result is not Imported.ADDED:
            click.echo(f"= {article.versions[0].source} is {result}", err=True)
    return len(articles)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@create_option
def backup(file: Path | None, *, create: bool) -> None:
    """Copy the whole database, consistent and verified, to FILE, also while the bot runs.

    Without FILE, to the folder that STORYBOT_BACKUPS names, where the oldest are dropped. A copy
    of the database's file made by other means lacks what is still in its log. A database of an
    older storybot is copied as it is.
    """
    settings = settings_or_exit()

    async def copy() -> None:
        expect_database(settings, create=create, fills=False)
        made, write = file, partial(copy_database, settings.database)
        if made:
            await write(made)
        elif settings.backups:
            made = await BackupFolder(settings.backups, settings.backups_kept).add(write)
        else:
            fail("Name a file, or set STORYBOT_BACKUPS to a folder.", WRONG_USE)
        click.echo(f"The database is in {made}; to go back, stop the bot and put it in its place.")

    run_or_exit(copy)


@click.command()
@click.option("--verify", is_flag=True, help="Recompute the chain of hashes; exit 1 at a break.")
@click.option(
    "--last",
    default=50,
    show_default=True,
    type=click.IntRange(min=1),
    metavar="N",
    help="Lines at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_program
async def audit(program: Program, *, verify: bool, last: int, as_json: bool) -> None:
    """Show who changed what and where, newest first, or verify that nobody altered it since."""
    if verify:
        await _verify(program, as_json=as_json)
        return
    entries = await program.store.audit(_BEYOND, last)
    if as_json:
        print_json([_json(entry) for entry in entries])
    for entry in entries if not as_json else ():
        who = f"{entry.name} ({entry.actor})" if entry.name else entry.actor
        where = f" in {entry.place}" if entry.place else ""
        reason = f": {entry.reason}" if entry.reason else ""
        click.echo(
            f"{entry.number:>5}  {entry.at:%Y-%m-%d %H:%M} UTC  {entry.action} {entry.subject}"
            f" “{entry.title}”  by {who}{where}{reason}  {entry.hash[:_SHOWN_HASH]}"
        )


async def _verify(program: Program, *, as_json: bool) -> None:
    report = await program.store.verify_audit()
    if as_json:
        print_json(report._asdict())
    elif report.broken is None:
        last = f", the last {report.head}" if report.lines else ""
        click.echo(f"The audit is whole: {counted(report.lines, 'line')}{last}.")
    else:
        click.echo(f"The audit is broken at line {report.broken}: {report.problem}.", err=True)
    if report.broken is not None:
        sys.exit(FAILED)


def _json(entry: AuditEntry) -> dict[str, str | int]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "name": entry.name,
        "place": entry.place,
        "action": entry.action,
        "subject": entry.subject,
        "title": entry.title,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "hash": entry.hash,
    }
