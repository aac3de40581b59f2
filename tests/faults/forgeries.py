"""Members of a group send callback data of their own making, through the real bot process."""

import random
import sqlite3
from pathlib import Path
from typing import Any

from faults.steps import until
from faults.world import QUESTION, Row, answer_seconds
from storybot.bot.messages.callback_data import VERBS
from storybot.playground.world.people import Person
from worlds.bot_process import World, article, forge, new_world, readers, running

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
_ANSWERS = 3
_A_MEMBER = 10
"""Buttons that a member presses: fewer than are taken a minute."""


async def forged_buttons(folder: Path, count: int) -> Row:
    """Press made-up buttons under an answer, a moderator's draft and an inline card."""
    chance, told = random.Random(7), 0
    async with new_world(folder) as world, running(world):
        await answer_seconds(world)
        group = readers(world)
        answer = await world.say(world.ada, group.room, f"/ask {QUESTION}")
        draft = await world.say(world.owner, group.room, f"/add\n{article('sea wall')}")
        query = world.ada.type_inline(world.bot, QUESTION)
        results = (await query.answered()).results
        posted = [answer, draft, world.ada.choose(query, results[0].id, group.room)]
        genuine = [
            button.callback_data
            for one in posted
            for button in one.message.inline_keyboard.buttons  # type: ignore[union-attr]
            if button.callback_data
        ]
        # What was sent inline is recorded as an answer, too, a moment later.
        await until(lambda: len(_rows(world)["answers"]) == _ANSWERS)
        texts, before = [one.text for one in posted], _rows(world)
        for number in range(count):
            if not number % _A_MEMBER:
                member = Person(world.telegram, f"Member {number}")
                group.add(member.user)
            data = _made_up(chance, genuine)
            told += "out of date" in (await forge(member, chance.choice(posted), data)).text
        kept = [one.text for one in posted] == texts and _rows(world) == before
    return Row(
        f"{count:,} made-up buttons, pressed under an answer, a draft and an inline card",
        "each gets a word, none changes a message or the database",
        f"{told:,} got a word, {'nothing' if kept else 'something'} changed",
        kept and told == count,
        "half a sentence that says the opposite was quoted in another's answer; a moderator's"
        " draft lost its buttons",
    )


def _made_up(chance: random.Random, genuine: list[str]) -> str:
    verb = chance.choice(list(VERBS))
    place = ".".join(str(chance.randrange(90)) for _ in range(4))
    code = "".join(chance.choices(_LETTERS, k=10))
    real = chance.choice(genuine)
    at = chance.randrange(1, len(real))
    return chance.choice(
        [
            f"1:{verb}:{place}:",
            f"2{code}:{verb}:{place}:y:n:",
            f"{real[:11]}:{verb}:{place}:n:n:",
            real[:at] + chance.choice(_LETTERS.replace(real[at], "")) + real[at + 1 :],
        ]
    )


def _rows(world: World) -> dict[str, list[Any]]:
    """Return what buttons could change."""
    database = sqlite3.connect(world.folder / "storybot.db")
    tables = (
        "answers",
        "votes",
        "subscriptions",
        "chats",
        "drafts",
        "changes",
        "documents",
        "versions",
    )
    rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    database.close()
    return rows
