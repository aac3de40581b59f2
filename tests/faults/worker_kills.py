"""Workers are killed under load, again and again: their chats go to others, in order."""

import asyncio
import os
import random
import signal
from pathlib import Path

from faults.on_postgres import not_run, world_on_postgres
from faults.world import Asked, Row, all_answered, ask, stop
from storybot.playground.world.people import Person
from worlds.bot_process import World

_WORKERS = 3
_CHATS, _QUESTIONS = 5, 4
_SECONDS_OF_LOAD = 1.0


async def killed_workers(folder: Path, times: int) -> Row:
    """Kill one of three workers so many times while readers ask several questions each."""
    fault = f"kill -9 of one of {_WORKERS} workers under load, {times} times"
    goal = "0 lost; each chat in its order; an answer at most twice"
    if missing := not_run(fault, goal):
        return missing
    rng = random.Random(times)
    async with world_on_postgres(folder) as (world, _):
        process = await world.storybot("bot", "--workers", str(_WORKERS))
        await all_answered(world, [ask(world)], 90)
        chats: list[list[Asked]] = []
        for _ in range(times):
            chats += await _killed_once(world, process, rng)
        asked = [question for chat in chats for question in chat]
        lost = await all_answered(world, asked, 180)
        is_same = process.returncode is None
        await stop(process)
    counts = [question.answers for question in asked]
    mixed = sum(not _in_order(chat) for chat in chats)
    return Row(
        fault,
        goal,
        f"{len(asked):,} questions in {len(chats)} chats: {len(lost)} lost, {mixed} chats out of"
        f" order, {sum(c > 1 for c in counts)} answered twice, none more than {max(counts)} times;"
        f" the receiver {'ran on' if is_same else 'ended'}",
        not lost and not mixed and max(counts) <= 2 and is_same,
    )


async def _killed_once(
    world: World, process: asyncio.subprocess.Process, rng: random.Random
) -> list[list[Asked]]:
    killing = asyncio.create_task(_kill_later(process, rng))
    chats = [(Person(world.telegram, "Reader"), list[Asked]()) for _ in range(_CHATS)]
    for _ in range(_QUESTIONS):
        for person, asked in chats:
            asked.append(ask(world, person))
        await asyncio.sleep(_SECONDS_OF_LOAD / _QUESTIONS)
    await killing
    return [asked for _, asked in chats]


async def _kill_later(process: asyncio.subprocess.Process, rng: random.Random) -> None:
    """Kill a worker at some moment; one that is still starting may be hit, too."""
    await asyncio.sleep(rng.uniform(0, _SECONDS_OF_LOAD))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (found := (await asyncio.to_thread(children.read_text)).split()):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    os.kill(int(rng.choice(found)), signal.SIGKILL)


def _in_order(chat: list[Asked]) -> bool:
    """Tell whether the first answers to a chat's questions came in their order."""
    history = chat[0].posted.room.history()
    replied = [m.reply_to_message.message_id for m in history if m.reply_to_message]
    asked = [question.posted.message_id for question in chat]
    firsts = [id for id in dict.fromkeys(replied) if id in asked]
    return firsts == [id for id in asked if id in firsts]
