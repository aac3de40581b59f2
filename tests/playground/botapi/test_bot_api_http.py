"""The Bot API over HTTP: tokens, methods, bodies of every kind, and faults on demand."""

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
import telegram
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from storybot.playground.botapi.api import bot_api
from storybot.playground.botapi.body import parse_multipart
from storybot.playground.play import serve
from storybot.playground.world.faults import Fault
from storybot.playground.world.telegram import Telegram
from worlds.playground import TOKEN, World, client_of, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


def _browser(world: World) -> httpx.AsyncClient:
    """Make an HTTP client that talks to the application without a server."""
    transport = httpx.ASGITransport(bot_api(world.telegram))
    return httpx.AsyncClient(transport=transport, base_url="http://playground")


async def _get(world: World, path: str, **options: Any) -> httpx.Response:
    async with _browser(world) as browser:
        return await browser.request(options.pop("method", "GET"), path, **options)


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/getEverything", 404, "Not Found: method not found"),
        (f"/bot{TOKEN}", 404, "Not Found"),
        ("/", 404, "Not Found"),
        (f"/bot{TOKEN}/sendMessage", 400, "Bad Request: message text is empty"),
        (f"/file/bot{TOKEN}/documents/file_9", 404, "Not Found"),
        ("/file/bot1:wrong/documents/file_9", 401, "Unauthorized"),
    ],
)
async def test_errors_have_telegrams_form(
    world: World, path: str, code: int, description: str
) -> None:
    """An error's status, code and description agree."""
    response = await _get(world, path)
    assert response.status_code == code
    assert response.json() == {"ok": False, "error_code": code, "description": description}


async def test_methods_mind_no_case_and_take_get(world: World) -> None:
    """A method can be called with GET, by its name in any case."""
    response = await _get(world, f"/bot{TOKEN}/GETME")
    assert response.json() == {"ok": True, "result": world.bot.as_me()}


async def test_parameters_come_in_any_body(world: World) -> None:
    """Query, form, multipart form and JSON carry the same parameters."""
    chat_id = world.ada.user.id
    path, said = f"/bot{TOKEN}/sendMessage", {"chat_id": chat_id, "text": "héllo 😀"}
    multipart = {name: (None, str(value)) for name, value in said.items()}
    for options in (
        {"params": said},
        {"method": "POST", "data": said},
        {"method": "POST", "files": multipart},
        {"method": "POST", "json": said},
    ):
        response = await _get(world, path, **options)
        assert response.json()["result"]["text"] == "héllo 😀"


@pytest.mark.parametrize(
    ("content_type", "body", "description"),
    [
        ("application/json", b"{", "Bad Request: object expected in the request"),
        ("application/json", b"[]", "Bad Request: object expected in the request"),
        (
            "application/x-www-form-urlencoded",
            b"text=%ff",
            "Bad Request: strings must be encoded in UTF-8",
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--", "Bad Request: the multipart"),
    ],
)
async def test_unreadable_bodies_are_refused(
    world: World, content_type: str, body: bytes, description: str
) -> None:
    """A body that is not what it says is refused."""
    response = await _get(
        world,
        f"/bot{TOKEN}/sendMessage",
        method="POST",
        content=body,
        headers={"content-type": content_type},
    )
    assert response.status_code == 400
    assert response.json()["description"].startswith(description)


async def test_huge_bodies_are_refused(world: World) -> None:
    """A body over the upload limit is refused as Telegram does."""
    response = await _get(
        world, f"/bot{TOKEN}/sendMessage", method="POST", content=b"x" * (56 * 1024 * 1024)
    )
    assert response.json()["error_code"] == 413


@settings(max_examples=50)
@given(st.binary(max_size=200), st.text(alphabet='ab é."', min_size=1, max_size=8))
def test_uploads_are_read_byte_for_byte(data: bytes, value: str) -> None:
    """Whatever bytes a file has, they come out of the multipart form unchanged."""
    request = httpx.Request(
        "POST", "http://x/", files={"document": ("a.bin", data)}, data={"caption": value}
    )
    fields, uploads = parse_multipart(request.headers["content-type"], request.read())
    assert fields == {"caption": value}
    assert uploads["document"].data == data


async def test_unknown_parameters_are_noted(world: World) -> None:
    """Telegram ignores what it does not know; the playground writes it down, also inside."""
    chat_id = world.ada.user.id
    async with client_of(world) as client:
        await client.send_message(chat_id, "x", api_kwargs={"pasre_mode": "HTML"})
    await world.ask(
        "sendMessage",
        chat_id=chat_id,
        text="x",
        link_preview_options='{"is_disable": true}',
        reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]},
    )
    assert world.telegram.journal.unknown_parameters == [
        ("sendMessage", "pasre_mode"),
        ("sendMessage", "link_preview_options.is_disable"),
        ("sendMessage", "reply_markup.inline_keyboard.0.0.colour"),
    ]


