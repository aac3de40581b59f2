"""Show what the whole answer costs, as tables of the page."""

from collections.abc import Iterator, Sequence

from bench.answering.contest import EARLIER, NOW, PEER_UP_TO, AnswerRow
from bench.report import described, figure, line

_INTRODUCTION = f"""\
## The whole answer

From a question to its five best quotes, in one process without Telegram, beside storybot as it was
at commit {EARLIER}, unpacked from git and run with the same libraries; above {PEER_UP_TO:,}
paragraphs this build is alone. Both get the same articles, made up in 30 paragraphs each or with
`--texts` those of labelled sets, and the same questions, each once and new to them, and take turns
of 20. CPU is that of all threads. Adding is all articles in batches of 200; opening is a new
process to its first answer, its imports included; MB is the most that the process ever had in RAM,
mapped files included. Of its own is what no file backs, once all was asked; the rest are pages of
libraries and of the index, of which Linux maps half a megabyte at a touch, and takes all back when
it wants them. CPU and MB of the adding count the processes that analyse articles beside it."""

_COLUMNS = {
    "cpu_ms": "CPU ms a question",
    "answer_p50_ms": "p50 ms",
    "answer_p99_ms": "p99 ms",
    "ask_mb": "MB answering",
    "own_mb": "of its own",
    "build_s": "adding s",
    "build_cpu_s": "adding CPU s",
    "build_mb": "MB adding",
    "open_ms": "open ms",
}

_STAGES = """\
### Where an answer's time goes

CPU of the main thread, in µs a question, of questions that were not asked before.

The next limit is the number of calls: `cProfile` counts some five thousand in an answer from real
articles, six hundred of them of numpy, on arrays of a few hundred elements, where the call costs
more than the arithmetic. Fewer candidates would not make fewer calls, and no stage takes more than
a quarter. In made-up articles every second word is one of eleven, so that more quotes look alike,
and are compared for conflicts, than in real ones; and words of questions that no article has look
misspelt. The articles have no addresses: of those that have, citing makes a link for each quote,
which takes 0.04 ms each in short articles and 0.1 ms in long ones.

Full garbage collections, which look through all tables of words, took 0.42 ms a question and some
50 ms at once; the bot spares from them what is loaded after its first answers, as is done here, and
0.07 ms remain.

Of the adding, some two thirds are the analysis of sentences, where no function of its own takes a
tenth; to lay out columns in the processes beside would move a part of the rest.

The same source was compiled to C by mypyc, for a trial, with the same answers and index to the
last byte. The modules that analyse articles then took 0.7 to 0.75 of the time for real ones, 0.8
for made-up ones, and all of the adding 0.83 (0.77 to 0.87 in seven turns on a busy machine): of
what is left, a twelfth is our own code, the rest Python's C, as regular expressions and tables of
words. Answering took 0.93, but for one stage: mypyc makes a list of a generator that is not used
up, so that reading the message took 2.5 times as long. And compiled code lets no other thread run
until it comes to Python: one sentence of 500,000 characters held up all others for 468 ms instead
of 99. That is not worth a second form of the program. On Python 3.13 question and adding cost what
they do on 3.11 (1.01 and 0.98)."""
_COMPILED = ("collecting sentences", "matching words", "features")


def sections(rows: Sequence[AnswerRow], machine: dict[str, str]) -> Iterator[str]:
    """Yield the sections of the page; none if nothing was measured.

    ``machine`` is where they were measured, if that was not with the rest.
    """
    if not rows:
        return
    yield _INTRODUCTION
    if machine:
        yield described(machine)
    heads = ["paragraphs", "build", *_COLUMNS.values()]
    lines = [line(heads), line(["---"] * len(heads))]
    for row in rows:
        cells = [figure(row.figures.get(key)) for key in _COLUMNS]
        lines.append(line([f"{row.size:,}", row.build, *cells]))
    yield "\n".join(lines)
    own = [row for row in rows if row.build == NOW and row.stages]
    if own:
        yield _STAGES
        stages = list(own[0].stages)
        lines = [line(["paragraphs", *stages]), line(["---"] * (len(stages) + 1))]
        for row in own:
            micros = [figure(row.stages[stage] * 1e3) for stage in stages]
            lines.append(line([f"{row.size:,}", *micros]))
        yield "\n".join(lines)
        yield "\n".join(filter(None, map(_bound, own)))


def _bound(row: AnswerRow) -> str:
    """Say what a compiled kernel could save at most; nothing if its stages were not measured."""
    whole = sum(row.stages.values())
    left = whole - sum(row.stages.get(stage, 0.0) for stage in _COMPILED)
    if not left < whole:
        return ""
    *some, last = _COMPILED
    return (
        f"At {row.size:,} paragraphs a compiled kernel for {', '.join(some)} and {last} would leave"
        f" {figure(left * 1e3)} of {figure(whole * 1e3)} µs if it took no time at all, a factor of"
        f" {whole / left:.1f}, and be a second version of every feature; so there is none."
    )
