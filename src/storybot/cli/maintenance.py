"""Commands that keep the corpus: rebuild, carry elsewhere, back up."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal, Self, TextIO

import click
from pydantic import BaseModel, Field, ValidationError, model_validator

from storybot.cli.program import ACTOR, Program, fail, progress, with_program
from storybot.model.documents import Document, State, Version
from storybot.model.errors import NotFound

_FORMAT: Literal["storybot 1"] = "storybot 1"


class _Exported(BaseModel):
    """A line of an export: an article with all its versions, oldest first."""

    format: Literal["storybot 1"] = _FORMAT
    current: int = Field(ge=1)
    """Number of the version that is current."""
    state: State
    versions: list[Document]

    @model_validator(mode="after")
    def _current_is_there(self) -> Self:
        if self.current > len(self.versions):
            raise ValueError(f"version {self.current} is current and not among the versions")
        return self


@click.command()
@with_program
async def reindex(program: Program) -> None:
    """Cut and analyse all articles anew and rebuild the index."""
    articles = sum([1 async for _ in program.store.documents()])
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
            async for version in program.store.documents():
                await _export(program, version, out)
                count += 1
    except OSError as error:
        fail(f"Cannot write {file}: {error.strerror}; name a file that does not exist yet.")
    click.echo(f"{count} articles in {file}.")


async def _export(program: Program, version: Version, out: TextIO) -> None:
    line = _Exported(
        current=version.number,
        state=version.state,
        versions=[v.document async for v in _all_versions(program, version)],
    )
    out.write(line.model_dump_json(exclude_none=True) + "\n")


async def _all_versions(program: Program, version: Version) -> AsyncIterator[Version]:
    number = 1
    while True:
        try:
            yield await program.store.version(version.id, number)
        except NotFound:
            return
        number += 1


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_program
async def import_(program: Program, file: Path) -> None:
    """Add the articles of an export FILE, with their versions; what is there stays."""
    count = 0
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                article = _Exported.model_validate_json(line)
            except ValidationError as error:
                fail(f"{file}, line {number}: {error}; the {count} articles before it are in.")
            await _import(program, article)
            count += 1
    click.echo(f"{count} articles from {file}.")


async def _import(program: Program, article: _Exported) -> None:
    if await program.store.find(source=article.versions[0].source):
        click.echo(f"= {article.versions[0].source} is there already", err=True)
        return
    for document in article.versions:
        (added,) = await program.corpus.add([document], actor=ACTOR, twins=True)
    if article.current != len(article.versions):
        await program.corpus.restore(added.version.id, article.current, actor=ACTOR)
    if article.state is State.RETRACTED:
        await program.corpus.retract(
            added.version.id, actor=ACTOR, reason="retracted in the export"
        )


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_program
async def backup(program: Program, file: Path) -> None:
    """Copy the whole database, consistent, to FILE, also while the bot runs."""
    await program.store.backup(file)
    click.echo(f"The database is in {file}; to go back, stop the bot and put it in its place.")