async def test_journal_keeps_calls_and_refusals(world: World) -> None:
    """Each call is written down with its parameters, and what it was refused for."""
    await world.say("x")
    await world.refusal("getFile")
    assert [call.parameters["text"] for call in world.telegram.journal.of("SENDMESSAGE")] == ["x"]
    assert [call.description for call in world.telegram.journal.refused()] == [
        "Bad Request: file_id not specified"
    ]


async def _calls(world: World, fault: Fault) -> list[type[TelegramError] | None]:
    """Send two messages and return what became of each."""
    world.telegram.faults.add(fault)
    outcomes: list[type[TelegramError] | None] = []
    async with client_of(world) as client:
        for text in ("one", "two"):
            try:
                await client.send_message(world.ada.user.id, text)
            except TelegramError as error:
                outcomes.append(type(error))
            else:
                outcomes.append(None)
    return outcomes


@pytest.mark.parametrize("kind", ["drop", "status", "html", "malformed", "bad_utf8"])
async def test_faults_before_the_call(world: World, kind: Any) -> None:
    """A fault spoils one call, which is not carried out; the next goes through."""
    outcomes = await _calls(world, Fault(kind, method="sendMessage"))
    assert outcomes[0] is not None
    assert issubclass(outcomes[0], TelegramError)
    assert outcomes[1] is None
    assert [message.text for message in world.room.history()] == ["hello", "two"]


@pytest.mark.parametrize("kind", ["drop", "malformed"])
async def test_faults_after_the_call(world: World, kind: Any) -> None:
    """With the answer lost afterwards the message stands although the bot saw an error."""
    outcomes = await _calls(world, Fault(kind, method="sendMessage", after=True))
    assert outcomes[0] is not None
    assert outcomes[1] is None
    assert [message.text for message in world.room.history()] == ["hello", "one", "two"]


async def test_flood_of_one_chat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault can hit one chat and leave the others alone."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    chat_id = world.ada.user.id
    world.telegram.faults.add(Fault("flood", chat_id="7", times=9, seconds=5))
    assert await world.say("to Ada")
    world.telegram.faults.add(Fault("flood", chat_id=str(chat_id), seconds=5))
    async with client_of(world) as client:
        with pytest.raises(RetryAfter) as flooded:
            await client.send_message(chat_id, "x")
        await client.send_message(chat_id, "x")
    assert flooded.value.retry_after == timedelta(seconds=5)


async def test_delays_run_on_the_worlds_clock(world: World) -> None:
    """A slow answer comes when the clock has moved on."""
    world.telegram.faults.add(Fault("delay", method="getMe", seconds=30))
    world.clock.advance(0)
    async with _browser(world) as browser:
        asking = asyncio.create_task(browser.get(f"/bot{TOKEN}/getMe"))
        while not world.clock.sleepers:  # noqa: ASYNC110  # the server tells nobody of it
            await asyncio.sleep(0)
        assert not asking.done()
        world.clock.advance(30)
        assert (await asking).json()["ok"]


