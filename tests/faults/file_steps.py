"""The process dies at each step of an import, and of taking over a database of an older version."""

import asyncio
import shutil
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from faults.decisions import Program
from faults.stepped import command
from faults.updater import PROCESSES
from faults.world import Row
from storybot import open_story
from storybot.corpus.backends.databases import open_readers
from storybot.corpus.exchange import ExportedArticle, export_article, import_article
from storybot.ingest.reading import read_text
from storybot.store.layout.rows import version_row
from storybot.store.sqlite.schema.migrations import STEPS

_STATES = ("live", "restored", "retracted")
_OLDEST, _READER, _MESSAGE = 3, 5_123_456_789, 7
"""The first version that kept answers kept the ids of their readers, too."""
_SAME_EACH_TIME = {
    "documents": "id, source, version, state, held, arrived",
    "versions": "document, number, text, about, hex(hash)",
    "passages JOIN analysis USING (cut)": "document, version, text, sentences",
    "changes": "number, action, document, after_version, after_state, brought, decided",
    "inbox": "update_id, body, state, tries, sendings, progress",
    "answers": "id, question, answered",
    "votes": "answer, rank, up",
    "subscriptions": "question, chat, message, user, tellings",
}
"""All but moments, and codes that depend on a key made by chance."""

Judge = Callable[[Path], Awaitable[None]]


async def import_steps(folder: Path) -> Row:
    """Die at each step of `storybot import`, import again, and compare with what was exported."""
    source, fresh = Program(folder / "source"), Program(folder / "fresh")
    for revision in (1, 2):
        for n, state in enumerate(_STATES):
            source.write(_article(n, revision), f"{state}.md")
        await source.take_folder()
    numbers = {state: f"{n}" for n, state in enumerate(_STATES, start=1)}
    await source.run("restore", numbers["restored"], "1")
    await source.run("retract", numbers["retracted"])
    await source.run("export", "out.jsonl")
    exported = (source.folder / "out.jsonl").read_text().splitlines()
    await fresh.run("list", "--create")  # the tables are there
    lost, half, twice = 0, 0, 0

    async def judge(database: Path) -> None:
        nonlocal lost, half, twice
        async with open_story(f"sqlite:///{database}") as story:
            half += not set(await _lines(database)) <= set(exported)
            for line in exported:
                article = ExportedArticle.model_validate_json(line)
                await import_article(story.corpus, story.store, article, actor="faults")
            after = await _lines(database)
            lost += len(set(exported) - set(after))
            twice += len(await story.store.history()) - len(exported)

    arguments = ("import", str(source.folder / "out.jsonl"))
    steps = await _die_at_each(fresh.folder / "storybot.db", arguments, judge)
    return Row(
        f"kill -9 at each of {steps} steps of an import of a live, a restored and a retracted"
        " article, each imported again",
        "0 lost, 0 half there, 0 twice",
        f"{lost} lost, {half} half there, {twice} twice",
        not lost and not half and not twice,
        "4 live after 6 kills of an import of 10 retracted articles",
    )


async def migration_steps(folder: Path) -> Row:
    """Die at each step of taking over an old database, then take it over and compare."""
    old = folder / "old.db"
    _make_old(old)
    plain = folder / "plain.db"
    shutil.copy(old, plain)
    await asyncio.to_thread(_run, 0, plain, ("list",))
    expected = _rows(plain)
    wrong, unknown = 0, 0

    async def judge(database: Path) -> None:
        nonlocal wrong, unknown
        await asyncio.to_thread(_run, 0, database, ("list",))
        wrong += _rows(database) != expected
        memory = await open_readers(f"sqlite:///{database}")
        unknown += await memory.answer_to(_READER, _MESSAGE) is None
        await memory.close()

    steps = await _die_at_each(old, ("list",), judge)
    return Row(
        f"kill -9 at each of {steps} steps of taking over a database of version {_OLDEST}, now"
        f" {len(STEPS)}",
        "0 in which anything is lost or differs after the next start",
        f"{wrong} of them, {unknown} in which a reader is not known again",
        not wrong and not unknown and all(expected.values()),
    )


