"""The process dies at each step of what a moderator does in the chat: /add and /retract."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from faults.steps import MOST_STEPS, Done, answer, die_at_each, until
from faults.world import Asked, Row, all_answered, ask
from storybot.playground.world.people import Person
from worlds.bot_process import World, new_world, running

_ARTICLES_OF_THE_WORLD = 2


class _Command(NamedTuple):
    """A command that shows a card, and the button on it that carries it out."""

    name: str
    text: Callable[[int], str]
    button: str
    done: str
    """What the card says when it is done."""
    before: str | None
    """How each article stands before it is confirmed, None where it is not there."""
    after: str


ADD = _Command("add", lambda n: f"/add\n{_story(n)}", "Add", "Added article", None, "live")
RETRACT = _Command(
    "retract",
    lambda n: f"/retract {n + 1 + _ARTICLES_OF_THE_WORLD} It is wrong.",
    "Retract",
    "I no longer quote it",
    "live",
    "retracted",
)


async def desk_steps(folder: Path, command: _Command, most: int = MOST_STEPS) -> Row:
    """Die at each step of a command, and then at each step of confirming it."""
    asked: list[Asked] = []
    pressed: list[int] = []
    async with new_world(folder) as world:
        people = _owners(world, most)
        if command is RETRACT:
            for n in range(most):
                (folder / "corpus" / f"thing{n:03}.txt").write_text(_story(n))

        def send() -> Done:
            n = len(asked)
            asked.append(question := ask(world, people[n], command.text(n)))
            return lambda: question.answers > 0

        shown = await die_at_each(world, send, most)
        async with running(world):
            while len(asked) < most:
                send()
            lost = await all_answered(world, asked, 120)
        cards = [answer(question) for question in asked]
        early = _states(folder, most) != [command.before] * most

        def press() -> Done:
            n = len(pressed)
            pressed.append(n)
            people[n].press(cards[n], command.button)
            return lambda: command.done in cards[n].text

        steps = await die_at_each(world, press, most)
        async with running(world):
            await until(lambda: all(command.done in cards[n].text for n in pressed))
        states = _states(folder, most)
    shown_often = max(question.answers for question in asked)
    twice = sum(question.answers > 1 for question in asked)
    expected = [command.after] * len(pressed) + [command.before] * (most - len(pressed))
    wrong = sum(one != other for one, other in zip(states, expected, strict=True))
    untold = sum(command.done not in cards[n].text for n in pressed)
    return Row(
        f"kill -9 at each of {shown} steps of /{command.name} and {steps} of its confirmation",
        "0 lost; each carried out once, and said so; a card at most twice",
        f"{len(lost)} cards lost, {wrong + early} articles not as confirmed, {untold} not told;"
        f" {twice} cards sent twice, none more than {shown_often} times",
        not lost and not wrong and not early and not untold and shown_often <= 2,
        "“I no longer have this draft” after a kill past the commit, though it was retracted"
        if command is RETRACT
        else "",
    )


def _owners(world: World, count: int) -> list[Person]:
    """Give each command a chat of its own: many messages to one chat are sent slowly."""
    people = [Person(world.telegram, f"Owner {n}") for n in range(count)]
    world.settings["STORYBOT_OWNERS"] = ",".join(str(one.user.id) for one in people)
    return people


def _states(folder: Path, most: int) -> list[str | None]:
    """Return how the article of each number stands; where it is not there once, how often."""
    database = sqlite3.connect(folder / "storybot.db")
    rows = database.execute(
        "SELECT state, version, title FROM documents JOIN (SELECT document, title FROM changes"
        " GROUP BY document) ON document = id"
    ).fetchall()
    database.close()
    found = [[row for row in rows if _title(n) == row[2]] for n in range(most)]
    return [
        None if not one else one[0][0] if len(one) == 1 and one[0][1] == 1 else f"{one}"
        for one in found
    ]


def _title(n: int) -> str:
    return f"The ferry of pier {n:03} stops"


def _story(n: int) -> str:
    """Write an article that is like no other."""
    words = " ".join(f"quay{n}berth{k}" for k in range(30))
    return f"{_title(n)}\n\nThe harbour office of pier {n:03} said that it lists {words} no more.\n"
