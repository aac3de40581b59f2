"""Write docs/bench.md: the tables, what they mean, and where a question's time goes."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.answering import tables
from bench.report import Report, figure, line
from bench.roster import OURS, ROSTER
from bench.run import Row
from storybot.search.embedded.thresholds import Limits

_HEAD = """\
# The index and the whole bot beside named peers

`make bench` writes this page, `bench.json` and `bench.svg`; figures are of the machine in the next
line, and are to be read beside each other, not as times. All engines get the same passages, as
lists of the same words, and the same 200 questions of 4 to 10 words, one at a time, in one
thread of a process of their own; they take turns, and the ten best passages are asked for. The
rankings are checked against rank-bm25's formula before anything is timed. The passages are made
from a seed, in the shape of real news (`bench/corpus.py`)."""

_PEERS = """\
## How each engine is set up

An engine that would take minutes at a size is left out there (`make bench` with `--full` runs it),
and a slow one is asked fewer questions: as many as the last column of the tables tells."""

_STAGES = """\
## Where a question's time goes

Inside storybot's index, in µs, medians over the questions, for terms that were asked for before.
Reading is the time to read the postings once in the processor's vector registers, which is the
least that any ranking of them takes. Up to {scored:,} passages, adding up scores every passage
exactly; above, it finds the few that may be among the best. Each stage is timed by itself, again
and again, so that caches are warm."""

_STAGE_COLUMNS = {
    "postings": "postings",
    "read_us": "reading them once",
    "terms_us": "finding the terms",
    "sum_us": "adding up",
    "exact_us": "scoring the best exactly",
    "hits_us": "ids and hits",
    "whole_us": "whole",
    "times_read": "× reading",
}

_LOOP = """\
## On the event loop or off it

A search runs on the event loop unless it takes much longer than what a thread adds to it, which
is told from its terms beforehand: by how many postings they have. The line is drawn at {line:,}
postings. A hop is that of a thread with nothing to do; “in a thread” is what the
asker waits for when every question is handed over, while the loop stays free for others."""

_LOOP_COLUMNS = {
    "p50_us": "search p50 µs",
    "p99_us": "search p99 µs",
    "hop_p50_us": "hop p50 µs",
    "hop_p99_us": "hop p99 µs",
    "aside_p50_us": "in a thread p50 µs",
    "aside_p99_us": "in a thread p99 µs",
    "off_share": "questions above the line",
}


def write(report: Report, folder: Path) -> None:
    """Write ``bench.md`` into a folder that exists."""
    text = "\n\n".join(_parts(report)) + "\n"
    (folder / "bench.md").write_text(text, encoding="utf-8")


def _parts(report: Report) -> Iterator[str]:
    yield _HEAD
    yield report.table()
    yield from tables.sections(report.answers, report.answers_machine)
    yield _PEERS
    names = dict.fromkeys(row.name for row in report.rows)
    yield "\n".join(f"- **{ROSTER[name].label}**: {_set_up(name)}" for name in names)
    profiled = [row for row in report.rows if row.name == OURS and "whole_us" in row.figures]
    if profiled:
        yield _STAGES.format(scored=Limits().scored)
        yield _table(profiled, _STAGE_COLUMNS)
        yield _LOOP.format(line=Limits().on_loop)
        yield _table(profiled, _LOOP_COLUMNS)


def _set_up(name: str) -> str:
    """Return what an engine's docstring says of how it is set up."""
    said = inspect.getdoc(ROSTER[name].load()) or ""
    return " ".join(said.split())


def _table(rows: Sequence[Row], columns: dict[str, str]) -> str:
    lines = [line(["passages", *columns.values()]), line(["---"] * (len(columns) + 1))]
    for row in rows:
        known = row.figures | _derived(row)
        cells = [known.get(key) for key in columns]
        shown = [cell if isinstance(cell, str) else figure(cell) for cell in cells]
        lines.append(line([f"{row.size:,}", *shown]))
    return "\n".join(lines)


def _derived(row: Row) -> dict[str, float | str | None]:
    """Return what follows from the figures; where every passage is scored, none is scored again."""
    known = row.figures
    whole, read, off = known["whole_us"], known["read_us"], known["off_loop"]
    return {
        "exact_us": known["exact_us"] or None,
        "times_read": whole / read if whole and read else None,
        "off_share": f"{off:.0%}" if off is not None else None,
    }
