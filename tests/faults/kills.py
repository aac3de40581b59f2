"""The process is killed under load, again and again."""

import asyncio
import random
from pathlib import Path

from faults.world import Asked, Row, all_answered, ask, stop, with_webhook
from worlds.bot_process import World, new_world

_QUESTIONS = 20
_SECONDS_OF_LOAD = 0.4


async def kills(folder: Path, times: int, *, webhook: bool) -> Row:
    """Kill the bot so many times while readers ask; count what was lost or answered twice."""
    rng = random.Random(times)
    async with new_world(folder) as world:
        if webhook:
            with_webhook(world)
        asked: list[Asked] = []
        for _ in range(times):
            asked += await _killed_once(world, rng)
        process = await world.storybot("bot")
        lost = await all_answered(world, asked, 120)
        await stop(process)
    counts = [question.answers for question in asked]
    twice = sum(count > 1 for count in counts)
    return Row(
        f"kill -9 under load, {'webhook' if webhook else 'polling'}, {times} times",
        "0 lost; an answer at most twice",
        f"{len(asked):,} questions: {len(lost)} lost, {twice} answered twice,"
        f" none more than {max(counts)} times",
        not lost and max(counts) <= 2,
    )


async def _killed_once(world: World, rng: random.Random) -> list[Asked]:
    """Start the bot, let readers ask, and kill it at some moment of that."""
    process = await world.storybot("bot")
    # Readers ask while it starts, too: what waits then is fetched as one.
    asked = [ask(world) for _ in range(_QUESTIONS // 2)]
    await world.telegram.bell.until(lambda: any(q.answers for q in asked) or None, 60)
    moment = rng.uniform(0, _SECONDS_OF_LOAD)
    killing = asyncio.get_running_loop().call_later(moment, process.kill)
    for _ in range(_QUESTIONS // 2):
        asked.append(ask(world))
        await asyncio.sleep(_SECONDS_OF_LOAD / _QUESTIONS)
    await process.wait()
    killing.cancel()
    return asked
