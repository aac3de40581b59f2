"""The playground's Bot API beside one that others wrote: the same calls, the same answers.

The other one is lo-bot-api-emulator 0.3.6 (PyPI). It models less: what it cannot be asked is not
asked here. Nor is a button without a text, which it refuses and Telegram leaves out in silence.
"""

import asyncio
import json
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from storybot.playground.botapi.api import bot_api
from worlds.playground import TOKEN, World, new_world

PROGRAM = shutil.which(
    "lo-bot-api-emulator", path=os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
) or shutil.which("lo-bot-api-emulator")
ITS_OWN = {
    *("id", "message_id", "date", "from", "chat", "first_name", "username"),
    *("file_id", "file_unique_id", "file_path"),
    *("can_join_groups", "can_read_all_group_messages", "supports_inline_queries"),
}
"""Fields in which each server may say something else."""
LONG, TOO_LONG = "🙂" * 2048, "🙂" * 2048 + "x"
"""4,096 and 4,097 UTF-16 units."""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        PROGRAM is None, reason="lo-bot-api-emulator is not on the PATH; pip installs it"
    ),
]


@dataclass
class Both:
    """A world, and two servers that are asked the same."""

    world: World
    ours: httpx.AsyncClient
    theirs: httpx.AsyncClient
    token: str

    async def ask(self, method: str, **parameters: Any) -> tuple[Any, Any]:
        """Call a method on both; return what they answered, ours first."""
        return await self._post(method, parameters, None)

    async def attach(self, method: str, data: bytes, **parameters: Any) -> tuple[Any, Any]:
        """Call a method that takes a file named ``document``."""
        return await self._post(method, parameters, {"document": ("notes.txt", data)})

    async def _post(self, method: str, parameters: Any, files: Any) -> tuple[Any, Any]:
        body = {"data": parameters, "files": files} if files else {"json": parameters}
        ours = await self.ours.post(f"/bot{TOKEN}/{method}", **body)
        theirs = await self.theirs.post(f"/bot{self.token}/{method}", **body)
        assert ours.status_code == theirs.status_code, (ours.text, theirs.text)
        return ours.json(), theirs.json()

    async def tell(self) -> list[dict[str, Any]]:
        """Let the other server have the updates that wait in ours, and return them."""
        updates: list[dict[str, Any]] = await self.world.ask("getUpdates")
        for update in updates:
            told = {"token": self.token, "update": update}
            (await self.theirs.post("/__fixture/updates", json=told)).raise_for_status()
        return updates


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def emulator() -> AsyncIterator[str]:
    """Run the other server and return its URL."""
    assert PROGRAM
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(PROGRAM, "--enable-control", "--port", str(port)),
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": os.defpath, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    async with asyncio.timeout(60):
        while b"Running on" not in (line := await process.stdout.readline()):
            assert line, "it ended at once"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await asyncio.wait_for(process.wait(), 60)


@pytest_asyncio.fixture(loop_scope="module")
async def both(emulator: str, request: pytest.FixtureRequest) -> AsyncIterator[Both]:
    """Open both; each test has a world, and a token at the other server, of its own."""
    world = new_world()
    ours = httpx.AsyncClient(
        transport=httpx.ASGITransport(bot_api(world.telegram)), base_url="http://ours"
    )
    async with ours, httpx.AsyncClient(base_url=emulator, verify=False) as theirs:
        yield Both(world, ours, theirs, f"7:{request.node.name}")


