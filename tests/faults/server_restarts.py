"""PostgreSQL crashes and comes back under load: questions, changes and their audit go on."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from engines.postgresql import Server
from faults.on_postgres import not_run, world_on_postgres
from faults.world import Asked, Row, all_answered, ask, stop
from storybot.corpus.backends.databases import open_store
from storybot.corpus.corpus import Corpus
from storybot.model.errors import StoreError
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.store.document_store import Store
from worlds.articles import make_document
from worlds.bot_process import World

_QUESTIONS = 20
_SECONDS_OF_LOAD = 1.0
_PAUSE = 0.02


@dataclass
class Changes:
    """What a second process changes meanwhile, and what it was told."""

    corpus: Corpus
    store: Store
    begun: int = 0
    told: list[int] = field(default_factory=list)
    """Numbers of the changes that were confirmed."""
    failed: int = 0
    made: asyncio.Event = field(default_factory=asyncio.Event)

    async def go_on(self) -> None:
        """Add articles and name moderators, one after another, until it is cancelled."""
        while True:
            self.begun = number = self.begun + 1
            try:
                await self._change(number)
                self.told.append(number)
                self.made.set()
            except StoreError:
                self.failed += 1
            await asyncio.sleep(_PAUSE)

    async def _change(self, number: int) -> None:
        if number % 2:
            document = make_document(f"Berth {number} is free.", source=f"{number}.txt")
            await self.corpus.add([document], actor="cli")
        else:
            await self.store.grant(number, f"Moderator {number}", actor="cli")

    async def wrongs(self) -> Counter[str]:
        """Hold what is there against what was confirmed, and the index against the store."""
        wrong = Counter[str]()
        added = [c for c in await self.store.history() if c.action == "add"]
        named = await self.store.audit(10**9, 10**6)
        done = Counter([*(int(c.title.split()[1].split(".")[0]) for c in added if "." in c.title),
                        *(int(e.subject) for e in named if e.action == "grant")])  # fmt: skip
        wrong["lost"] = sum(not done[number] for number in self.told)
        wrong["doubled"] = sum(count > 1 for count in done.values())
        await self.corpus.catch_up()
        live = [h for h in await self.store.headings() if h.source.endswith(".txt")]
        found = await self.corpus.search("berth", 10**4)
        wrong["not found"] = len({h.id for h in live} - set(found))
        wrong["breaks of the audit"] = int((await self.store.verify_audit()).broken is not None)
        return wrong


async def restarted_server(folder: Path, times: int) -> Row:
    """Crash the server so many times while readers ask and articles are added."""
    fault = f"PostgreSQL crashes (pg_ctl restart -m immediate) under load, {times} times"
    goal = "0 lost, 0 doubled; an answer at most twice"
    if missing := not_run(fault, goal):
        return missing
    rng = random.Random(times)
    async with world_on_postgres(folder) as (world, made):
        process = await world.storybot("bot")
        first = ask(world)
        await all_answered(world, [first], 60)
        store = await open_store(made.url)
        changes = Changes(await Corpus.open(store, EmbeddedIndex()), store)
        asked = await _under_load(world, made, changes, times, rng)
        lost = await all_answered(world, asked, 120)
        wrong = await changes.wrongs()
        is_same = process.returncode is None
        await store.close()
        await stop(process)
    counts = [question.answers for question in asked]
    return Row(
        fault,
        goal,
        f"{len(asked):,} questions: {len(lost)} lost, {sum(c > 1 for c in counts)} answered twice,"
        f" none more than {max(counts)} times; {len(changes.told):,} changes confirmed,"
        f" {changes.failed} refused: {wrong['lost']} lost, {wrong['doubled']} doubled,"
        f" {wrong['not found']} not found afterwards, {wrong['breaks of the audit']} breaks of the"
        f" audit; the bot {'ran on' if is_same else 'ended'}",
        not lost and max(counts) <= 2 and is_same and not wrong.total() and bool(changes.told),
    )


async def _under_load(
    world: World, made: Server, changes: Changes, times: int, rng: random.Random
) -> list[Asked]:
    asked: list[Asked] = []
    changing = asyncio.create_task(changes.go_on())
    for _ in range(times):
        crash = asyncio.create_task(_crash_later(made, rng.uniform(0, _SECONDS_OF_LOAD)))
        for _ in range(_QUESTIONS):
            asked.append(ask(world))
            await asyncio.sleep(_SECONDS_OF_LOAD / _QUESTIONS)
        await crash
    changes.made.clear()
    await asyncio.wait_for(changes.made.wait(), 60)  # until changes are made again
    changing.cancel()
    await asyncio.wait({changing})
    return asked


async def _crash_later(made: Server, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await asyncio.to_thread(made.restart, "immediate")