def _article(n: int, day: int) -> str:
    said = f"Harbour master Ines Calder shut lock {n} on day {day}, after divers had found a crack."
    return f"# Lock {n} is shut\n\n{said}\n"


async def _die_at_each(old: Path, arguments: tuple[str, ...], judge: Judge) -> int:
    """Run a command on a copy of a database that dies at a step of it; return how many it has."""
    step = 1
    while True:
        database = old.parent / f"step{step}" / "storybot.db"
        database.parent.mkdir()
        shutil.copy(old, database)
        code = await asyncio.to_thread(_run, step, database, arguments)
        await judge(database)
        if code == 0:
            return step - 1
        assert code == -signal.SIGKILL, code
        step += 1


def _run(step: int, database: Path, arguments: tuple[str, ...]) -> int | None:
    settings = {
        "STORYBOT_DATABASE": f"sqlite:///{database}",
        "STORYBOT_CORPUS": f"{database.parent}",
        "STORYBOT_LOG_LEVEL": "ERROR",
    }
    process = PROCESSES.Process(target=command, args=(arguments, settings, step))
    process.start()
    process.join()
    return process.exitcode


async def _lines(database: Path) -> list[str]:
    """Export the articles of a database."""
    async with open_story(f"sqlite:///{database}") as story:
        return [
            (await export_article(story.store, heading.id)).model_dump_json(exclude_none=True)
            for heading in await story.store.headings()
        ]


def _make_old(file: Path) -> None:
    """Write a database as it was before its readers had codes, with one row of each kind."""
    database = sqlite3.connect(file)
    for statement in (line for step in STEPS[:_OLDEST] for line in step):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_OLDEST}")
    for n, state in enumerate(("live", "retracted"), start=1):
        document = read_text(_article(n, 1), source=f"{n}.md")
        values = n, f"{n}.md", 1, state
        database.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", values)
        row = version_row(document)
        database.execute("INSERT INTO versions VALUES (?, 1, ?, ?, ?, ?)", (n, *row))
        _change(database, n, "add", (None, None), (1, "live"))
    _change(database, 2, "retract", (1, "live"), (1, "retracted"))
    for sql, given in _OLD_ROWS.items():
        database.execute(sql, given)
    database.commit()
    database.close()


_OLD_ROWS: dict[str, tuple[int, ...]] = {
    "INSERT INTO inbox VALUES (1, '{}', 1.0, 'waiting', 1, 0)": (),
    "INSERT INTO answers VALUES (1, 'now', 'private', 'en', 'Who?', 1, ?, ?, 8, NULL, ?, '[]')": (
        _READER,
        _MESSAGE,
        _READER,
    ),
    "INSERT INTO votes VALUES (1, ?, 0, 1, 'now')": (_READER,),
    "INSERT INTO wishes VALUES (1, 'now', 'Why?', ?, 9, ?)": (_READER, _READER),
    "INSERT INTO chosen_results VALUES (1, 'now', 'r', 'q', 'inline')": (),
}


def _change(
    database: sqlite3.Connection,
    document: int,
    action: str,
    before: tuple[int | None, str | None],
    after: tuple[int, str],
) -> None:
    database.execute(
        "INSERT INTO changes (at, actor, action, document, title, before_version, before_state,"
        " after_version, after_state, removed_first, removed_stop, added_first, added_stop, reason)"
        " VALUES ('2024-05-06T09:00:00+00:00', 'telegram:7', ?, ?, 'Lock', ?, ?, ?, ?,"
        " 0, 0, 0, 0, '')",
        (action, document, *before, *after),
    )


def _rows(file: Path) -> dict[str, list[Any]]:
    """Return what a database holds, but for moments and for what depends on chance."""
    database = sqlite3.connect(file)
    found = {
        table: sorted(database.execute(f"SELECT {columns} FROM {table}").fetchall())
        for table, columns in _SAME_EACH_TIME.items()
    }
    database.close()
    return found
