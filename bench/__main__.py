"""``python -m bench``: measure, print the table, write page, JSON and picture."""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bench import document
from bench.answering.contest import AnswerRow, measure_answers
from bench.bot import BotEnded, measure_bots
from bench.picture import draw
from bench.report import Report, machine
from bench.roster import ROSTER
from bench.run import Plan, Row, measure_size
from bench.task import Task

_SIZES = "1000,10000,100000,1000000"


def _sizes(_context: click.Context, _parameter: click.Parameter, value: str) -> list[int]:
    try:
        sizes = [int(size) for size in value.split(",")]
    except ValueError:
        raise click.BadParameter("Write numbers with commas between, such as 1000,10000.") from None
    if min(sizes) < 100:  # noqa: PLR2004
        raise click.BadParameter("A corpus of fewer than 100 passages cannot be measured.")
    return sizes


@click.command()
@click.option("--sizes", default=_SIZES, callback=_sizes, help="Passages, commas between.")
@click.option("--engines", default=",".join(ROSTER), help="Engines, commas between; may be empty.")
@click.option("--seed", default=1, help="Another seed makes another corpus.")
@click.option("--rounds", default=3, help="Turns of each engine.")
@click.option("--bot/--no-bot", default=True, help="The whole bot, too, or the index alone.")
@click.option("--answers/--no-answers", default=True, help="The whole answer, too.")
@click.option(
    "--texts",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of a labelled set, to answer from real articles at the sizes it is enough for.",
)
@click.option(
    "--keep",
    is_flag=True,
    help="Keep the figures that are there already of what is not measured this time.",
)
@click.option("--full", is_flag=True, help="Slow engines at every size, too.")
@click.option(
    "--out",
    default="docs",
    type=click.Path(path_type=Path),
    help="Folder of page, JSON and picture.",
)
def main(
    sizes: list[int],
    engines: str,
    seed: int,
    rounds: int,
    out: Path,
    *,
    bot: bool,
    answers: bool,
    texts: tuple[Path, ...],
    keep: bool,
    full: bool,
) -> None:
    """Measure storybot's index beside its peers, on the same passages and questions."""
    names = [name for name in engines.split(",") if name]
    if unknown := set(names) - ROSTER.keys():
        raise click.UsageError(f"No such engine: {', '.join(sorted(unknown))}.")
    present = [name for name in names if ROSTER[name].version() is not None]
    for name in set(names) - set(present):
        _tell(f"{ROSTER[name].label} is not installed and left out.")
    report = _begun(out, seed, rounds, sizes if answers else [], keep=keep)
    if present:
        report.machine, report.rows = machine(), []
    for size in sizes if present else []:
        taking_part = [n for n in present if full or size <= ROSTER[n].largest]
        report.rows.extend(_measure(seed, size, taking_part, Plan(rounds=rounds)))
        report.write(out)
    for size in sizes if answers else []:
        report.answers += _measure_answers(seed, size, texts, full=full)
        report.answers.sort(key=lambda row: row.size)
        report.write(out)
    if bot:
        report.bots, report.bot_failed = [], ""
        report.bots_machine = machine() if keep else {}
        _measure_bot(report)
    click.echo(report.table())
    report.write(out)
    document.write(report, out)
    if report.rows:
        draw(report.rows, out / "bench.svg")
    _tell(f"Page, figures and picture are in {out}.")
    sys.exit(report.faults() != [])


def _measure(seed: int, size: int, names: list[str], plan: Plan) -> list[Row]:
    _tell(f"{size:,} passages")
    with tempfile.TemporaryDirectory(prefix="storybot-bench-") as folder:
        return measure_size(Task.make(seed, size), names, Path(folder), plan, _tell)


def _begun(out: Path, seed: int, rounds: int, sizes: Sequence[int], *, keep: bool) -> Report:
    """Return the report to go on with: an empty one, or the last without what is measured anew."""
    if not keep:
        return Report(machine=machine(), seed=seed, rounds=rounds)
    try:
        report = Report.read(out)
    except FileNotFoundError:
        raise click.UsageError(f"There is no bench.json in {out} to keep figures of.") from None
    if sizes:
        report.answers = [row for row in report.answers if row.size not in sizes]
        report.answers_machine = machine()
    return report


def _measure_answers(seed: int, size: int, texts: Sequence[Path], *, full: bool) -> list[AnswerRow]:
    _tell(f"the whole answer, {size:,} passages")
    with tempfile.TemporaryDirectory(prefix="storybot-bench-") as folder:
        return measure_answers(seed, size, Path(folder), _tell, texts, full=full)


def _measure_bot(report: Report) -> None:
    _tell("the whole bot")
    with tempfile.TemporaryDirectory(prefix="storybot-bench-") as folder:
        try:
            report.bots += asyncio.run(measure_bots(Path(folder)))
        except BotEnded as ended:
            report.bot_failed = str(ended)
        except TimeoutError:
            report.bot_failed = "a question was not answered in time."


def _tell(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
