"""Commands that read and change the corpus."""

import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import click

from storybot.cli.program import (
    ACTOR,
    FAILED,
    NO_ARTICLES,
    Program,
    print_json,
    progress,
    with_filled_program,
    with_program,
)
from storybot.cli.views.json_views import AddedView, ArticleRow, ArticleView, ChangeView
from storybot.cli.views.show import show_article, show_history, show_list, show_taken, tell_waiting
from storybot.corpus.desk.amendments import Field, amended
from storybot.corpus.desk.lookup import Lookup
from storybot.corpus.folder import Taken, article_files, source_name, take_files, take_reading
from storybot.ingest.composing import compose, has_words
from storybot.ingest.fetching.fetch_failures import detail
from storybot.ingest.reading import MAX_FILE_BYTES, read_address, read_all, read_file
from storybot.ingest.results import Reading
from storybot.model.documents import Document, DocumentId
from storybot.model.errors import Refused

_STDIN = "stdin"
_NAMELESS = "An empty name is no source. Name a file, a folder or the address of a page."
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@_as_json
@with_filled_program
async def add(program: Program, sources: tuple[str, ...], *, as_json: bool) -> None:
    """Add or update articles: files, folders, addresses of pages, or - for stdin.

    The same source again is a new version; the same text again changes nothing.
    """
    taken: list[Taken] = []
    async for one in _take_all(program, sources, quiet=as_json):
        taken.append(one)
        if not as_json:
            show_taken(one)
    if as_json:
        print_json([AddedView.of(one).dump() for one in taken])
    tell_waiting(taken)
    if any(one.added is None for one in taken):
        sys.exit(FAILED)


async def _take_all(
    program: Program, sources: tuple[str, ...], *, quiet: bool
) -> AsyncIterator[Taken]:
    files: list[Path] = []
    for source in sources:
        if source == "-":
            for one in await _take_stdin(program):
                yield one
        elif not source:  # to Path it is the working directory
            yield Taken(source, None, _NAMELESS)
        elif "://" in source:
            for one in await _take_page(program, source):
                yield one
        else:
            try:
                files += _files(Path(source))
            except Refused as error:
                yield Taken(source, None, str(error))
    with progress(0 if quiet else len(files), "Reading") as bar:
        named = [(path, source_name(path, program.settings.corpus)) for path in files]
        async for taken in take_files(program.corpus, named, actor=ACTOR):
            for one in taken:
                yield one
            bar.update(1)


def _files(path: Path) -> list[Path]:
    try:
        if not path.exists():
            raise Refused(f"There is no file or folder {path}.")
        if not path.is_dir():
            return [path]
    except OSError as error:  # its folder is shut, or its name longer than one can be
        raise Refused(f"{path} cannot be looked at: {error.strerror}.") from error
    found = list(article_files(path))
    if not found:
        raise Refused(f"There is no file in {path} that can be read. Put articles there.")
    return found


async def _take_page(program: Program, url: str) -> list[Taken]:
    try:
        reading = await read_address(url, now=_now())
    except Refused as error:
        cause = error.__cause__ if error.code == "page_unreachable" else None
        return [Taken(url, None, f"{error} ({detail(cause)})" if cause else str(error))]
    return await take_reading(program.corpus, reading, actor=ACTOR)


async def _take_stdin(program: Program) -> list[Taken]:
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    try:
        reading = read_all(data, name="stdin", source=_STDIN, now=_now())
    except Refused as error:
        return [Taken("-", None, str(error))]
    return await take_reading(program.corpus, _told_apart(reading), actor=ACTOR)


def _told_apart(reading: Reading) -> Reading:
    """Name a pasted article by its headline: two pastes are two articles, unless they share it."""
    articles = []
    for article in reading.articles:
        document = article.document
        if document.source == _STDIN:
            document = document.model_copy(update={"source": f"{_STDIN}: {document.title}"})
        articles.append(article.model_copy(update={"document": document}))
    return reading.model_copy(update={"articles": tuple(articles)})


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


@click.command("list")
@_as_json
@with_program
async def list_articles(program: Program, *, as_json: bool) -> None:
    """List the articles, live and retracted."""
    articles = await program.store.headings()
    if as_json:
        print_json([ArticleRow.of(article).dump() for article in articles])
    elif articles:
        show_list(articles)
    else:
        click.echo(NO_ARTICLES, err=True)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("-k", default=20, show_default=True, type=click.IntRange(min=1), help="At most.")
@_as_json
@with_program
async def find(program: Program, words: tuple[str, ...], k: int, *, as_json: bool) -> None:
    """Find articles: those with all WORDS in the title, then those whose texts have them."""
    articles = await Lookup(program.corpus, program.store).find(" ".join(words), k)
    if as_json:
        print_json([ArticleRow.of(article).dump() for article in articles])
    elif articles:
        show_list(articles)
    else:
        click.echo("No article has these words; `list` shows all.", err=True)


