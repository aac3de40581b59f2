"""getMe and getUpdates: acknowledgement, waiting, conflicts, lifetimes."""

import asyncio

import pytest
import telegram
from telegram.error import Conflict
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from storybot.playground.play import serve
from storybot.playground.world.rooms import Room
from worlds.playground import TOKEN, World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


async def _texts(world: World, **parameters: int) -> list[str]:
    updates = await world.ask("getUpdates", **parameters)
    return [update["message"]["text"] for update in updates]


async def _until_waiting(world: World) -> None:
    """Let other tasks run until a getUpdates call waits."""
    while world.bot.queue._poll is None:  # noqa: ASYNC110  # the server tells nobody of it
        await asyncio.sleep(0)


async def test_get_me_tells_the_switches() -> None:
    """GetMe says what BotFather lets the bot do."""
    world = new_world(can_read_all_group_messages=True, supports_guest_queries=False)
    async with client_of(world) as client:
        me = await client.get_me()
    assert me.username == "story_bot"
    assert me.can_read_all_group_messages
    assert me.supports_inline_queries
    assert me.can_join_groups
    assert not me.supports_guest_queries


async def test_unacknowledged_updates_come_again(world: World) -> None:
    """An update is delivered again until an offset beyond it is named."""
    world.ada.send(world.room, "one")
    assert await _texts(world) == ["one"]
    assert await _texts(world) == ["one"]


async def test_offset_acknowledges_what_is_before_it(world: World) -> None:
    """The offset confirms every update with a smaller id, for good."""
    for text in ("one", "two", "three"):
        world.ada.send(world.room, text)
    first = (await world.ask("getUpdates"))[0]["update_id"]
    assert await _texts(world, offset=first + 1) == ["two", "three"]
    assert await _texts(world, offset=first) == ["two", "three"]


async def test_ids_grow_by_one(world: World) -> None:
    """Updates come in the order of their ids, without gaps."""
    for text in ("one", "two", "three"):
        world.ada.send(world.room, text)
    ids = [update["update_id"] for update in await world.ask("getUpdates")]
    assert ids == list(range(ids[0], ids[0] + 3))


async def test_negative_offset_keeps_the_last(world: World) -> None:
    """A negative offset forgets all but that many of the newest updates."""
    for text in ("one", "two", "three"):
        world.ada.send(world.room, text)
    assert await _texts(world, offset=-1) == ["three"]
    assert await _texts(world) == ["three"]


async def test_offset_far_ahead_acknowledges_nothing(world: World) -> None:
    """An offset that no update can have yet does not lose the updates that wait."""
    world.ada.send(world.room, "one")
    assert await _texts(world, offset=2_000_000_000) == ["one"]


@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (100, 100), (101, 100), (0, 1)])
async def test_limit_is_at_most_a_hundred(world: World, limit: int, expected: int) -> None:
    """A call gets up to its limit; one and a hundred are the least and the most."""
    for number in range(120):
        world.ada.send(world.room, f"{number}")
    assert len(await _texts(world, limit=limit)) == expected


async def test_waiting_call_gets_a_new_update(world: World) -> None:
    """A long poll returns as soon as something happens."""
    waiting = asyncio.create_task(_texts(world, timeout=50))
    await _until_waiting(world)
    world.ada.send(world.room, "now")
    assert await waiting == ["now"]


async def test_waiting_ends_with_the_timeout(world: World) -> None:
    """A long poll in which nothing happens returns nothing when its time is up."""
    waiting = asyncio.create_task(_texts(world, timeout=10))
    await _until_waiting(world)
    world.clock.advance(10)
    assert await waiting == []


async def test_no_call_waits_longer_than_fifty_seconds(world: World) -> None:
    """A longer timeout is cut to fifty seconds."""
    waiting = asyncio.create_task(_texts(world, timeout=1000))
    await _until_waiting(world)
    world.clock.advance(50)
    assert await waiting == []


