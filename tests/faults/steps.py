"""The process dies at each step of something, one after another."""

import asyncio
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

from faults.stepped import command
from faults.updater import PROCESSES
from faults.world import QUESTION, Asked, Row, all_answered, ask
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from worlds.bot_process import World, new_world, running

MOST_STEPS = 60
_LOOKS_SECONDS = 3.0
"""Longer than the bot waits between looks at its subscriptions."""
_SECONDS, _LOOK_SECONDS, _SETTLE_SECONDS = 120.0, 0.02, 0.5
STEPPED_PATH = str(Path(__file__).parents[1])
"""Where the process finds the module that dies."""
UNANSWERED = "Who switched the lighthouse off?"
LIGHTHOUSE = """\
The lighthouse is dark

Keeper Rosalind Achterberg switched the lighthouse off on Friday.
"""
TELL_ME = "Tell me later"

Done = Callable[[], bool]
"""Tells whether somebody sees that what was begun is done."""


async def question_steps(folder: Path, most: int = MOST_STEPS, *, is_patient: bool = True) -> Row:
    """Die at each step of answering a private question; one not patient waits as the bot does."""
    asked: list[Asked] = []
    async with new_world(folder) as world:

        def act() -> Done:
            asked.append(question := ask(world))
            return lambda: question.answers > 0

        steps = await die_at_each(world, act, most, is_patient=is_patient)
        async with running(world):
            lost = await all_answered(world, asked, 60)
        counts = [question.answers for question in asked]
    return Row(
        f"kill -9 at each of {steps} steps of a private question"
        f"{'' if is_patient else ', with the times that the bot ships with'}",
        "0 lost; an answer at most twice",
        f"{len(lost)} lost, {sum(count > 1 for count in counts)} answered twice, none more than"
        f" {max(counts)} times",
        not lost and max(counts) <= 2,
        "three deaths after the sending: three answers" if is_patient else "",
    )


async def press_steps(folder: Path, label: str, most: int = MOST_STEPS) -> Row:
    """Die at each step of handling a pressed button that sets something."""
    pressed: list[Posted] = []
    async with new_world(folder) as world:
        async with running(world):
            people = [Person(world.telegram, f"Reader {n}") for n in range(most)]
            wanted = UNANSWERED if label == TELL_ME else QUESTION
            asked = [ask(world, person, wanted) for person in people]
            await all_answered(world, asked, 120)
        answers = [answer(question) for question in asked]

        def act() -> Done:
            n = len(pressed)
            pressed.append(answers[n])
            press = people[n].press(answers[n], label)
            return lambda: press.answer is not None and _set(folder, label) > n

        steps = await die_at_each(world, act, most)
        async with running(world):
            await until(lambda: _set(folder, label) >= len(pressed))
        kept = _set(folder, label)
    what = "subscription" if label == TELL_ME else "vote"
    return Row(
        f"kill -9 at each of {steps} steps of a {what}",
        "0 lost, 0 toggled back",
        f"{len(pressed) - kept} of {len(pressed)} lost or toggled back",
        kept == len(pressed),
        "toggled back: votes at 5 of 10 steps, subscriptions at 4 of 15",
    )


async def told_steps(folder: Path, readers: int, most: int) -> Row:
    """Die at each step of telling subscribers; each process tells some of them."""
    async with new_world(folder) as world:
        async with running(world):
            people = [Person(world.telegram, f"Reader {n}") for n in range(readers)]
            asked = [ask(world, person, UNANSWERED) for person in people]
            await all_answered(world, asked, 120)
            for person, question in zip(people, asked, strict=True):
                await person.press(answer(question), TELL_ME).answered()

        def is_done() -> bool:
            return all(question.answers > 1 for question in asked)

        (folder / "corpus" / "lighthouse.txt").write_text(LIGHTHOUSE)
        steps = 0
        while steps < most and not await one(world, steps + 1, "tell", is_done):
            steps += 1
        async with running(world):
            await until(is_done)
            await asyncio.sleep(_LOOKS_SECONDS)
        counts = [question.answers - 1 for question in asked]  # the first one abstained
    lost = sum(count < 1 for count in counts)
    return Row(
        f"kill -9 at each of {steps} steps of telling {readers} subscribers, each in one of them",
        "0 lost, 0 told more than twice",
        f"{lost} lost, {sum(count > 1 for count in counts)} told twice, none more than"
        f" {max(counts)} times",
        not lost and max(counts) <= 2,
        "told again at every start after a kill, and at every look while the database was locked",
    )


async def die_at_each(
    world: World, act: Callable[[], Done], most: int, *, is_patient: bool = True
) -> int:
    """Begin something in a process that dies at a step of it, for each step; return how many."""
    await asyncio.to_thread(warm_up)
    for step in range(1, most + 1):
        if await one(world, step, "take", act(), is_patient=is_patient):
            return step - 1
    return most


def warm_up() -> None:
    """Have ready what processes are forked from, so that nothing begun waits for that."""
    process = PROCESSES.Process(target=int)
    process.start()
    process.join()


async def one(
    world: World, step: int, count_from: str, is_done: Done, *, is_patient: bool = True
) -> bool:
    """Run a process until it dies or what was begun is done; tell whether it lived."""
    arguments = (("bot",), world.environment, step, count_from, str(world.folder / "bot.log"))
    named = {"is_patient": is_patient}
    process = PROCESSES.Process(target=command, args=arguments, kwargs=named)
    process.start()
    await until(lambda: process.exitcode is not None or is_done())
    await asyncio.sleep(_SETTLE_SECONDS if process.exitcode is None else 0)
    process.terminate()
    await asyncio.to_thread(process.join, 30)
    assert process.exitcode in {0, -signal.SIGKILL}, world.log[-2000:]
    return process.exitcode == 0


async def until(condition: Done) -> None:
    """Wait for something that nobody announces, but not for ever."""
    for _ in range(round(_SECONDS / _LOOK_SECONDS)):
        if condition():
            return
        await asyncio.sleep(_LOOK_SECONDS)


def answer(question: Asked) -> Posted:
    """Return the first reply to a question."""
    room, id = question.posted.room, question.posted.message_id
    found = next(
        m for m in room.history() if m.reply_to_message and m.reply_to_message.message_id == id
    )
    return Posted(room, found.message_id)


def _set(folder: Path, label: str) -> int:
    """Count the votes or subscriptions that stand."""
    sql = {
        TELL_ME: "SELECT count(*) FROM subscriptions WHERE active",
        "👍": "SELECT count(*) FROM votes WHERE up = 1",
    }[label]
    database = sqlite3.connect(folder / "storybot.db")
    ((count,),) = database.execute(sql).fetchall()
    database.close()
    return int(count)
