"""The bot as a process: how it starts, keeps up with others, meets trouble, and ends."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.faults import Fault
from storybot.playground.world.people import Person
from worlds.bot_process import TOKEN, World, new_world, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge"
LIGHTHOUSE = """\
The lighthouse is dark

Keeper Rosalind Achterberg switched the lighthouse off on Friday.
"""


@pytest_asyncio.fixture(loop_scope="module")
async def still(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Make a world in which no bot runs yet."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for the tests that leave it running."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made
        assert TOKEN not in made.log


async def ended(process: asyncio.subprocess.Process, seconds: float) -> int:
    """Wait for a process to end by itself and return its exit code."""
    return await asyncio.wait_for(process.wait(), seconds)


async def test_it_waits_for_telegram_and_finishes_what_it_began(still: World) -> None:
    """It outlasts a gateway's error at the start; SIGTERM lets it answer what it has fetched."""
    still.telegram.faults.add(Fault("html", method="getMe"))
    room = still.ada.chat_with(still.bot)
    async with running(still) as process:
        still.telegram.faults.add(Fault("delay", method="sendMessage", seconds=0.5, times=2))
        for _ in range(2):
            still.ada.send(room, QUESTION)
        await still.ada.type_inline(still.bot, "fetched after the questions").answered(20)
        process.send_signal(signal.SIGTERM)
        assert await ended(process, 60) == 0
    for _ in range(2):
        assert QUOTE in (await room.next_from_bot()).text
    assert "Telegram cannot be reached" in still.log


async def test_a_refused_token_ends_it_with_a_clear_message(still: World) -> None:
    """The message says which setting to mend, shows no token, and is all that is said."""
    still.telegram.bots.clear()
    process = await still.storybot("bot")
    assert await ended(process, 20) == 78
    assert f"TELEGRAM_BOT_TOKEN: {still.url} does not accept this token" in still.log
    assert TOKEN not in still.log
    assert "Traceback" not in still.log
    assert " ERROR " not in still.log


async def test_a_token_revoked_meanwhile_ends_it(still: World) -> None:
    """A bot that can hear nothing any more does not stay up as if it could."""
    async with running(still) as process:
        await still.ask(still.ada, QUESTION)
        still.telegram.bots.clear()
        still.bot.queue.interrupt("revoked")
        assert await ended(process, 10) == 78
    assert "does not accept this token any more" in still.log
    assert TOKEN not in still.log


async def test_what_another_process_adds_is_answerable(world: World) -> None:
    """`storybot add` beside a running bot needs no restart."""
    asked = await world.ask(world.ada, "Who switched the lighthouse off?")
    assert "Achterberg" not in asked.text
    (world.folder / "lighthouse.txt").write_text(LIGHTHOUSE)
    assert await ended(await world.storybot("add", "lighthouse.txt"), 20) == 0
    async with asyncio.timeout(5):
        while "Achterberg" not in asked.text:
            reader = Person(world.telegram, "Reader")  # a chat gets no more than one a second
            asked = await world.ask(reader, "Who switched the lighthouse off?")
    answer = await world.ada.type_inline(world.bot, "").answered()
    assert any("Achterberg" in result.title for result in answer.results)


async def test_a_question_edited_before_its_answer_is_answered(still: World) -> None:
    """The part of it that the reply would quote is gone, and the answer comes all the same."""
    async with running(still):
        still.telegram.faults.add(Fault("delay", method="sendMessage", seconds=0.3))
        asked = still.ada.send(still.ada.chat_with(still.bot), f"/ask {QUESTION}")
        still.ada.edit(asked, "/ask")
        posted = await still.ada.chat_with(still.bot).next_from_bot()
    assert QUOTE in posted.text
    assert "QUOTE_TEXT_INVALID" in str(still.telegram.journal.refused())


async def test_a_person_who_blocked_the_bot_holds_up_nobody(world: World) -> None:
    """The refusal is logged, and the person is answered again when the block is gone."""
    person = (world.ada.user.id, world.bot.user.id)
    world.telegram.blocked.add(person)
    world.ada.send(world.ada.chat_with(world.bot), QUESTION)
    await world.telegram.bell.until(lambda: world.telegram.journal.refused() or None, 5)
    assert QUOTE in (await world.ask(world.owner, QUESTION)).text
    world.telegram.blocked.clear()
    assert QUOTE in (await world.ask(world.ada, QUESTION)).text
    assert "bot was blocked by the user" in world.log


async def test_trouble_with_telegram_does_not_end_it(world: World) -> None:
    """What was lost with a connection or at a gateway is sent again, and the bot goes on."""
    faults, room = world.telegram.faults, world.ada.chat_with(world.bot)
    faults.add(Fault("drop", method="getUpdates"))
    for kind in ("drop", "html", "malformed"):
        faults.add(Fault(kind, method="sendMessage", chat_id=str(world.ada.user.id)))
        world.ada.send(room, QUESTION)
        assert QUOTE in (await world.ask(world.owner, QUESTION)).text
        assert QUOTE in (await room.next_from_bot()).text


async def test_a_second_bot_on_the_same_database_says_so_and_ends(still: World) -> None:
    """The first goes on; once it is killed, the next one answers at once."""
    async with running(still) as first:
        await still.ask(still.ada, QUESTION)
        second = await still.storybot("bot")
        assert await ended(second, 20) == 1
        assert f"Another storybot answers with this database: process {first.pid}" in still.log
        assert QUOTE in (await still.ask(still.ada, QUESTION)).text
        first.kill()
        await first.wait()
    async with running(still):
        assert QUOTE in (await still.ask(still.ada, QUESTION)).text
