"""Commands for maintenance: rebuild, export and import, back up."""

from pathlib import Path
from typing import TextIO

import click
from pydantic import ValidationError

from storybot.cli.program import ACTOR, Program, fail, progress, with_program
from storybot.corpus.exchange import ExportedArticle, Imported, export_article, import_article


@click.command()
@with_program
async def reindex(program: Program) -> None:
    """Re-chunk and analyse all articles again and rebuild the index."""
    articles = len(await program.store.headings())
    with progress(articles, "Cutting") as bar:
        await program.corpus.reindex(lambda done: bar.update(done - bar.pos))
    click.echo(f"{len(program.index)} passages.")


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
        fail(f"Cannot write {file}: {error.strerror}; name a file that does not exist yet.")
    click.echo(f"{count} articles in {file}.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_program
async def import_(program: Program, file: Path) -> None:
    """Add the articles of an export FILE, with their versions; what is there stays.

    Broken off, it can be given again: each article is there whole or not at all.
    """
    with file.open(encoding="utf-8") as lines:
        count = await _import_lines(program, file, lines)
    click.echo(f"{count} articles from {file}.")


async def _import_lines(program: Program, file: Path, lines: TextIO) -> int:
    count = 0
    for number, line in enumerate(lines, start=1):
        try:
            article = ExportedArticle.model_validate_json(line)
        except ValidationError as error:
            fail(f"{file}, line {number}: {error}; the {count} articles before it are in.")
        result = await import_article(program.corpus, program.store, article, actor=ACTOR)
        if result is not Imported.ADDED:
            click.echo(f"= {article.versions[0].source} is {result}", err=True)
        count += 1
    return count


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_program
async def backup(program: Program, file: Path) -> None:
    """Copy the whole database, consistent, to FILE, also while the bot runs."""
    await program.store.backup(file)
    click.echo(f"The database is in {file}; to go back, stop the bot and put it in its place.")
