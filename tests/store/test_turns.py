"""Turns of conversations that several processes take part in: what was asked last in a chat."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storybot.model.answers import Earlier
from storybot.store.reader_memory import ReaderMemory
from storybot.store.readers.turn_store import StoredTurn, TurnStore
from worlds.answers import ADA, BOB, GROUP
from worlds.clock import Clock
from worlds.databases import rows_in
from worlds.readers import readers_in

FIRST = StoredTurn(Earlier("Who opened the “bridge”?", ""), None)
SECOND = StoredTurn(Earlier("When did Wu open it?", "Wu opened it on Monday."), FIRST.earlier)


@pytest.fixture
async def memory(postgres_url: str, clock: Clock) -> AsyncIterator[ReaderMemory]:
    """Open the memory of the database that several processes share."""
    opened = await readers_in(postgres_url, clock)
    yield opened
    await opened.close()


@pytest.fixture
def turns(memory: ReaderMemory) -> TurnStore:
    """Return its turns."""
    assert memory.turns
    return memory.turns


async def test_the_last_turn_of_a_chat_is_known_to_another_process(
    turns: TurnStore, postgres_url: str, clock: Clock
) -> None:
    """As it was kept, and of no other chat; each is found by its message."""
    await turns.keep(ADA, 1, ADA, FIRST)
    await turns.keep(ADA, 2, ADA, SECOND)  # at the same moment: the later message
    other = await readers_in(postgres_url, clock)
    assert other.turns
    assert await other.turns.last(ADA, 60) == SECOND
    assert await other.turns.of(ADA, 1) == FIRST
    assert await other.turns.last(BOB, 60) is await other.turns.of(BOB, 1) is None
    assert await other.turns.of(ADA, 3) is None
    await other.close()


async def test_a_turn_is_the_last_one_for_a_while(turns: TurnStore, clock: Clock) -> None:
    """What began it is known for longer; edited, it is the last one again."""
    await turns.keep(ADA, 1, ADA, FIRST)
    clock.now += timedelta(seconds=60)
    assert await turns.last(ADA, 60) == FIRST
    clock.now += timedelta(seconds=1)
    assert await turns.last(ADA, 60) is None
    assert await turns.of(ADA, 1) == FIRST
    await turns.keep(ADA, 2, ADA, FIRST)
    clock.now += timedelta(seconds=1)
    await turns.keep(ADA, 1, ADA, SECOND)
    assert await turns.last(ADA, 60) == await turns.of(ADA, 1) == SECOND


async def test_a_turn_is_kept_for_a_day(
    memory: ReaderMemory, turns: TurnStore, clock: Clock
) -> None:
    """However long answers are kept."""
    await turns.keep(ADA, 1, ADA, FIRST)
    clock.now += timedelta(days=1)
    await memory.forget_old(30)
    assert await turns.of(ADA, 1) == FIRST
    clock.now += timedelta(seconds=1)
    await memory.forget_old(30)
    assert await turns.of(ADA, 1) is None


async def test_turns_go_with_their_reader(memory: ReaderMemory, turns: TurnStore) -> None:
    """In the private chat and in groups; others' stay, and those of nobody."""
    await turns.keep(ADA, 1, ADA, FIRST)
    await turns.keep(GROUP, 1, ADA, FIRST)
    await turns.keep(GROUP, 2, BOB, FIRST)
    await turns.keep(GROUP, 3, None, FIRST)
    await memory.forget_user(ADA)
    assert await turns.of(ADA, 1) is await turns.of(GROUP, 1) is None
    assert await turns.of(GROUP, 2) == await turns.of(GROUP, 3) == FIRST


async def test_turns_name_nobody(turns: TurnStore, postgres_url: str) -> None:
    """Chats and readers are pseudonyms; a person and the private chat have the same one."""
    await turns.keep(ADA, 1, ADA, FIRST)
    ((chat, reader),) = rows_in(postgres_url, "SELECT chat, reader FROM turns")
    assert chat == reader != ADA


async def test_a_single_process_keeps_turns_in_its_memory(clock: Clock) -> None:
    """Nothing is written of what a restart may forget."""
    alone = await readers_in("sqlite:///:memory:", clock)
    assert alone.turns is None
    await alone.close()
