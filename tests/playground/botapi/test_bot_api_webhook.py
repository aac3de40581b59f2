"""Delivery to webhooks: secret, order, repetition, method in the response."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from storybot.playground.botapi.webhook_delivery import SECRET_HEADER
from storybot.playground.play import running
from worlds.playground import World, client_of, new_world


class Receiver:
    """A bot's webhook that answers as it is told and keeps what it got."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[tuple[str, dict[str, object]]] = asyncio.Queue()
        self.answers: list[Response] = []

    async def receive(self, request: Request) -> Response:
        """Take an update."""
        self.got.put_nowait((request.headers.get(SECRET_HEADER, ""), await request.json()))
        return self.answers.pop(0) if self.answers else Response()


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


@asynccontextmanager
async def _hooked(world: World, receiver: Receiver, **options: object) -> AsyncIterator[None]:
    """Serve the world and a webhook to which its bot has pointed it."""
    app = Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])])
    async with running(app) as url, client_of(world) as client:
        await client.set_webhook(f"{url}/hook", api_kwargs=options)
        yield


async def _delivered(receiver: Receiver) -> str:
    async with asyncio.timeout(5):
        _, update = await receiver.got.get()
    message = update["message"]
    assert isinstance(message, dict)
    return str(message["text"])


async def test_updates_are_delivered_in_order_with_the_secret(world: World) -> None:
    """What waited and what comes is posted with the secret, one after the other."""
    receiver = Receiver()
    world.ada.send(world.room, "one")
    async with _hooked(world, receiver, secret_token="s3cret-_"):
        async with asyncio.timeout(5):
            secret, update = await receiver.got.get()
        world.ada.send(world.room, "two")
        assert await _delivered(receiver) == "two"
    assert secret == "s3cret-_"
    assert set(update) == {"update_id", "message"}
    assert world.telegram.journal.unknown_parameters == []


async def test_what_is_not_taken_comes_again(world: World) -> None:
    """An error or a broken answer is followed by the same update, after growing pauses."""
    receiver = Receiver()
    receiver.answers = [Response(status_code=500), Response(status_code=403), Response()]
    async with _hooked(world, receiver):
        world.ada.send(world.room, "one")
        world.ada.send(world.room, "two")
        assert await _delivered(receiver) == "one"
        await _pause(world, 1)
        assert await _delivered(receiver) == "one"
        await _pause(world, 2)
        info = await world.ask("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
        assert info["pending_update_count"] == 2
        assert await _delivered(receiver) == "one"
        assert await _delivered(receiver) == "two"


async def test_the_receiver_may_name_the_pause(world: World) -> None:
    """Retry-After is waited for, to the second."""
    receiver = Receiver()
    receiver.answers = [Response(status_code=503, headers={"retry-after": "40"})]
    async with _hooked(world, receiver):
        world.ada.send(world.room, "one")
        assert await _delivered(receiver) == "one"
        await _pause(world, 40)
        assert await _delivered(receiver) == "one"


async def _pause(world: World, seconds: float) -> None:
    """Wait until the courier sleeps, see that it sleeps that long, and wake it."""
    async with asyncio.timeout(5):
        while not world.clock.sleepers:  # noqa: ASYNC110  # the courier tells nobody of it
            await asyncio.sleep(0)
    assert world.clock.sleepers == [world.clock.now() + seconds]
    world.clock.advance(seconds)


async def test_a_method_in_the_answer_is_carried_out(world: World) -> None:
    """A webhook may answer with a call."""
    receiver = Receiver()
    said = {"method": "sendMessage", "chat_id": world.ada.user.id, "text": "at once"}
    receiver.answers = [JSONResponse(said), JSONResponse({"method": "sendMessage"})]
    async with _hooked(world, receiver):
        world.ada.send(world.room, "one")
        assert (await world.room.next_from_bot()).text == "at once"
        world.ada.send(world.room, "two")
        world.ada.send(world.room, "three")
        assert [await _delivered(receiver) for _ in range(3)] == ["one", "two", "three"]


async def test_unreachable_webhooks_are_reported(world: World) -> None:
    """Where nobody listens the update waits, and getWebhookInfo says why."""
    async with client_of(world) as client:
        await client.set_webhook("http://127.0.0.1:9/hook", max_connections=3)
        world.ada.send(world.room, "one")
        await world.telegram.bell.until(lambda: world.bot.webhook_state.last_error_message, 5)
        info = await client.get_webhook_info()
        assert info.last_error_message
        assert info.last_error_message.startswith("Connection failed")
        assert info.pending_update_count == 1
        assert info.max_connections == 3
        await client.delete_webhook(drop_pending_updates=True)
        assert (await client.get_webhook_info()).url == ""
        assert await client.get_updates() == ()


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"url": "ftp://example.org/"}, "invalid webhook URL specified"),
        ({"url": "http:///x"}, "invalid webhook URL specified"),
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_webhook_settings_are_checked(
    world: World, parameters: dict[str, str], refusal: str
) -> None:
    """Wrong addresses and secrets are refused, and polling goes on."""
    given = {"url": "http://127.0.0.1:9/"} | parameters
    assert await world.refusal("setWebhook", **given) == f"Bad Request: {refusal}"
    assert await world.ask("getUpdates") == []


async def test_empty_url_takes_the_webhook_away(world: World) -> None:
    """SetWebhook without a URL is deleteWebhook; allowed_updates stay as they were set."""
    await world.ask("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"])
    world.ada.send(world.room, "one")
    await world.ask("setWebhook", url="", drop_pending_updates=True)
    world.ada.type_inline(world.bot, "not asked for")
    assert await world.ask("getUpdates") == []
    assert (await world.ask("getWebhookInfo"))["allowed_updates"] == ["message"]
