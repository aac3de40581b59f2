"""The process dies again and again: who is charged, who is told, and who holds the database."""

import asyncio
import time
from pathlib import Path

from faults.steps import STEPPED_PATH, until
from faults.world import QUESTION, QUOTE, Asked, Row, all_answered, answer_seconds, ask, stop
from storybot.playground.world.faults import Fault
from storybot.playground.world.group_chats import Group
from storybot.playground.world.rooms import Room
from worlds.bot_process import World, new_world, running

_DEADLY = "zorblatt"
_GIVEN_UP = "I could not handle this one"
_SECONDS_UNDER_WAY = 2.0


async def crash_loop(folder: Path, questions: int, deaths: int = 3) -> Row:
    """Kill the process while questions wait for their turn to be answered, again and again."""
    async with new_world(folder) as world:
        # Refused with 429: all of them are under way, and none has been sent.
        flood = Fault("flood", method="sendMessage", seconds=60, times=10**6)
        world.telegram.faults.add(flood)
        asked = [ask(world) for _ in range(questions)]
        for _ in range(deaths):
            process = await world.storybot("bot")
            refused = len(world.telegram.journal.of("sendMessage"))
            await until(lambda n=refused: len(world.telegram.journal.of("sendMessage")) > n)  # type: ignore[misc]
            await asyncio.sleep(_SECONDS_UNDER_WAY)
            process.kill()
            await process.wait()
        world.telegram.faults.clear()
        async with running(world):
            lost = await all_answered(world, asked, 120)
        twice = sum(question.answers > 1 for question in asked)
    return Row(
        f"{questions} questions under way, killed {deaths} times",
        "all answered once",
        f"{len(lost)} lost, {twice} answered twice",
        not lost and not twice,
        f"{questions} of {questions} given up, nobody told",
    )


async def deadly_update(folder: Path, bystanders: int) -> Row:
    """Handle an update that ends the process each time, beside others that do not."""
    async with new_world(folder) as world:
        world.settings |= {"PYTHONPATH": STEPPED_PATH, "STORYBOT_DEADLY": _DEADLY}
        asked = [ask(world) for _ in range(bystanders // 2)]
        deadly = ask(world, world.ada, f"Who is {_DEADLY}?")
        asked += [ask(world) for _ in range(bystanders - bystanders // 2)]
        starts, begun = 0, time.monotonic()
        while not _told(deadly):
            process = await world.storybot("bot", module="faults.stepped")
            starts += 1
            await until(lambda p=process: p.returncode is not None or bool(_told(deadly)))  # type: ignore[misc]
            if process.returncode is None or starts > 10:
                break
        lost = await all_answered(world, asked, 60)
        took = time.monotonic() - begun
        await stop(process)
        async with running(world):
            await answer_seconds(world)
        twice = sum(question.answers > 1 for question in asked)
    return Row(
        f"an update that ends the process whenever it is handled, beside {bystanders} others",
        "given up and its sender told once; the others answered once",
        f"given up after {starts - 1} crashes in {took:.0f} s, its sender told {_told(deadly)}"
        f" times, {len(lost)} of {bystanders} lost, {twice} answered twice",
        _told(deadly) == 1 and not lost and not twice,
        "given up without a word, and with it what was under way beside it",
    )


def _told(question: Asked) -> int:
    return sum(_GIVEN_UP in (message.text or "") for message in question.posted.room.history())


async def second_bot(folder: Path, questions: int) -> Row:
    """Start another bot on the same database while readers ask; then kill the first."""
    async with new_world(folder) as world:
        async with running(world) as first:
            await answer_seconds(world)
            second = await world.storybot("bot")
            asked = [ask(world) for _ in range(questions)]
            code = await asyncio.wait_for(second.wait(), 30)
            said = f"Another storybot answers with this database: process {first.pid}" in world.log
            lost = await all_answered(world, asked, 60)
            first.kill()
            await first.wait()
        begun = time.monotonic()
        async with running(world):
            await answer_seconds(world)
            back = time.monotonic() - begun
        twice = sum(question.answers > 1 for question in asked)
    return Row(
        f"a second bot on the database while {questions} questions are asked; then kill -9",
        "it names the first and ends with 1; each answered once; back within seconds",
        f"exit code {code}, {'said so' if said else 'said nothing'}, {len(lost)} lost, {twice}"
        f" answered twice; after the kill the next one answered within {back:.1f} s",
        code == 1 and said and not lost and not twice,
        "both answered: 91 of 150 questions twice",
        in_time=back < 15,
    )


async def forgotten(folder: Path) -> Row:
    """Ask in every way, then /forget_me, and look for the words in the files of the database."""
    async with new_world(folder) as world, running(world):
        strangers = Group.found(world.telegram, world.owner, "Strangers")
        strangers.add(world.ada.user)
        private = world.ada.chat_with(world.bot)
        words = [f"zorblatt{n}zz" for n in range(4)]
        await world.ask(world.ada, f"Who met {words[0]}?")
        await world.say(world.ada, world.group.room, f"/ask Who met {words[1]}?")
        await world.say(world.ada, strangers.room, f"@story_bot who met {words[2]}?")
        typed = world.ada.type_inline(world.bot, f"{QUESTION} {words[3]}")
        world.ada.choose(typed, (await typed.answered()).results[0].id, private)
        await _handled(world, private)
        before = _held(folder, words)
        await world.ask(world.ada, "/forget_me")
        after = _held(folder, words)
    return Row(
        "/forget_me after questions in private, in a group, as a guest and inline",
        "no word of them in the files when it says that it is done",
        f"{before} of {len(words)} found before, {after} after",
        before == len(words) and not after,
        "guest calls and inline questions stayed, and all of them in the write-ahead log",
    )


async def _handled(world: World, room: Room) -> None:
    """Wait until what was sent before is handled, too."""
    assert QUOTE in (await world.say(world.ada, room, QUESTION)).text


def _held(folder: Path, words: list[str]) -> int:
    held = b"".join(path.read_bytes() for path in folder.glob("storybot.db*") if path.is_file())
    return sum(word.encode() in held for word in words)
