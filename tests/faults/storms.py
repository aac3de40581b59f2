"""More comes than Telegram or the bot can take at once."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path

from faults.world import QUESTION, Row, all_answered, answer_seconds, ask, percentile, stop
from storybot.fronts.playground.faults import Fault
from storybot.fronts.playground.people import Person
from telegram_world import World, new_world, running

_MOST_SLOWER = 1.2
_NOISE_SECONDS = 0.02
_STEADY_PAUSE = 0.1
_PATIENCE = 30.0


async def flooded_chat(folder: Path, questions: int) -> Row:
    """One chat is refused with 429 for the whole time; the others must not notice."""
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        before = await _steadily(world, questions)
        stormy = Person(world.telegram, "Stormy")
        fault = Fault(
            "flood", chat_id=str(stormy.user.id), seconds=1, times=10**6, method="sendMessage"
        )
        world.telegram.faults.add(fault)
        held = [ask(world, stormy) for _ in range(5)]
        during = await _steadily(world, questions)
        world.telegram.faults.clear()
        lost = await all_answered(world, held, 60)
        refused = [c for c in world.telegram.journal.calls if c.description == "flood"]
    p95, p95_in_storm = percentile(before, 0.95), percentile(during, 0.95)
    return Row(
        "429 storm on one chat",
        "other chats' p95 at most 20 % slower; nothing lost",
        f"p95 {p95 * 1e3:.0f} ms before, {p95_in_storm * 1e3:.0f} ms during;"
        f" {len(refused)} refusals, {len(lost)} of {len(held)} lost",
        not lost and p95_in_storm <= max(_MOST_SLOWER * p95, p95 + _NOISE_SECONDS),
    )


async def _steadily(world: World, questions: int) -> list[float]:
    """Ask well below the limit for all chats together; return how long each answer took."""
    took = []
    for _ in range(questions):
        took.append(await answer_seconds(world))
        await asyncio.sleep(_STEADY_PAUSE)
    return took


async def inline_load(folder: Path, queries: int, per_second: float) -> Row:
    """Send inline queries of as many readers at that rate."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        begun, tasks = time.monotonic(), []
        for number in range(queries):
            await asyncio.sleep(max(begun + number / per_second - time.monotonic(), 0))
            tasks.append(asyncio.create_task(_inline(world, number)))
        took = await asyncio.gather(*tasks)
        megabytes = _megabytes(process.pid)
        await stop(process)
    p95, slowest = percentile(took, 0.95), max(took)
    return Row(
        f"{queries:,} inline queries at {per_second:.0f}/s",
        "p95 under 300 ms, none over 2 s, memory under 300 MB",
        f"p95 {p95 * 1e3:.0f} ms, slowest {slowest * 1e3:.0f} ms, memory {megabytes:.0f} MB",
        p95 < 0.3 and slowest < 2 and megabytes < 300,
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
        took <= 10 and not lost and not twice,
    )
