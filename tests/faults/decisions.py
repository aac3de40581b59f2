"""What a person decided, tried in every way in which an article can come back."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from faults.world import Row
from worlds.article_states import STEPS, ArticleStates

_ASK = ("ask", "Who shut the northern lock?", "--json")
_STORY = """\
---
title: Lock shut
publisher: The Quay Courier
published: 2024-05-06
language: en
---

Harbour master Ines Calder shut the northern lock on Tuesday, after divers had found a crack.

It will not open before the spring, and the ferry will call at the southern quay until then.
"""


class Program:
    """The command line in a folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.articles = folder / "corpus"
        self.articles.mkdir(parents=True)
        self._environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            **environment,
        }

    def write(self, text: str = _STORY, name: str = "lock.md") -> None:
        """Write a file of the corpus folder."""
        (self.articles / name).write_text(text)

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start a command."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "storybot", *arguments),
            cwd=self.folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def run(self, *arguments: str) -> str:
        """Run a command and return what it prints."""
        out, _ = await (await self.start(*arguments)).communicate()
        return out.decode()

    async def take_folder(self) -> None:
        """Start what reads the corpus folder, and end it."""
        await self.run("chat")

    async def quotes(self, words: str = "Ines Calder shut") -> bool:
        """Tell whether the sentence of the article is shown, as an answer or near one."""
        return words in await self.run(*_ASK)


Way = Callable[[Program], Awaitable[None]]


def _touch(old: str, new: str, name: str = "lock.md") -> Way:
    async def way(program: Program) -> None:
        program.write(_STORY.replace(old, new), name)
        await program.take_folder()

    return way


async def _import(program: Program) -> None:
    elsewhere = Program(program.folder / "elsewhere", **program._environment)
    elsewhere.write(_STORY, "other.md")
    await elsewhere.take_folder()
    await elsewhere.run("export", str(program.folder / "export.jsonl"))
    await program.run("import", "export.jsonl")


async def _add(program: Program) -> None:
    (program.folder / "again.md").write_text(_STORY.replace("Tuesday,", "Tuesday"))
    await program.run("add", "again.md")


WAYS: dict[str, Way] = {
    "a comma": _touch("Tuesday,", "Tuesday"),
    "another publisher": _touch("The Quay Courier", "The Harbour Echo"),
    "a url": _touch("language: en", "language: en\nurl: https://example.org/lock"),
    "a line": _touch("until then.", "until then.\n\nTravellers are asked to be patient."),
    "a second name": _touch("", "", "copy.md"),
    "a second name and a comma": _touch("Tuesday,", "Tuesday", "copy.md"),
    "add of a touched copy": _add,
    "an import": _import,
}


async def decisions(folder: Path, **environment: str) -> Row:
    """Retract an article, let it come back in every way, and ask."""
    came_back = []
    for number, (name, way) in enumerate(WAYS.items()):
        program = Program(folder / str(number), **environment)
        program.write()
        await program.take_folder()
        await program.run("retract", "1")
        await way(program)
        if await program.quotes():
            came_back.append(name)
    return Row(
        f"a retracted article comes back in {len(WAYS)} ways: touched, under another name,"
        " imported",
        "never quoted",
        f"quoted in {len(came_back)} of {len(WAYS)} ways"
        + (f": {', '.join(came_back)}" if came_back else ""),
        not came_back,
        "quoted in all 8 ways",
    )


async def killed_imports(folder: Path, kills: int, **environment: str) -> Row:
    """Kill an import of retracted articles again and again, import once more, and ask."""
    source = Program(folder / "source", **environment)
    for n in range(10):
        source.write(
            _STORY.replace("Calder", f"Calder{n}").replace("northern", f"lock{n}"), f"{n}.md"
        )
    await source.take_folder()
    for n in range(10):
        await source.run("retract", f"{n + 1}")
    await source.run("export", "out.jsonl")
    quoted, lost = 0, 0
    for number in range(kills):
        program = Program(folder / f"k{number}", **environment)
        await program.run("list")  # the tables are there
        importing = await program.start("import", str(source.folder / "out.jsonl"))
        database = program.folder / "storybot.db-wal"
        begun = database.stat().st_size if database.exists() else 0
        while importing.returncode is None:
            size = database.stat().st_size if database.exists() else 0
            if size > begun + 4096 * 3 * number:
                importing.send_signal(signal.SIGKILL)
                break
            await asyncio.sleep(0.0005)
        await importing.communicate()
        await program.run("import", str(source.folder / "out.jsonl"))
        states = [row["state"] for row in json.loads(await program.run("list", "--json"))]
        quoted += states.count("live")
        lost += 10 - len(states)
    return Row(
        f"kill -9 in an import of 10 retracted articles, {kills} times, each imported again",
        "0 lost, 0 live",
        f"{lost} lost, {quoted} live",
        not lost and not quoted,
        "4 live after 6 kills",
    )


async def article_states(folder: Path, runs: int) -> Row:
    """Run the state machine of an article at random, with kills at any statement."""
    del folder
    await asyncio.to_thread(
        run_state_machine_as_test,
        ArticleStates,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Row(
        f"{runs:,} random lives of three articles: files, copies, imports, people, reindexing,"
        " kills at any statement",
        "0 that quote what is retracted",
        "0 of them",
        passed=True,
    )
