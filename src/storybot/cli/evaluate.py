"""The `eval` command, which scores a labelled set, and what readers asked: `gaps`, `labels`."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from storybot.cli.program import (
    WRONG_USE,
    Program,
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
from storybot.cli.views.json_views import GapView
from storybot.corpus.backends.databases import open_readers
from storybot.corpus.desk.gaps import Gap, find_gaps
from storybot.corpus.desk.labels import articles, labels
from storybot.evaluation.dataset import read_docs, read_questions
from storybot.evaluation.reliability import Bin, certify, draw_reliability, reliability
from storybot.evaluation.report import against, answering_rows, scores
from storybot.evaluation.runs import Asked, add_documents, ask_all, costs, read_run
from storybot.store.readers.question_log import AskedQuestion

_SPANS = ("7", "30", "90")
_BESIDE = "docs.jsonl"
_MAX_K = 50
_IN_MEMORY = {"database": "sqlite:///:memory:", "index": "embedded:"}


@click.command("eval")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "-k",
    default=10,
    type=click.IntRange(1, _MAX_K),
    help="Hits a question at most; below 10, R@10 is R@k.",
)
@click.option(
    "--run",
    "run_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a JSON line a question to this file.",
)
@click.option(
    "--against",
    "earlier_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with the run in this file: which questions turned right and wrong.",
)
@click.option(
    "--reliability",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw how often answers of each confidence are right, as SVG.",
)
@click.option(
    "--certify",
    "error",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Find the threshold whose share of wrong answers is surely at most this.",
)
def evaluate(
    folder: Path,
    k: int,
    run_file: Path | None,
    earlier_file: Path | None,
    picture: Path | None,
    error: float | None,
) -> None:
    """Score the labelled set in DIR: docs.jsonl and questions.jsonl.

    The set is indexed in memory; the corpus is not touched.
    """
    settings = settings_or_exit().model_copy(update=_IN_MEMORY)

    async def main() -> None:
        docs, questions = read_docs(folder), read_questions(folder)
        earlier = read_run(earlier_file) if earlier_file else None
        async with opened(settings) as program:
            with progress(len(docs), "Indexing") as bar:
                seconds = await add_documents(program.corpus, docs, bar.update)
            with progress(len(questions), "Asking") as bar:
                asked = await ask_all(program.answerer, docs, questions, k, bar.update)
            if run_file:
                _write(run_file, asked)
            rows = answering_rows(asked)
            if picture:
                _draw(picture, reliability(rows))
            compared = {"against": against(asked, earlier)} if earlier else {}
            certified = {"certified": certify(rows, error)} if error else {}
            print_json(
                costs(asked, await program.index.count(), seconds)
                | scores(asked, settings.threshold)
                | compared
                | certified
            )

    run_or_exit(main)


def _draw(path: Path, bins: list[Bin]) -> None:
    try:
        draw_reliability(bins, path)
    except OSError as error:
        fail_to_write(path, error)


def _write(path: Path, asked: list[Asked]) -> None:
    try:
        path.write_text(
            "".join(one.line.model_dump_json() + "\n" for one in asked), encoding="utf-8"
        )
    except OSError as error:
        fail_to_write(path, error)


@click.command()
@click.option("--days", default="30", type=click.Choice(_SPANS), help="How far to look back.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@with_program
async def gaps(program: Program, days: str, *, as_json: bool) -> None:
    """List what readers asked in vain, voted down, or asked again, the most missed first.

    Alike questions are one. The words of those that fewer than three readers asked are not shown:
    moderators see them with /gaps in a private chat.
    """
    found = find_gaps(await _asked(program, int(days)))
    if as_json:
        print_json([GapView.of(gap).dump() for gap in found])
        return
    for gap in found:
        click.echo(_line(gap))
    if not found:
        click.echo("Readers missed nothing.", err=True)


@click.command("labels")
@click.option(
    "--export",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The file to write; the articles go into {_BESIDE} beside it.",
)
@click.option("--days", default="90", type=click.Choice(_SPANS), help="How far to look back.")
@with_program
async def export_labels(program: Program, file: Path, days: str) -> None:
    """Write readers' questions, labelled by their votes, as `storybot eval` reads them.

    Named questions.jsonl, its folder is a labelled set. Only what three readers or more asked, in
    whatever words, is written.
    """
    if file.name == _BESIDE:
        fail(f"The articles go into {_BESIDE}; name another file for the questions.", WRONG_USE)
    asked = await _asked(program, int(days))
    questions = [line async for line in labels(program.store, asked)]
    documents = [line async for line in articles(program.store)]
    _write_new({file: questions, file.parent / _BESIDE: documents})
    labelled = sum("answerable" in line for line in questions)
    click.echo(f"{counted(len(questions), 'question')} in {file}, {labelled} of them labelled.")


def _write_new(contents: Mapping[Path, Sequence[Mapping[str, Any]]]) -> None:
    """Write the lines of new files, all of them or none."""
    begun: list[Path] = []
    for path, lines in contents.items():
        try:
            with path.open("x", encoding="utf-8") as out:
                begun.append(path)
                out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        except OSError as error:
            for file in begun:
                file.unlink(missing_ok=True)
            fail_to_write(path, error)


async def _asked(program: Program, days: int) -> list[AskedQuestion]:
    memory = await open_readers(program.settings.database)
    try:
        begin = datetime.now(UTC) - timedelta(days=days)
        return list(await memory.questions.since(begin))
    finally:
        await memory.close()


def _line(gap: Gap) -> str:
    words = f"“{gap.wording}”" if gap.is_public else "(asked by fewer than three readers)"
    doors = ", ".join(f"{door} {count}" for door, count in sorted(gap.doors.items()))
    return (
        f"{words}\n    asked {counted(gap.asked, 'time')} by {counted(gap.readers, 'reader')}:"
        f" {gap.unanswered} unanswered, {gap.down} voted down, {gap.again} asked again; {doors};"
        f" {', '.join(gap.languages)}"
    )