async def test_second_poller_ends_the_first(world: World) -> None:
    """Of two bots that poll with one token the first gets a conflict, the second goes on."""
    async with client_of(world) as client:
        first = asyncio.create_task(client.get_updates(timeout=30))
        await _until_waiting(world)
        second = asyncio.create_task(client.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        world.ada.send(world.room, "for the second")
        (update,) = await second
    assert update.message is not None
    assert update.message.text == "for the second"


async def test_polling_conflicts_with_a_webhook(world: World) -> None:
    """While a webhook is set getUpdates is refused, and a call that waits is ended."""
    waiting = asyncio.create_task(world.refusal("getUpdates", timeout=30))
    await _until_waiting(world)
    await world.ask("setWebhook", url="http://127.0.0.1:9/hook")
    assert await waiting == "Conflict: terminated by setWebhook request"
    assert await world.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first"
    )


async def test_allowed_updates_are_remembered(world: World) -> None:
    """Kinds that were not asked for are not queued, until another list is given."""
    await world.ask("getUpdates", allowed_updates='["inline_query"]')
    world.ada.send(world.room, "not asked for")
    world.ada.type_inline(world.bot, "asked for")
    assert await world.kinds() == ["inline_query"]
    await world.ask("getUpdates", allowed_updates="[]")
    world.ada.send(world.room, "asked for by default")
    assert await world.kinds() == ["message"]


async def test_reactions_come_only_on_request(world: World) -> None:
    """Reactions are not among the default kinds."""
    hello = world.ada.send(world.room, "hello")
    world.ada.react(hello, "👍")
    assert await world.kinds() == ["message"]
    await world.ask("getUpdates", allowed_updates='["message_reaction"]')
    world.ada.react(hello, "👎")
    assert await world.kinds() == ["message_reaction"]


@pytest.mark.parametrize(
    ("kind", "seconds"), [("inline_query", 30), ("callback_query", 150), ("message", 86_400)]
)
async def test_unfetched_updates_expire(world: World, kind: str, seconds: int) -> None:
    """Each kind of update waits only so long."""
    sent = await world.say("hi", reply_markup={"inline_keyboard": [[_BUTTON]]})
    world.ada.send(world.room, "hello")
    world.ada.type_inline(world.bot, "x")
    world.ada.press(await world.room.next_from_bot(), "Go")
    world.clock.advance(seconds - 1)
    assert kind in [update.kind for update in world.bot.queue.pending()]
    world.clock.advance(1)
    assert kind not in [update.kind for update in world.bot.queue.pending()]
    assert sent["message_id"]


_BUTTON = {"text": "Go", "callback_data": "go"}


async def test_application_answers_a_message(world: World) -> None:
    """An unpatched Application of python-telegram-bot polls, replies and stops."""

    async def echo(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said: {update.message.text}", do_quote=True)

    async with serve(world.telegram) as url:
        quick = HTTPXRequest(httpx_kwargs={"verify": False})
        builder = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").request(quick)
        builder = builder.get_updates_request(HTTPXRequest(httpx_kwargs={"verify": False}))
        app = builder.build()
        app.add_handler(MessageHandler(filters.TEXT, echo))
        async with app:
            await app.start()
            assert app.updater is not None
            await app.updater.start_polling()
            asked = world.ada.send(world.room, "good morning")
            answer = await world.room.next_from_bot()
            await app.updater.stop()
            await app.stop()
    assert answer.text == "You said: good morning"
    assert answer.message.reply_to_message == asked.message
    assert world.telegram.journal.unknown_parameters == []
    assert world.bot.queue.pending() == []


async def test_next_from_bot_gives_up_in_time(world: World) -> None:
    """Waiting for a bot that says nothing ends with a TimeoutError."""
    room: Room = world.room
    with pytest.raises(TimeoutError):
        await room.next_from_bot(timeout=0.01)