def differences(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Name the fields that both have and that are not alike."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        common = sorted(ours.keys() & theirs.keys() - ITS_OWN)
        return [
            line for key in common for line in differences(ours[key], theirs[key], f"{at}.{key}")
        ]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = zip(ours, theirs, strict=True)
        return [line for i, (a, b) in enumerate(pairs) for line in differences(a, b, f"{at}[{i}]")]
    return [] if ours == theirs else [f"{at}: {ours!r} here, {theirs!r} there"]


async def agreed(both: Both, method: str, **parameters: Any) -> tuple[Any, Any]:
    """Call a method that both must take and answer alike."""
    ours, theirs = await both.ask(method, **parameters)
    assert ours["ok"]
    assert differences(ours, theirs) == []
    return ours["result"], theirs["result"]


async def refused(both: Both, method: str, **parameters: Any) -> None:
    """Call a method that both must refuse with the same code."""
    ours, theirs = await both.ask(method, **parameters)
    assert not ours["ok"]
    assert (ours["error_code"], ours["ok"]) == (theirs["error_code"], theirs["ok"])


def keys(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an inline keyboard."""
    return {"inline_keyboard": list(rows)}


def key(text: str = "Key", **action: Any) -> dict[str, Any]:
    """Return a button."""
    return {"text": text, **(action or {"callback_data": "1:key"})}


async def test_the_bot_is_a_bot(both: Both) -> None:
    """What getMe has in both has one shape."""
    ours, theirs = await agreed(both, "getMe")
    assert {k: type(ours[k]) for k in theirs if k in ours} == {
        k: type(v) for k, v in theirs.items() if k in ours
    }


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "hello"},
        {"text": LONG},
        {"text": "bold", "entities": [{"type": "bold", "offset": 0, "length": 4}]},
        {"text": "keys", "reply_markup": keys([key()], [key(url="https://example.org/a?b=c")])},
        {"text": "copy", "reply_markup": keys([key(copy_text={"text": "x" * 256})])},
        {"text": "full row", "reply_markup": keys([key(str(n)) for n in range(8)])},
        {"text": "data", "reply_markup": keys([key(callback_data="ß" * 32)])},
        {"text": "inline", "reply_markup": keys([key(switch_inline_query_current_chat="")])},
    ],
    ids=lambda parameters: parameters["text"][:8],
)
async def test_a_message_comes_back_as_it_was_sent(both: Both, parameters: dict[str, Any]) -> None:
    """Text, keyboard and chat are answered alike."""
    chat = both.world.ada.user.id
    ours, theirs = await agreed(both, "sendMessage", chat_id=chat, **parameters)
    assert (ours["chat"]["id"], ours["chat"]["type"]) == (chat, "private")
    assert differences(ours["chat"], theirs["chat"]) == []
    assert ours["text"] == parameters["text"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": TOO_LONG},
        {"text": "data", "reply_markup": keys([key(callback_data="ß" * 33)])},
        {"text": "copy", "reply_markup": keys([key(copy_text={"text": "x" * 257})])},
        {"text": "copy", "reply_markup": keys([key(copy_text={"text": ""})])},
        {"text": "dead", "reply_markup": keys([{"text": "does nothing"}])},
        {"text": "markup", "reply_markup": "no JSON"},
        {"text": "nowhere", "chat_id": 0},
        {"text": "unknown", "chat_id": "nobody"},
        {"text": "reply", "reply_parameters": {"message_id": 0}},
    ],
    ids=lambda parameters: f"{parameters['text'][:8].strip()}-{len(str(parameters))}",
)
async def test_what_one_refuses_so_does_the_other(both: Both, parameters: dict[str, Any]) -> None:
    """Texts, keyboards, chats and replies that Telegram does not take."""
    await refused(both, "sendMessage", **({"chat_id": both.world.ada.user.id} | parameters))


async def test_a_message_is_edited_and_deleted(both: Both) -> None:
    """Each of its life's calls is taken by both, and answered alike."""
    chat = both.world.ada.user.id
    sent, _ = await agreed(
        both, "sendMessage", chat_id=chat, text="one", reply_markup=keys([key()])
    )
    here = {"chat_id": chat, "message_id": sent["message_id"]}
    edited, _ = await agreed(
        both, "editMessageText", **here, text="two", reply_markup=keys([key("B")])
    )
    assert edited["text"] == "two"
    marked, _ = await agreed(both, "editMessageReplyMarkup", **here, reply_markup=keys([key("C")]))
    assert marked["reply_markup"] == keys([key("C")])
    await refused(both, "editMessageText", **here, text=TOO_LONG)
    await refused(both, "editMessageText", chat_id=chat, message_id="x", text="two")
    replied = {"message_id": sent["message_id"]}
    await agreed(both, "sendMessage", chat_id=chat, text="three", reply_parameters=replied)
    assert await agreed(both, "deleteMessage", **here) == (True, True)


async def test_a_pressed_button_is_answered(both: Both) -> None:
    """A note too long is refused, and the query stays open for a shorter one."""
    posted = both.world.ada.chat_with(both.world.bot)
    await both.world.ask(
        "sendMessage", chat_id=posted.chat.id, text="k", reply_markup=json.dumps(keys([key()]))
    )
    pressed = both.world.ada.press(await posted.next_from_bot(), "Key")
    await refused(both, "answerCallbackQuery", callback_query_id=pressed.id, text="x" * 201)
    answered = {"callback_query_id": pressed.id, "text": "x" * 200, "show_alert": True}
    assert await agreed(both, "answerCallbackQuery", **answered) == (True, True)
    await refused(both, "answerCallbackQuery", text="whose?")


def article(id: str = "1", text: str = "quote", title: str = "Title") -> dict[str, Any]:
    """Return an inline result."""
    content = {"message_text": text}
    return {"type": "article", "id": id, "title": title, "input_message_content": content}


@pytest.mark.parametrize(
    "results",
    [
        [article("ß" * 33)],
        [article(""), article("1")],
        [article("1"), article("1")],
        [article(str(n)) for n in range(51)],
        [article(text="")],
        [article(text=TOO_LONG)],
        [article(title="")],
        [article() | {"type": "essay"}],
        [{"type": "article", "id": "1", "title": "no content"}],
    ],
    ids=["long id", "no id", "one id", "51", "no text", "long", "no title", "type", "no content"],
)
async def test_inline_results_that_neither_takes(both: Both, results: list[dict[str, Any]]) -> None:
    """Ids, numbers, texts and titles beyond the limits; fifty proper results are taken then."""
    query = both.world.ada.type_inline(both.world.bot, "who?")
    await refused(both, "answerInlineQuery", inline_query_id=query.id, results=results)
    good = [article(("ß" * 31) + f"{n:02}") for n in range(50)]
    taken = {"inline_query_id": query.id, "results": good, "cache_time": 0, "next_offset": "50"}
    assert await agreed(both, "answerInlineQuery", **taken) == (True, True)


async def test_updates_wait_until_an_offset_confirms_them(both: Both) -> None:
    """Limits, offsets from either end, repeated fetches and confirmation are alike."""
    room = both.world.ada.chat_with(both.world.bot)
    for n in range(4):
        both.world.ada.send(room, f"message {n} 🙂")
    both.world.ada.type_inline(both.world.bot, "typed")
    ids = [update["update_id"] for update in await both.tell()]
    fetches = [
        ({}, ids),
        ({}, ids),
        ({"limit": 2}, ids[:2]),
        ({"offset": ids[1]}, ids[1:]),
        ({"offset": ids[0]}, ids[1:]),
        ({"offset": -2}, ids[-2:]),
        ({}, ids[-2:]),
        ({"offset": ids[-1] + 1}, []),
        ({"offset": ids[0]}, []),
    ]
    for parameters, left in fetches:
        ours, theirs = await agreed(both, "getUpdates", **parameters)
        assert ours == theirs
        assert [update["update_id"] for update in ours] == left


async def test_polling_and_a_webhook_exclude_each_other(both: Both) -> None:
    """The refusal has its own code, and ends with the webhook."""
    url = "https://127.0.0.1:8443/hook"
    await agreed(both, "setWebhook", url=url, secret_token="s3cret", max_connections=1)
    ours, _ = await agreed(both, "getWebhookInfo")
    assert (ours["url"], ours["pending_update_count"]) == (url, 0)
    await refused(both, "getUpdates")
    await agreed(both, "deleteWebhook")
    await agreed(both, "getUpdates")
    await refused(both, "setWebhook", url=url, secret_token="not allowed")
    await refused(both, "setWebhook", url="nonsense")


async def test_a_file_comes_back(both: Both) -> None:
    """What was sent as a document is downloaded byte for byte."""
    chat, data = both.world.ada.user.id, bytes(range(256))
    sent = await both.attach("sendDocument", data, chat_id=str(chat), caption="a file")
    assert differences(*sent) == []
    for client, token, answer in zip(
        (both.ours, both.theirs), (TOKEN, both.token), sent, strict=True
    ):
        file_id = answer["result"]["document"]["file_id"]
        got = await client.post(f"/bot{token}/getFile", json={"file_id": file_id})
        path = got.json()["result"]["file_path"]
        assert (await client.get(f"/file/bot{token}/{path}")).content == data
    await refused(both, "getFile", file_id="made up")


async def test_menus_and_unknown_methods(both: Both) -> None:
    """A hundred commands are taken and no more; what does not exist is not found."""
    commands = [{"command": f"c{n}", "description": "does"} for n in range(101)]
    assert await agreed(both, "setMyCommands", commands=commands[:100]) == (True, True)
    await refused(both, "setMyCommands", commands=commands)
    assert await agreed(both, "deleteMyCommands") == (True, True)
    chat = both.world.ada.user.id
    assert await agreed(both, "sendChatAction", chat_id=chat, action="typing") == (True, True)
    await refused(both, "sendChatAction", chat_id=chat, action="thinking")
    await refused(both, "sendNothing")
