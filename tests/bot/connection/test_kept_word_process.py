"""Nothing goes back on its word: locks, kills and late buttons, through the whole process."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from faults.steps import LIGHTHOUSE, TELL_ME, UNANSWERED, answer, until
from faults.world import QUESTION, QUOTE, Asked, all_answered, ask
from storybot.playground.world.faults import Fault
from storybot.playground.world.rooms import Posted
from worlds.bot_process import BRIDGE, World, new_world, running

pytestmark = pytest.mark.slow

_LOCKED_SECONDS = 7.0
"""Longer than a statement waits for the lock."""
TOUCHED = BRIDGE.replace("in Marlow Quay on Monday", "in Marlow Quay, on Monday")
CORRECTED = "Deputy mayor Pia Sund opened the Lantern Bridge"


@asynccontextmanager
async def locked(folder: Path) -> AsyncIterator[None]:
    """Hold the write lock of the database meanwhile, and some seconds more."""
    other = sqlite3.connect(folder / "storybot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    await asyncio.sleep(_LOCKED_SECONDS)
    other.execute("ROLLBACK")
    other.close()


def rows(folder: Path, sql: str) -> list[Any]:
    """Read the database."""
    database = sqlite3.connect(folder / "storybot.db")
    found = database.execute(sql).fetchall()
    database.close()
    return found


async def subscribed(world: World) -> Asked:
    """Ask what no article answers, and ask to be told."""
    asked = ask(world, world.ada, UNANSWERED)
    await all_answered(world, [asked], 30)
    await world.press(world.ada, answer(asked), TELL_ME)
    return asked


async def shows(card: Posted, words: str) -> None:
    """Wait until a card says something."""
    await card.room.bell.until(lambda: words in card.text or None, 40)


async def test_a_correction_from_the_chat_outlives_a_touched_file(tmp_path: Path) -> None:
    """While the bot runs and at a start; who may take the new version is told that it waits."""
    async with new_world(tmp_path) as world:
        file = tmp_path / "corpus" / "bridge.md"
        async with running(world):
            text = f"/add 1\nLantern Bridge opens\n\n{CORRECTED} in Marlow Quay on Monday morning."
            card = await world.ask(world.owner, text)
            done = await world.press(world.owner, card, "New version of 1")
            assert "Updated article 1, version 2" in (done.text or "")
            file.write_text(TOUCHED)
            told = await world.owner.chat_with(world.bot).next_from_bot()
            assert "Version 3 of article 1" in told.text
            assert CORRECTED in (await world.ask(world.ada, QUESTION)).text
        file.write_text(TOUCHED.replace("It cost", "It has cost"))
        async with running(world):
            told = await world.owner.chat_with(world.bot).next_from_bot()
            assert "Version 4 of article 1" in told.text
            reply = await world.ask(world.ada, QUESTION)
        assert CORRECTED in reply.text
        assert QUOTE not in reply.text


async def test_a_retraction_confirmed_while_the_database_is_locked_is_carried_out(
    tmp_path: Path,
) -> None:
    """The draft outlives the lock; nobody reads that it is gone."""
    async with new_world(tmp_path) as world, running(world):
        card = await world.ask(world.owner, "/retract 1 It is wrong.")
        async with locked(tmp_path):
            world.owner.press(card, "Retract")
        await shows(card, "Retracted: article 1")
        assert QUOTE not in (await world.ask(world.ada, QUESTION)).text
        assert not any("draft" in (m.text or "") for m in card.room.history())


async def test_a_subscriber_is_told_once_though_the_database_is_locked(tmp_path: Path) -> None:
    """Not again at each look while that cannot be noted."""
    async with new_world(tmp_path) as world, running(world):
        asked = await subscribed(world)
        (tmp_path / "corpus" / "lighthouse.txt").write_text(LIGHTHOUSE)
        await world.telegram.bell.until(
            lambda: rows(tmp_path, "SELECT 1 FROM documents WHERE id = 3") or None, 30
        )
        async with locked(tmp_path):
            pass
        await world.telegram.bell.until(lambda: asked.answers > 1 or None, 30)
        await asyncio.sleep(3)  # more than one look at the subscriptions
        assert asked.answers == 2


async def test_three_deaths_between_sending_and_its_note_send_twice(tmp_path: Path) -> None:
    """Nobody knows whether the first arrived; a third is one too many."""
    async with new_world(tmp_path) as world:
        # Telegram has the call and carries it out; by then the process is dead.
        late = Fault("delay", method="sendMessage", seconds=2, times=100)
        world.telegram.faults.add(late)
        asked = ask(world, world.ada)
        for calls in (1, 2):
            process = await world.storybot("bot")
            await until(lambda n=calls: late.times <= 100 - n)  # type: ignore[misc]
            process.kill()
            await process.wait()
            await world.telegram.bell.until(lambda n=calls: asked.answers >= n or None, 30)  # type: ignore[misc]
        process = await world.storybot("bot")
        await until(lambda: bool(rows(tmp_path, "SELECT 1 FROM inbox WHERE state = 'done'")))
        process.kill()
        await process.wait()
        world.telegram.faults.clear()
        async with running(world):
            assert QUOTE in (await world.say(world.ada, world.group.room, f"/ask {QUESTION}")).text
        assert asked.answers == 2


async def test_a_refused_answer_to_a_press_hides_nothing(tmp_path: Path) -> None:
    """The article is retracted, and the card does not go on asking."""
    async with new_world(tmp_path) as world, running(world):
        card = await world.ask(world.owner, "/retract 1 It is wrong.")
        late = Fault("status", method="answerCallbackQuery", code=400, times=10)
        world.telegram.faults.add(late)
        world.owner.press(card, "Retract")
        await shows(card, "Retracted: article 1")
        assert QUOTE not in (await world.ask(world.ada, QUESTION)).text


async def test_what_is_pressed_while_the_bot_is_away_gets_a_word(tmp_path: Path) -> None:
    """However long it was away: what can be done is done, and what cannot is said."""
    async with new_world(tmp_path, patience=1) as world:
        async with running(world) as process:
            card = await world.ask(world.owner, "/retract 1 It is wrong.")
            other = await world.ask(world.owner, "/retract 1 It is wrong indeed.")
            world.owner.press(card, "Retract")
            await shows(card, "Retracted: article 1")
            process.kill()
            await process.wait()
        world.owner.press(other, "Retract")
        await asyncio.sleep(11)  # Telegram takes no answers to it any more
        async with running(world):
            told = await other.room.next_from_bot()
        assert "retracted already" in told.text


async def test_subscriptions_expire_with_the_retention(tmp_path: Path) -> None:
    """Who asked longer ago than the bot remembers is not told."""
    async with new_world(tmp_path) as world:
        async with running(world):
            asked = await subscribed(world)
        database = sqlite3.connect(tmp_path / "storybot.db")
        with database:
            database.execute("UPDATE subscriptions SET at = '2020-01-01T00:00:00+00:00'")
        database.close()
        async with running(world):
            await world.telegram.bell.until(
                lambda: not rows(tmp_path, "SELECT 1 FROM subscriptions") or None, 30
            )
            (tmp_path / "corpus" / "lighthouse.txt").write_text(LIGHTHOUSE)
            await asyncio.sleep(4)
            await world.ask(world.owner, "/help")
        assert asked.answers == 1