async def test_faults_can_be_called_off(world: World) -> None:
    """Cleared faults spoil nothing, and the spoiled calls are in the journal."""
    world.telegram.faults.add(Fault("status", times=2, code=500))
    response = await _get(world, f"/bot{TOKEN}/getMe")
    assert (response.status_code, json.loads(response.content)["error_code"]) == (500, 500)
    world.telegram.faults.clear()
    assert (await _get(world, f"/bot{TOKEN}/getMe")).status_code == 200
    assert [call.code for call in world.telegram.journal.of("getMe")] == [500, 200]


async def test_html_page_is_a_network_error(world: World) -> None:
    """A proxy's error page reaches the bot as what it is: no answer of Telegram."""
    world.telegram.faults.add(Fault("html", method="getMe", times=9))
    with pytest.raises(NetworkError):
        async with client_of(world):
            pass


async def test_bad_requests_reach_the_library_as_such(world: World) -> None:
    """The library tells a refusal from a failure."""
    async with client_of(world) as client:
        with pytest.raises(BadRequest, match="Message text is empty"):
            await client.send_message(world.ada.user.id, "")
        assert isinstance(await client.get_me(), telegram.User)


async def test_closing_server_ends_what_waits(world: World) -> None:
    """A getUpdates call that waits when the server closes is told that it restarts."""
    async with httpx.AsyncClient() as browser, serve(world.telegram) as url:
        path = f"{url}/bot{TOKEN}/getUpdates?timeout=50"
        waiting = asyncio.create_task(browser.get(path))
        while not world.clock.sleepers:  # noqa: ASYNC110  # the server tells nobody of it
            await asyncio.sleep(0)
    response = await waiting
    assert response.json()["description"] == "Internal Server Error: restart"


async def test_taken_port_is_an_error(world: World) -> None:
    """Where the port is taken the caller gets the system's error."""
    async with serve(world.telegram) as url:
        with pytest.raises(OSError, match="in use"):
            async with serve(world.telegram, port=int(url.rpartition(":")[2])):
                pass


async def test_server_is_reached_from_this_machine_only(world: World) -> None:
    """The server listens on loopback."""
    async with serve(world.telegram) as url:
        assert url.startswith("http://127.0.0.1:")


async def test_real_clock_lets_short_waits_pass() -> None:
    """Without a clock of its own a world runs on real time."""
    made = Telegram()
    bot = made.add_bot(TOKEN)
    assert abs(made.clock.now() - time.time()) < 5
    assert await bot.queue.fetch(0, 100, 0.01) == []


async def test_a_person_writes_no_lone_surrogate(world: World) -> None:
    """A client encodes U+FFFD in its place: what cannot be sent was never written."""
    broken, group = "a\ud800b 🌉", world.group("a\ud800")
    group.add(world.bot.user)
    said = world.ada.send(world.room, broken)
    world.ada.edit(said, broken)
    world.ada.send(world.room, "Who?", reply_to=said, quote=broken)
    world.ada.send(world.room, "", rich={"blocks": [{"type": "paragraph", "text": broken}]})
    world.ada.upload(world.room, broken, b"text", caption=broken)
    world.ada.type_inline(world.bot, broken)
    found = await _get(world, f"/bot{TOKEN}/getUpdates")
    assert found.status_code == 200
    assert found.text.count("a\ufffdb 🌉") == 8
    assert said.text == "a\ufffdb 🌉"


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "\udc00"},
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "\ud800", "url": "a.b"}]]}},
        {"text": "x", "reply_markup": r'{"inline_keyboard": [[{"text": "\ud800"}]]}'},
    ],
)
async def test_a_bots_lone_surrogate_is_refused(world: World, parameters: dict[str, Any]) -> None:
    """As a string that is not in UTF-8, also where a form carries it in JSON."""
    refused = await world.refusal("sendMessage", chat_id=world.ada.user.id, **parameters)
    assert refused == "Bad Request: strings must be encoded in UTF-8"
