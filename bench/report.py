"""What was measured, as a table for people and as JSON for programs."""

import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from bench.agreement import Claim, Verdict
from bench.answering.contest import AnswerRow
from bench.bot import BotRow
from bench.roster import ROSTER
from bench.run import Row

_COLUMNS = {
    "p50_us": "p50 µs",
    "p99_us": "p99 µs",
    "times_ours": "× storybot",
    "per_core_s": "questions/s a core",
    "build_s": "build s",
    "held_mb": "MB",
    "asked_mb": "MB asked",
    "add_ms": "article added ms",
    "after_change_us": "after a change µs",
    "first_time_us": "first-time terms µs",
    "open_ms": "open ms",
}

_QUIET = 0.1
"""Share of waiting up to which latencies are taken for the engine's own."""

_BOT_COLUMNS = {
    "cpu_ms": "CPU ms a question",
    "per_core_s": "questions/s a core",
    "per_s": "questions/s, 8 at once",
    "p50_ms": "p50 ms, one at a time",
    "p99_ms": "p99 ms",
}

_LEGEND = """\
p50 and p99 are over the questions, a question's time being the median of all times it was asked;
× storybot compares medians turn by turn. Questions a second: per second of processor time.
MB: memory over the bare process with the engine imported, after the build, without pages of
mapped files; asked: after the questions, with what the engine keeps to answer the next ones. An
article has 30 passages, and counts as added when a word that only it holds finds it, with the
commit to disk for storybot, tantivy and FTS5; where nothing can be added, the time is that of
building anew. After a change: the question that follows it at once. First-time terms: a later
one, with terms not asked for since the change. Open: a new process, from having imported the
engine to the first answer, which is when numba compiles."""


_BOTS = "### The whole bot: update in, answer out"


