"""The process dies at each step of an inline question, and of hearing which result was sent."""

import sqlite3
from collections import Counter
from pathlib import Path

from faults.steps import MOST_STEPS, STEPPED_PATH, Done, die_at_each, until
from faults.world import QUESTION, QUOTE, Row
from storybot.bot.dispatch.sendings import MOST_SENDINGS
from storybot.playground.world.inline import InlineQuery
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Room
from worlds.bot_process import new_world, running


async def inline_steps(folder: Path, most: int = MOST_STEPS) -> Row:
    """Die at each step of an inline question, then of what is chosen of it; follow its link."""
    typed: list[InlineQuery] = []
    chosen: list[int] = []
    async with new_world(folder) as world:
        world.settings["PYTHONPATH"] = STEPPED_PATH
        people = [Person(world.telegram, f"Reader {n}") for n in range(most)]

        def type_one() -> Done:
            n = len(typed)  # in words of its own, or Telegram would know the answer already
            typed.append(query := people[n].type_inline(world.bot, f"{QUESTION} {n}"))
            return lambda: query.answer is not None

        asked = await die_at_each(world, type_one, most)
        async with running(world, module="faults.patient"):
            while len(typed) < most:
                type_one()
            await until(lambda: all(query.answer for query in typed))
        ready = [(one, query) for one, query in zip(people, typed, strict=True) if query.answer]
        answers = [query.answer for _, query in ready if query.answer]

        def choose() -> Done:
            n = len(chosen)
            chosen.append(n)
            person, query = ready[n]
            person.choose(query, answers[n].results[0].id, person.chat_with(world.ada))
            return lambda: _sent(folder) > n

        heard = await die_at_each(world, choose, len(ready))
        async with running(world):
            await until(lambda: _sent(folder) >= len(chosen))
        links = [answer.button.start_parameter for answer in answers if answer.button]
        rooms = [person.chat_with(world.bot) for person, _ in ready]
        opened: list[int] = []

        def follow() -> Done:
            n = len(opened)
            opened.append(n)
            ready[n][0].send(rooms[n], f"/start {links[n]}")
            return lambda: _quotes(rooms[n]) > 0

        followed = await die_at_each(world, follow, len(ready))
        async with running(world):
            while len(opened) < len(ready):
                follow()
            await until(lambda: all(map(_quotes, rooms)))
        kept = _sent(folder)
    tries = Counter(
        call.parameters["inline_query_id"]
        for call in world.telegram.journal.of("answerInlineQuery")
    )
    lost = sum(query.answer is None for query in typed)
    unread = sum(not _quotes(room) for room in rooms)
    most_read = max(map(_quotes, rooms), default=0)
    return Row(
        f"kill -9 at each of {asked} steps of an inline question, {heard} of what is sent of it,"
        f" {followed} of its start link",
        "0 lost, 0 recorded twice; an answer at most twice",
        f"{lost} questions lost, {abs(len(chosen) - kept)} of {len(chosen)} sent lost or twice,"
        f" {unread} links without an answer; no query answered more than"
        f" {max(tries.values(), default=0)} times, no link more than {most_read} times",
        not lost
        and kept == len(chosen)
        and not unread
        and max([most_read, *tries.values()]) <= MOST_SENDINGS,
    )


def _quotes(room: Room) -> int:
    return sum(QUOTE in (message.text or "") for message in room.history())


def _sent(folder: Path) -> int:
    """Count the results that the bot knows to have been sent."""
    database = sqlite3.connect(folder / "storybot.db")
    ((count,),) = database.execute("SELECT count(*) FROM chosen_results").fetchall()
    database.close()
    return int(count)
