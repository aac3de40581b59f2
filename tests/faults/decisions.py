"""What a person decided, tried in every way in which an article can come back."""

import asyncio
import os
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
