"""One group or one client takes more than its share; the others must not notice."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path

import httpx

from faults.storms import at_once
from faults.world import QUESTION, Row, answer_seconds, percentile, with_webhook
from storybot.playground.world.group_chats import Group
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from worlds.bot_process import World, new_world, readers, running

_MOST_SLOWER = 1.2
_MEMBERS = 60
_REPLIES_A_SECOND = 100
_TOLD = "I left out the latest ones"


async def crowded_group(folder: Path, replies: int, asked: int, turns: int = 4) -> Row:
    """Let the members of one group reply to the bot, in turns, while others ask in private.

    In the turns between, they write as much in a group without the bot: so much the stand-in itself
    is slowed down, which runs on the same machine.
    """
    took: dict[bool, list[float]] = {False: [], True: []}
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)  # it has started, however busy the machine is
        group, members, said = await _crowd(world)
        elsewhere = Group.found(world.telegram, world.owner, "Elsewhere")
        for member in members:
            elsewhere.add(member.user)
        await at_once(world, asked // turns)  # what loads late is loaded
        for turn in range(2 * turns):
            in_storm = bool(turn % 2)
            where, to = (group, said) if in_storm else (elsewhere, None)
            replying = asyncio.create_task(_reply(where, members, to, replies // turns))
            took[in_storm] += await at_once(world, asked // turns)
            await replying
        with suppress(TimeoutError):  # the group is written to twenty times a minute
            await world.telegram.bell.until(lambda: _told(group) or None, 90)
        told = _told(group)
        warned = world.log.count("more are dropped")
    without, within = (percentile(took[in_storm], 0.95) for in_storm in (False, True))
    return Row(
        f"{replies:,} replies to the bot by {_MEMBERS} members of one group, in {turns} turns,"
        " while others ask 10 questions a second",
        "the others' p95 at most 20 % slower; the group is told once; the log says so",
        f"p95 of {len(took[True])} answers {without * 1e3:.0f} ms without, {within * 1e3:.0f} ms"
        f" within; the group told {told} times, {warned} warnings",
        told == 1 and warned >= 1,
        "every other reader waited until the group's messages were answered, hours later; nothing"
        " in the log, /readyz 200",
        in_time=within <= _MOST_SLOWER * without,
    )


async def _crowd(world: World) -> tuple[Group, list[Person], Posted]:
    """Found a group in which the bot has said something."""
    group = readers(world)
    members = [Person(world.telegram, f"Member {n}") for n in range(_MEMBERS)]
    for member in members:
        group.add(member.user)
    said = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    return group, members, said


async def _reply(group: Group, members: list[Person], said: Posted | None, count: int) -> None:
    for number in range(count):
        members[number % len(members)].send(group.room, QUESTION, reply_to=said)
        await asyncio.sleep(1 / _REPLIES_A_SECOND)


def _told(group: Group) -> int:
    return sum(_TOLD in (m.text or "") for m in group.room.history())


async def silent_connections(folder: Path, count: int) -> Row:
    """Open connections to the bot's HTTP address and say nothing on them."""
    async with new_world(folder) as world:
        with_webhook(world)
        async with running(world):
            await answer_seconds(world)
            address = world.settings["STORYBOT_HTTP"]
            host, _, port = address.rpartition(":")
            opened = [await asyncio.open_connection(host, int(port)) for _ in range(count)]
            async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as client:
                codes = [(await client.get(p)).status_code for p in ("/healthz", "/readyz")]
            took = await answer_seconds(world)
            begun = time.monotonic()
            await asyncio.gather(*(reader.read() for reader, _ in opened), return_exceptions=True)
            closed = time.monotonic() - begun
            for _, writer in opened:
                writer.close()
    return Row(
        f"{count} silent connections to the bot's HTTP address",
        "health and webhook answer meanwhile; the connections are closed in seconds",
        f"/healthz and /readyz {codes[0]} and {codes[1]}, a question by webhook answered after"
        f" {took * 1e3:.0f} ms; all closed after {closed:.0f} s",
        codes == [200, 200],
        "503 from health and webhook as long as the connections lasted",
        in_time=took < 1 and closed < 15,
    )