@click.command()
@click.argument("id")
@click.option("--title", help="The headline.")
@click.option("--publisher", help="The publisher; - for none.")
@click.option("--authors", help="The authors, separated by commas; - for none.")
@click.option("--date", "date_", help="When it was published; - for none.")
@click.option("--link", help="The address of its page; - for none.")
@click.option("--put-back", "lines", help="Numbers of left-out lines, as show counts them.")
@click.option("--text", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file with a new text.")  # fmt: skip
@with_program
async def edit(program: Program, /, id: str, file: Path | None, **values: str | None) -> None:
    """Correct article ID: a new version with other facts or another text.

    Without options its text opens in the editor that EDITOR names.
    """
    old = await Lookup(program.corpus, program.store).named(id)
    document = old.document
    if file:
        document = _with_text(document, read_file(file, source=document.source, now=_now()))
    elif all(value is None for value in values.values()):
        document = _edited(document)
    names = {"date_": Field.DATE}
    for name, value in values.items():
        if value is not None:
            document = amended(document, names.get(name) or Field(name), value, _now())
    (added,) = await program.corpus.add(
        [document], actor=ACTOR, decided=True, twins=True, base=old.number
    )
    now = added.version
    click.echo(f"Article {now.id} {added.result}: version {now.number}, “{now.document.title}”.")


def _edited(document: Document) -> Document:
    """Let a person edit the text; unsaved, it stays as it is."""
    text = click.edit(document.text, extension=".txt")
    if text is None or text.strip() == document.text.strip():
        return document
    paragraphs = [" ".join(p.split()) for p in text.split("\n\n") if p.strip()]
    if not has_words(text):
        raise Refused("There is no text in it. To stop quoting an article, retract it.")
    story, spans = compose(paragraphs)
    last = len(spans)
    dropped = [d.model_copy(update={"before": min(d.before, last)}) for d in document.dropped]
    return document.model_copy(
        update={"text": story, "spans": spans, "subheads": (), "dropped": tuple(dropped)}
    )


def _with_text(document: Document, read: Document) -> Document:
    """Return a document with the text of another, and its own facts."""
    taken = {"text", "spans", "subheads", "standfirst", "captions", "dropped", "language"}
    return document.model_copy(update={name: getattr(read, name) for name in taken})


@click.command()
@click.argument("id")
@_as_json
@with_program
async def show(program: Program, id: str, *, as_json: bool) -> None:
    """Show article ID as it is stored, and what was left out of it."""
    version = await program.store.version(DocumentId(id))
    waiting = (await program.store.standing(version.id)).waiting
    if as_json:
        print_json(ArticleView.of_version(version, waiting).dump())
    else:
        show_article(version, waiting)


@click.command()
@click.argument("id", required=False)
@_as_json
@with_program
async def history(program: Program, id: str | None, *, as_json: bool) -> None:
    """Show the changes of article ID, or of all, oldest first."""
    changes = await program.store.history(DocumentId(id) if id else None)
    if as_json:
        print_json([ChangeView.of(change).dump() for change in changes])
    elif changes:
        show_history(changes)
    else:
        click.echo("Nothing was changed yet.", err=True)


@click.command()
@click.argument("id")
@click.option("--reason", default="", help="Why; kept in the audit.")
@with_program
async def retract(program: Program, id: str, reason: str) -> None:
    """Never quote article ID again; its versions are kept."""
    done = await program.corpus.retract(DocumentId(id), actor=ACTOR, reason=reason)
    click.echo(f"Retracted article {done.version.id}, “{done.version.document.title}”.")


@click.command()
@click.argument("id")
@click.argument("version", required=False, type=click.IntRange(min=1))
@with_program
async def restore(program: Program, id: str, version: int | None) -> None:
    """Quote article ID again, as it last stood or in the given VERSION, also one that waits."""
    now, waiting = (await program.corpus.restore(DocumentId(id), version, actor=ACTOR))[1:]
    click.echo(f"Article {now.id} is live in version {now.number}, “{now.document.title}”.")
    if waiting:
        click.echo(
            f"Version {waiting}, from its source, waits: restore {now.id} {waiting} takes it.",
            err=True,
        )


@click.command()
@with_program
async def undo(program: Program) -> None:
    """Take back the last change that was not taken back yet."""
    change, now, _ = await program.corpus.undo(actor=ACTOR)
    click.echo(
        f"Took back change {change.number} ({change.action} of article {change.document});"
        f" it stands at version {now.number}, {now.state}."
    )
