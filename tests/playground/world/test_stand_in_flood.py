"""The flood limits, which are off unless asked for."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from worlds.playground import World, client_of, new_world

_FLOOD = "Too Many Requests: retry after "


@pytest.fixture
def world() -> World:
    """Make a world with flood limits."""
    return new_world(flood=True)


async def test_no_limits_unless_asked_for() -> None:
    """Without the flag a bot may send as fast as it likes."""
    world = new_world()
    for _ in range(100):
        await world.say("x")


async def test_one_chat_takes_short_bursts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three messages at once are accepted, then one a second."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    chat_id = world.ada.user.id
    async with client_of(world) as client:
        for _ in range(3):
            await client.send_message(chat_id, "x")
        with pytest.raises(RetryAfter) as flooded:
            await client.send_message(chat_id, "x")
    assert flooded.value.retry_after == timedelta(seconds=3)
    world.clock.advance(3)
    assert await world.say("x")


async def test_a_group_takes_twenty_a_minute(world: World) -> None:
    """The twenty-first message within a minute is refused."""
    group = world.group()
    group.add(world.bot.user)
    send = {"chat_id": group.room.chat.id, "text": "x"}
    for _ in range(20):
        await world.ask("sendMessage", **send)
        world.clock.advance(1)
    assert await world.refusal("sendMessage", **send) == f"{_FLOOD}40"
    world.clock.advance(40)
    assert await world.ask("sendMessage", **send)


async def test_all_chats_take_thirty_a_second(world: World) -> None:
    """The thirty-first message within a second is refused, whichever chat it is for."""
    groups = [world.group(f"{n}") for n in range(31)]
    for group in groups:
        group.add(world.bot.user)
    for group in groups[:30]:
        await world.ask("sendMessage", chat_id=group.room.chat.id, text="x")
    last = groups[30].room.chat.id
    assert await world.refusal("sendMessage", chat_id=last, text="x") == f"{_FLOOD}1"
    world.clock.advance(1)
    assert await world.ask("sendMessage", chat_id=last, text="x")


async def test_refused_messages_do_not_count(world: World) -> None:
    """Hammering at a limit does not move it further away."""
    for _ in range(3):
        await world.say("x")
    for _ in range(50):
        await world.refusal("sendMessage", chat_id=world.ada.user.id, text="x")
    world.clock.advance(3)
    assert await world.say("x")


async def test_hasty_polling_is_slowed(world: World) -> None:
    """The same offset again at once waits three seconds, and gets a single update."""
    for text in ("one", "two"):
        world.ada.send(world.room, text)
    assert len(await world.ask("getUpdates")) == 2
    assert len(await world.ask("getUpdates")) == 1
    world.clock.advance(1)
    assert len(await world.ask("getUpdates")) == 2
    world.bot.queue.clear()
    waiting = asyncio.create_task(world.ask("getUpdates"))
    while not world.clock.sleepers:  # noqa: ASYNC110  # the server tells nobody of it
        await asyncio.sleep(0)
    assert world.clock.sleepers == [world.clock.now() + 3]
    world.clock.advance(3)
    assert await waiting == []
