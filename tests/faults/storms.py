"""More comes than Telegram or the bot can take at once."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path

from faults.world import QUESTION, Asked, Row, all_answered, answer_seconds, ask, percentile, stop
from storybot.playground.world.faults import Fault
from storybot.playground.world.people import Person
from worlds.bot_process import World, new_world, running

_MOST_SLOWER = 1.2
_QUESTIONS_A_SECOND = 10
_PATIENCE = 30.0


async def flooded_chat(folder: Path, questions: int, turns: int = 4) -> Row:
    """One chat is refused with 429, or not, in turns; the others must not notice which it is."""
    took: dict[bool, list[float]] = {False: [], True: []}
    held: list[Asked] = []
    async with new_world(folder) as world, running(world):
        stormy = Person(world.telegram, "Stormy")
        flood = Fault(
            "flood", chat_id=str(stormy.user.id), seconds=1, times=10**6, method="sendMessage"
        )
        await at_once(world, questions // turns)  # what loads late is loaded
        for turn in range(2 * turns):
            if in_storm := bool(turn % 2):
                world.telegram.faults.add(flood)
            held += [ask(world, stormy) for _ in range(2)]
            took[in_storm] += await at_once(world, questions // turns)
            world.telegram.faults.clear()
        lost = await all_answered(world, held, 120)
        refused = [c for c in world.telegram.journal.calls if c.description == "flood"]
    without, within = (percentile(took[in_storm], 0.95) for in_storm in (False, True))
    return Row(
        f"429 storm on one chat, in {turns} turns, others asking {_QUESTIONS_A_SECOND} questions"
        " a second",
        "other chats' p95 at most 20 % slower; nothing lost",
        f"p95 of {len(took[True]):,} answers {without * 1e3:.0f} ms without, {within * 1e3:.0f} ms"
        f" within; {len(refused)} refusals, {len(lost)} of {len(held)} lost",
        not lost and len(refused) >= turns,
        in_time=within <= _MOST_SLOWER * without,
    )


async def at_once(world: World, questions: int) -> list[float]:
    """Let as many people ask, one after another, not waiting for each other's answers."""
    asking = []
    async with asyncio.TaskGroup() as group:  # which leaves none behind when one fails
        for _ in range(questions):
            asking.append(group.create_task(answer_seconds(world)))
            await asyncio.sleep(1 / _QUESTIONS_A_SECOND)
    return [task.result() for task in asking]


async def inline_load(folder: Path, queries: int, per_second: float) -> Row:
    """Send inline queries of as many readers at that rate."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        begun, tasks = time.monotonic(), []
        async with asyncio.TaskGroup() as group:
            for number in range(queries):
                await asyncio.sleep(max(begun + number / per_second - time.monotonic(), 0))
                tasks.append(group.create_task(_inline(world, number)))
        took = [task.result() for task in tasks]
        megabytes = _megabytes(process.pid)
        await stop(process)
    p95, slowest = percentile(took, 0.95), max(took)
    return Row(
        f"{queries:,} inline queries at {per_second:.0f}/s",
        "p95 under 300 ms, none over 2 s, memory under 300 MB",
        f"p95 {p95 * 1e3:.0f} ms, slowest {slowest * 1e3:.0f} ms, memory {megabytes:.0f} MB",
        slowest < _PATIENCE and megabytes < 300,
        in_time=p95 < 0.3 and slowest < 2,
    )


async def _inline(world: World, number: int) -> float:
    begun = time.monotonic()
    question = f"{QUESTION} {number}"  # or Telegram's cache would answer
    typed = Person(world.telegram, "Reader").type_inline(world.bot, question)
    with suppress(TimeoutError):
        await typed.answered(_PATIENCE)
    return time.monotonic() - begun


def _megabytes(pid: int) -> float:
    """Return the highest resident memory of a process so far, where Linux tells it."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


async def stopped_under_load(folder: Path, questions: int) -> Row:
    """Ask the bot to stop while more waits than it can answer in time."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        asked = [ask(world) for _ in range(questions)]
        await world.telegram.bell.until(lambda: any(q.answers for q in asked) or None, 10)
        took = await stop(process)
        left = sum(not question.answers for question in asked)
        process = await world.storybot("bot")
        lost = await all_answered(world, asked, 120)
        await stop(process)
        twice = sum(question.answers > 1 for question in asked)
    return Row(
        f"SIGTERM with {questions} questions waiting",
        "ends within 10 s; the rest is answered after the next start",
        f"ended after {took:.1f} s, {left} left for the next start: {len(lost)} lost,"
        f" {twice} answered twice",
        not lost and not twice,
        in_time=took <= 10,
    )
