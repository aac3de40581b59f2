"""Hostile files sent to the bot, which goes on answering."""

import asyncio
import time
from pathlib import Path

from faults import probed
from faults.loop import with_probe
from faults.world import Row, answer_seconds, percentile, refuses
from storybot.playground.world.people import Person
from worlds.bot_process import new_world
from worlds.hostile_files import HOSTILE

_MOST_LAG = 0.05
_MOST_SECONDS = 10.0


async def hostile_uploads(folder: Path, count: int) -> Row:
    """Send so many hostile files one after the other, and ask a question beside each."""
    refused: list[float] = []
    others = 0
    async with new_world(folder) as world, with_probe(world) as file:
        reader = Person(world.telegram, "Reader")
        await answer_seconds(world, reader)
        before = probed.looks(file)
        room = world.owner.chat_with(world.bot)
        for name, make in list(HOSTILE.items())[:count]:
            begun = time.monotonic()
            world.owner.upload(room, f"{name}.bin", make(), caption="/add")
            asking = asyncio.create_task(answer_seconds(world, reader))
            said = await room.next_from_bot(_MOST_SECONDS * 6)
            refused.append(time.monotonic() - begun)
            others += not refuses(said)
            await asking
        found = probed.lags(file, before)
    p99 = percentile(found, 0.99)
    return Row(
        f"{len(refused)} hostile files sent to the bot, which is asked meanwhile",
        "each refused within 10 s; event-loop lag p99 under 50 ms",
        f"{len(refused) - others} refused, the slowest after {max(refused):.1f} s; lag p99"
        f" {p99 * 1e3:.0f} ms, longest {max(found) * 1e3:.0f} ms",
        not others,
        in_time=max(refused) < _MOST_SECONDS and p99 < _MOST_LAG,
    )