@dataclass
class Report:
    """All rows, and where they were measured."""

    machine: dict[str, str]
    seed: int
    rounds: int
    rows: list[Row] = field(default_factory=list)
    bots: list[BotRow] = field(default_factory=list)
    bot_failed: str = ""
    answers: list[AnswerRow] = field(default_factory=list)
    answers_machine: dict[str, str] = field(default_factory=dict)
    """Where the answers were measured, if not with the rest."""
    bots_machine: dict[str, str] = field(default_factory=dict)
    """Where the whole bot was."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read ``bench.json`` of a folder.

        Raises:
            FileNotFoundError: there is none.
        """
        known = json.loads((folder / "bench.json").read_text(encoding="utf-8"))
        rows = [Row(**row) for row in known["rows"]]
        for row in rows:
            row.verdict = Verdict(*row.verdict) if row.verdict else None
        return cls(
            known["machine"],
            known["seed"],
            known["rounds"],
            rows,
            [BotRow(**row) for row in known["bots"]],
            known["bot_failed"],
            [AnswerRow(**row) for row in known.get("answers", ())],
            known.get("answers_machine", {}),
            known.get("bots_machine", {}),
        )

    def faults(self) -> list[str]:
        """Return in words which engines failed or broke the claim about their ranking."""
        failed = [f"{row.name} at {row.size:,}: {row.failed}" for row in self.rows if row.failed]
        wrong = [
            f"{row.name} at {row.size:,}: {row.verdict.wrong} of {row.verdict.questions} answers "
            f"are not {ROSTER[row.name].claim}."
            for row in self.rows
            if row.verdict and row.verdict.wrong
        ]
        bot = [f"The whole bot was not measured: {self.bot_failed}"] if self.bot_failed else []
        return failed + wrong + bot

    def table(self) -> str:
        """Return the rows as Markdown, one table a size."""
        sizes = list(dict.fromkeys(row.size for row in self.rows))
        parts = [described(self.machine)]
        parts += [self._table(size) for size in sizes]
        parts += [_LEGEND] if self.rows else []
        if self.bots:
            parts += [_BOTS, *([described(self.bots_machine)] if self.bots_machine else ())]
            parts.append(_bot_table(self.bots))
        return "\n\n".join([*parts, *self.faults()])

    def write(self, folder: Path) -> None:
        """Write ``bench.json`` into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        short = json.loads(json.dumps(asdict(self)), parse_float=_short)
        text = json.dumps(short, indent=1, ensure_ascii=False) + "\n"
        (folder / "bench.json").write_text(text, encoding="utf-8")

    def _table(self, size: int) -> str:
        at_size = {row.name: row for row in self.rows if row.size == size}
        names = dict.fromkeys(row.name for row in self.rows)
        heads = ["engine", *_COLUMNS.values(), "answers"]
        lines = [f"### {size:,} passages", "", line(heads), line(["---"] * len(heads))]
        lines += [_row(name, at_size.get(name)) for name in names]
        notes = [_waiting(at_size.values()), *map(_changing, at_size.values())]
        return "\n".join(lines + [f"\n{note}" for note in notes if note])


def described(machine: dict[str, str]) -> str:
    """Return a machine as a line."""
    return " · ".join(f"{name} {value}" for name, value in machine.items())


def machine() -> dict[str, str]:
    """Return what the figures depend on: processor, other work, system, versions.

    What uses several threads, as a commit of tantivy's does, suffers most from other work.
    """
    versions = {entrant.label: entrant.version() for entrant in ROSTER.values()}
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load at the start": f"{os.getloadavg()[0]:.1f}"
        if hasattr(os, "getloadavg")
        else "unknown",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{label: version or "not installed" for label, version in versions.items()},
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _row(name: str, row: Row | None) -> str:
    figures = row.figures if row else {}
    cells = [figure(figures.get(key)) for key in _COLUMNS]
    return line([ROSTER[name].label, *cells, _agreement(row)])


def _agreement(row: Row | None) -> str:
    if row is None or row.verdict is None:
        return "–"
    claim, verdict = ROSTER[row.name].claim, row.verdict
    if verdict.wrong:
        return f"WRONG on {verdict.wrong} of {verdict.questions}"
    told = f"{verdict.overlap:.0%} in common" if claim is Claim.OTHER else claim.value
    return f"{told} ({verdict.questions} asked)"


def _waiting(rows: Iterable[Row]) -> str:
    """Say whose latencies are too long because the machine had other things to do."""
    shares = {ROSTER[row.name].label: row.figures.get("waited") or 0 for row in rows}
    waited = [f"{label} {share:.0%}" for label, share in shares.items() if share > _QUIET]
    if not waited:
        return ""
    return (
        "The machine was busy with other things. Share of the time in which engines that were "
        f"asked had to wait for a processor: {', '.join(waited)}."
    )


def _changing(row: Row) -> str:
    known = row.figures
    if "change_p50_us" not in known:
        return ""
    return (
        f"{ROSTER[row.name].label} while ten articles a second come in: "
        f"p50 {figure(known['change_p50_us'])} µs, p99 {figure(known['change_p99_us'])} µs; "
        f"asked as often at rest: "
        f"p50 {figure(known['rest_p50_us'])} µs, p99 {figure(known['rest_p99_us'])} µs."
    )


def _short(number: str) -> float:
    """Keep four digits that count: more would only be noise."""
    return float(f"{float(number):.4g}")


def _bot_table(bots: Sequence[BotRow]) -> str:
    heads = ["door", "answers", *_BOT_COLUMNS.values()]
    lines = [line(heads), line(["---"] * len(heads))]
    for row in bots:
        cells = [figure(row.figures.get(key)) for key in _BOT_COLUMNS]
        lines.append(line([row.door, row.answers, *cells]))
    return "\n".join([*lines, "", *_shares(bots)])


def _shares(bots: Sequence[BotRow]) -> Iterator[str]:
    """Say of each door where the processor time of a question goes."""
    costs = {(row.door, row.answers): row.figures for row in bots}
    for (door, answers), figures in costs.items():
        whole, constant = figures["cpu_ms"], costs[door, "constant"]["cpu_ms"]
        search, answer = figures.get("search_ms"), figures.get("answer_ms")
        if not (whole and constant) or search is None or answer is None:
            continue
        rest = max(whole - constant - answer, 0)
        parts = {
            "searching": search,
            "the rest of answering": answer - search,
            "rendering and recording": rest,
            "Telegram's library and HTTP": constant,
        }
        shares = ", ".join(f"{what} {part / whole:.0%}" for what, part in parts.items())
        place = door.capitalize() + answers.removeprefix("story")
        yield f"{place}: {whole / constant:.2f} times the constant's; {shares}."


def figure(value: float | None) -> str:
    """Write a number with three digits that count."""
    if value is None:
        return "–"
    small, middle = 10, 100
    return f"{value:,.{2 if value < small else 1 if value < middle else 0}f}"


def line(cells: Iterable[str]) -> str:
    """Write a row of a table."""
    return f"| {' | '.join(cells)} |"
