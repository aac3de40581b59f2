"""The `eval` command: score a labelled set with the code that the bot answers with."""

from pathlib import Path

import click

from storybot.cli.program import fail, opened, print_json, progress, run_or_exit, settings_or_exit
from storybot.evaluation.dataset import read_docs, read_questions
from storybot.evaluation.reliability import Bin, certify, draw_reliability, reliability
from storybot.evaluation.report import against, answering_rows, scores
from storybot.evaluation.runs import Asked, add_documents, ask_all, costs, read_run

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
                costs(asked, len(program.index), seconds)
                | scores(asked, settings.threshold)
                | compared
                | certified
            )

    run_or_exit(main)


def _draw(path: Path, bins: list[Bin]) -> None:
    try:
        draw_reliability(bins, path)
    except OSError as error:
        fail(f"Cannot write {path}: {error.strerror}.")


def _write(path: Path, asked: list[Asked]) -> None:
    try:
        path.write_text(
            "".join(one.line.model_dump_json() + "\n" for one in asked), encoding="utf-8"
        )
    except OSError as error:
        fail(f"Cannot write {path}: {error.strerror}.")
