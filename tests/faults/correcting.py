"""Earlier answers are corrected: once each, through kills, within the limits, behind readers."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path

from faults.steps import Done, one, until, warm_up
from faults.storms import at_once
from faults.world import Row, all_answered, ask, percentile
from storybot.playground.journal import Recorded
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from worlds.bot_process import BRIDGE, World, new_world, running

_COST = "How much did the Lantern Bridge cost?"
_SAID = "48 million"
_SECONDS = 120
_MOST_SLOWER = 1.2
_WAVE = 20
"""Questions a second that make the answers to correct: within the limits, with room to spare."""


async def corrected_steps(folder: Path, most: int) -> Row:
    """Die at each step of correcting answers in private, in a group and inline, after a change."""
    edits: Counter[str] = Counter()
    wrong = steps = 0
    lived = False
    async with new_world(folder) as world:
        async with running(world):
            await world.ask(world.owner, "/start")  # or there is no chat to send reports to
            said = [
                await world.ask(world.ada, _COST),
                await world.say(world.ada, world.group.room, f"/ask {_COST}"),
                await _inline(world),
            ]
        await asyncio.to_thread(warm_up)
        while steps < most and not lived:
            cost = f"{100 + steps} million"
            _write(folder, cost)  # the next process reads it as it starts
            before = len(_edits(world))
            lived = await one(world, steps + 1, "correct", _all_say(said, cost))
            if not lived:
                steps += 1
                async with running(world):
                    await until(_all_say(said, cost))
                    await until(_told(world, steps))
            wrong += sum(cost not in (posted.text or "") for posted in said)
            made = _edits(world)[before:]
            edits[f"{len(made)}"] += 1
        reports = _reports(world)
    others = {count: times for count, times in edits.items() if count != f"{len(said)}"}
    return Row(
        f"kill -9 at each of {steps} steps of correcting {len(said)} answers: in private, in a"
        " group, inline",
        "each edited once for each change; a report at most twice",
        f"{wrong} left wrong, {len(others)} changes with more or fewer edits than answers;"
        f" {reports} reports of {steps + lived} changes",
        wrong == 0 and not others and reports <= 2 * (steps + lived),
    )


async def corrected_in_time(folder: Path, answers: int, questions: int, turns: int = 2) -> Row:
    """Correct many answers within Telegram's limits, or not, in turns, while others ask."""
    took: dict[bool, list[float]] = {False: [], True: []}
    seconds: list[float] = []
    async with new_world(folder, flood=True) as world, running(world):
        asked = []
        for number in range(answers):
            asked.append(ask(world, Person(world.telegram, f"Reader {number}"), _COST))
            await asyncio.sleep(1 / _WAVE)
        lost = await all_answered(world, asked, 120)
        for turn in range(1, turns + 1):
            took[False] += await at_once(world, questions // turns)
            _write(folder, f"{50 + turn} million")
            adding = await world.storybot("add", str(folder / "corpus" / "bridge.md"))
            await adding.wait()
            begun = time.monotonic()
            took[True] += await at_once(world, questions // turns)
            await world.telegram.bell.until(_edited(world, turn * answers), 300)
            seconds.append(time.monotonic() - begun)
        calls = world.telegram.journal.of("editMessageText")
        floods = sum(call.code == HTTPStatus.TOO_MANY_REQUESTS for call in calls)
        made = Counter(str(call.parameters["chat_id"]) for call in _edits(world))
    without, within = (percentile(took[in_turn], 0.95) for in_turn in (False, True))
    more = sum(count > turns for count in made.values())
    return Row(
        f"{answers:,} earlier answers corrected, in {turns} turns, while others ask 10 questions a"
        " second",
        f"all within {_SECONDS} s and Telegram's limits, none twice; the others' p95 at most 20 %"
        " slower",
        f"in {max(seconds):.0f} s, {floods} edits refused with 429, {more} edited twice; p95 of"
        f" {len(took[True])} answers {without * 1e3:.0f} ms without, {within * 1e3:.0f} ms within",
        not lost and not more,
        in_time=max(seconds) < _SECONDS and within <= _MOST_SLOWER * without,
    )


def _write(folder: Path, cost: str) -> None:
    (folder / "corpus" / "bridge.md").write_text(BRIDGE.replace(_SAID, cost))


def _all_say(said: Sequence[Posted], cost: str) -> Done:
    return lambda: all(cost in posted.text for posted in said)


def _told(world: World, count: int) -> Done:
    return lambda: _reports(world) >= count


def _edited(world: World, count: int) -> Callable[[], bool | None]:
    return lambda: len(_edits(world)) >= count or None


def _edits(world: World) -> list[Recorded]:
    """Return the edits that Telegram carried out."""
    return [c for c in world.telegram.journal.of("editMessageText") if c.code == HTTPStatus.OK]


def _reports(world: World) -> int:
    """Count the reports that the owner got."""
    room = world.owner.chat_with(world.bot)
    return sum("earlier answers" in (message.text or "") for message in room.history())


async def _inline(world: World) -> Posted:
    """Send a quote inline in a group that the bot is not in."""
    query = world.ada.type_inline(world.bot, _COST)
    found = (await query.answered()).results[0]
    posted = world.ada.choose(query, found.id, world.group.room)
    await until(lambda: _recorded(world.folder) == 3)
    return posted


def _recorded(folder: Path) -> int:
    database = sqlite3.connect(folder / "storybot.db")
    ((count,),) = database.execute("SELECT count(*) FROM answers").fetchall()
    database.close()
    return int(count)
