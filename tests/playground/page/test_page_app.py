"""The playground's page over HTTP: its files, its guard, its people's deeds, its events."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import httpx
import pytest

from storybot.playground.botapi.call import call
from storybot.playground.page import actions
from storybot.playground.page.page_app import page_app, page_files
from storybot.playground.page.stage import SceneKey, Stage
from storybot.playground.play import running
from storybot.playground.world.rooms import Room

STATIC = files("storybot.playground.page") / "static"
FILES = {path: data.decode() for path, data in page_files(STATIC).items()}
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
ADA, BEN, MAYA = 5_000_001, 5_000_002, 5_000_003
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Page", "url": "https://example.org/"}],
        [{"text": "Same", "callback_data": "a"}, {"text": "Same", "callback_data": "b"}],
    ]
}


@dataclass
class Site:
    """A page that is served, and a browser's requests to it."""

    stage: Stage
    client: httpx.AsyncClient

    async def ask(self, method: str, **parameters: Any) -> Any:
        """Call a method as the bot."""
        return await call(self.stage.telegram, self.stage.bot.token, method, parameters, {})

    async def do(self, deed: str, chat: str, author: int, **wish: Any) -> httpx.Response:
        """Do something as a person."""
        return await self.client.post(f"/api/{deed}", json={"chat": chat, "author": author, **wish})

    async def update(self, kind: str) -> Any:
        """Wait for the next update of a kind, and acknowledge all before it."""
        while True:
            for update in await self.ask("getUpdates", timeout=5):
                self.stage.bot.queue.acknowledge(update["update_id"] + 1)
                if kind in update:
                    return update[kind]

    def room(self, key: SceneKey) -> Room:
        """Return a chat."""
        return self.stage.scenes[key].room

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
        """Open the stream of events."""
        async with self.client.stream("GET", "/api/events") as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            yield _events(response)


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    name = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Serve the page, with no bot behind it but the test."""
    stage = Stage.set_up(["Who?"])
    stage.bot.queue.clear()
    async with (
        running(page_app(stage)) as url,
        httpx.AsyncClient(base_url=url, headers={"Origin": url}, verify=False) as client,
    ):
        yield Site(stage, client)


@pytest.mark.parametrize("name", sorted(FILES))
async def test_every_file_is_served_and_bound(site: Site, name: str) -> None:
    """Each has its type, and the header that lets a browser load nothing from elsewhere."""
    response = await site.client.get("/" if name == "index.html" else f"/{name}")
    assert (response.status_code, response.text) == (200, FILES[name])
    assert response.headers["content-type"] == TYPES[name.rpartition(".")[2]]
    assert response.headers["content-security-policy"].startswith("default-src 'self';")
    assert response.headers["x-content-type-options"] == "nosniff"


def test_the_page_names_only_files_that_it_has() -> None:
    """What is loaded is among the files, and no data becomes markup."""
    for name, text in FILES.items():
        assert set(re.findall(r'(?:src|href)="/([^"#]+)"', text)) <= FILES.keys(), name
        assert "innerHTML" not in text
        assert not re.search(r"@import|url\(|insertAdjacentHTML|document\.write", text)


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "10.0.0.1:8080", "[", ""])
async def test_foreign_hosts_are_refused(site: Site, host: str) -> None:
    """A name that somebody lets point to loopback opens neither the page nor the Bot API."""
    for path in ("/", "/api/events", f"/bot{site.stage.bot.token}/getMe"):
        response = await site.client.get(path, headers={"Host": host})
        assert response.status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8080", "LOCALHOST:8080"])
async def test_every_name_of_this_machine_is_taken(site: Site, host: str) -> None:
    """Loopback has several names."""
    assert (await site.client.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_deeds_are_taken_from_the_own_page_only(site: Site, headers: dict[str, str]) -> None:
    """A page of another site cannot write in anybody's name."""
    wish = {"chat": "reader", "author": ADA, "text": "hello"}
    response = await site.client.post("/api/send", json=wish, headers=headers)
    assert response.status_code == 403
    assert not site.room("reader").messages


async def test_a_request_without_origin_is_refused(site: Site) -> None:
    """Browsers always name one with a POST."""
    del site.client.headers["Origin"]
    response = await site.do("send", "reader", ADA, text="hello")
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("deed", "wish", "code"),
    [
        ("send", {"text": ""}, 422),
        ("send", {"text": "x" * 4097}, 422),
        ("send", {"text": "😀" * 2049}, 400),
        ("send", {"text": " \n "}, 400),
        ("send", {"text": "x", "more": 1}, 422),
        ("send", {"text": "x", "chat": "elsewhere"}, 422),
        ("send", {"text": "x", "author": BEN}, 404),
        ("send", {"text": "x", "reply_to": 99}, 404),
        ("send", {"text": "x", "reply_to": -1}, 422),
        ("send", {"text": "x" * 70_000}, 413),
        ("edit", {"message_id": 1, "text": "x"}, 404),
        ("edit", {"message_id": 1, "text": ""}, 422),
        ("press", {"message_id": 1, "row": 0, "column": 0}, 404),
        ("press", {"message_id": 1, "row": -1, "column": 0}, 422),
        ("choose", {"query_id": "1", "result_id": "1"}, 404),
        ("inline", {"query": 7}, 422),
    ],
)
async def test_what_cannot_be_done_is_refused(
    site: Site, deed: str, wish: dict[str, Any], code: int
) -> None:
    """Each refusal says why, and nothing comes of it."""
    response = await site.client.post(
        f"/api/{deed}", json={"chat": "reader", "author": ADA, **wish}
    )
    assert response.status_code == code
    assert response.json()["error"]
    assert not site.room("reader").messages


async def test_a_message_is_edited_by_its_author_alone(site: Site) -> None:
    """The bot hears of it; who did not write it is refused."""
    await site.do("send", "group", BEN, text="/ask Who?")
    written = (await site.update("message"))["message_id"]
    refused = await site.do("edit", "group", ADA, message_id=written, text="/ask Where?")
    assert refused.status_code == 404
    assert (await site.do("edit", "group", BEN, message_id=written, text="/ask When?")).json() == {}
    assert (await site.update("edited_message"))["text"] == "/ask When?"


async def test_what_is_no_json_is_refused(site: Site) -> None:
    """Neither half an object nor other bytes are taken."""
    for body in (b"{", b"\xff\xfe", b"[]", b""):
        assert (await site.client.post("/api/send", content=body)).status_code == 422


async def test_a_message_reaches_the_bot(site: Site) -> None:
    """It comes as an update, in the name of its author, with what it answers."""
    assert (await site.do("send", "group", BEN, text="/ask Who?")).json() == {}
    first = await site.update("message")
    assert (first["from"]["first_name"], first["text"]) == ("Ben", "/ask Who?")
    await site.do("send", "group", ADA, text="/ask Why?", reply_to=first["message_id"])
    second = await site.update("message")
    assert second["reply_to_message"]["text"] == "/ask Who?"


async def test_a_button_is_pressed_by_its_place(site: Site) -> None:
    """Two buttons of one label are told apart; one that only opens a page calls nobody."""
    await site.do("send", "reader", ADA, text="hello")
    sent = await site.ask("sendMessage", chat_id=ADA, text="choose", reply_markup=KEYBOARD)
    wish = {"message_id": sent["message_id"], "row": 1, "column": 1}
    pressing = asyncio.create_task(site.do("press", "reader", ADA, **wish))
    query = await site.update("callback_query")
    assert query["data"] == "b"
    await site.ask("answerCallbackQuery", callback_query_id=query["id"], text="Yes", show_alert=1)
    assert (await pressing).json() == {"text": "Yes", "show_alert": True, "url": ""}
    for row, column in ((0, 0), (1, 2), (2, 0)):
        wish |= {"row": row, "column": column}
        assert (await site.do("press", "reader", ADA, **wish)).status_code == 404


async def test_a_silent_bot_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says that it has not answered."""
    monkeypatch.setattr(actions, "BOT_SECONDS", 0.01)
    response = await site.do("inline", "inline", ADA, query="Who?")
    assert response.status_code == 504
    assert response.json() == {"error": "The bot has not answered in time."}


async def test_inline_results_are_listed_and_chosen(site: Site) -> None:
    """The list has what Telegram shows, and goes on at its offset; the choice is sent."""
    typing = asyncio.create_task(site.do("inline", "inline", BEN, query="Who?"))
    query = await site.update("inline_query")
    assert (query["query"], query["chat_type"], query["from"]["id"]) == ("Who?", "private", BEN)
    article = {"type": "article", "id": "1", "title": "Quote", "description": "Source"}
    content = {"input_message_content": {"message_text": "It was Per."}}
    button = {"text": "Ask in private", "start_parameter": "ask"}
    await site.ask(
        "answerInlineQuery",
        inline_query_id=query["id"],
        results=[article | content],
        next_offset="next",
        button=button,
    )
    offered = (await typing).json()
    shown = {"id": "1", "title": "Quote", "description": "Source", "url": ""}
    assert (offered["results"], offered["next_offset"]) == ([shown], "next")
    assert offered["button"] == button
    more = asyncio.create_task(site.do("inline", "inline", BEN, query="Who?", offset="next"))
    assert (await site.update("inline_query"))["offset"] == "next"
    more.cancel()
    chosen = await site.do("choose", "inline", BEN, query_id=offered["query_id"], result_id="1")
    assert chosen.status_code == 200
    (sent,) = site.room("inline").history()
    assert (sent.text, sent.via_bot) == ("It was Per.", site.stage.bot.user)
    gone = await site.do("choose", "inline", BEN, query_id=offered["query_id"], result_id="2")
    assert gone.status_code == 404


@pytest.mark.parametrize(("chat", "kind"), [("group", "supergroup"), ("reader", "sender")])
async def test_the_bot_is_told_where_it_is_asked_inline(site: Site, chat: str, kind: str) -> None:
    """The kind of chat is Telegram's."""
    typing = asyncio.create_task(site.do("inline", chat, ADA, query="Who?"))
    assert (await site.update("inline_query"))["chat_type"] == kind
    typing.cancel()


async def test_a_file_is_sent(site: Site) -> None:
    """Its bytes, name and caption reach the bot."""
    wish = {"chat": "moderator", "author": str(MAYA), "name": "story.md", "caption": "/add"}
    response = await site.client.post("/api/upload", params=wish, content=b"# Title")
    assert response.status_code == 200
    message = await site.update("message")
    assert (message["caption"], message["document"]["file_name"]) == ("/add", "story.md")
    got = await site.ask("getFile", file_id=message["document"]["file_id"])
    path = f"/file/bot{site.stage.bot.token}/{got['file_path']}"
    assert (await site.client.get(path)).content == b"# Title"
    nameless = await site.client.post("/api/upload", params=wish | {"name": ""}, content=b"x")
    assert nameless.status_code == 422


async def test_the_events_begin_with_everything(site: Site) -> None:
    """A new connection is told the chats, their people and all messages."""
    async with site.listening() as told:
        assert await anext(told) == ("hello", {})
        name, stage = await anext(told)
        assert (name, stage["bot"]) == ("stage", "storybot")
        chats = {chat["key"]: chat for chat in stage["chats"]}
        assert list(chats) == ["reader", "group", "inline", "moderator"]
        assert [person["name"] for person in chats["group"]["people"]] == ["Ada", "Ben"]
        assert chats["reader"]["hints"] == [["Who?", "Who?", "send"]]
        assert not chats["inline"]["has_bot"]
        name, event = await anext(told)
        assert (name, event["chat"], event["fresh"]) == ("message", "group", False)
        assert event["message"]["new_chat_members"][0]["first_name"] == "Ben"
        while (name, event) != ("replayed", {}):
            name, event = await anext(told)
            assert not event.get("fresh")


async def test_the_events_follow_what_changes(site: Site) -> None:
    """New, edited and deleted messages are told, and what the bot sets of its profile."""
    await site.do("send", "reader", ADA, text="hello")
    async with site.listening() as told:
        while await anext(told) != ("replayed", {}):
            pass
        sent = await site.ask("sendMessage", chat_id=ADA, text="One moment")
        id = sent["message_id"]
        event = (await anext(told))[1]
        assert (event["message"]["text"], event["fresh"]) == ("One moment", True)
        await site.ask("editMessageText", chat_id=ADA, message_id=id, text="Here")
        assert (await anext(told))[1]["message"]["text"] == "Here"
        await site.ask("deleteMessage", chat_id=ADA, message_id=id)
        gone = {"chat": "reader", "message_id": id, "person": 0}
        assert await anext(told) == ("gone", gone)
        await site.ask("setMyDescription", description="Answers.")
        assert (await anext(told))[1]["description"] == "Answers."


async def test_the_events_tell_what_one_person_sees(site: Site) -> None:
    """Ephemeral messages come with the others, and their buttons can be pressed."""
    await site.do("send", "group", BEN, text="/ask Who?")
    chat = site.room("group").chat.id
    sent = await site.ask(
        "sendMessage",
        chat_id=chat,
        text="Per",
        reply_markup=KEYBOARD,
        ephemeral_message_parameters={"receiver_user_id": BEN},
    )
    async with site.listening() as told:
        event: dict[str, Any] = {}
        while event.get("message", {}).get("text") != "Per":
            event = (await anext(told))[1]
        assert event["message"]["receiver_user"]["id"] == BEN
        place = {"receiver_user_id": BEN, "ephemeral_message_id": sent["ephemeral_message_id"]}
        wish = {"message_id": place["ephemeral_message_id"], "row": 1, "column": 0}
        refused = await site.do("press", "group", ADA, ephemeral=True, **wish)
        assert refused.status_code == 404
        pressing = asyncio.create_task(site.do("press", "group", BEN, ephemeral=True, **wish))
        query = await site.update("callback_query")
        await site.ask("answerCallbackQuery", callback_query_id=query["id"], text="Yes")
        assert (await pressing).json()["text"] == "Yes"
        await site.ask("deleteEphemeralMessage", chat_id=chat, **place)
        name = ""
        while name != "gone":
            name, event = await anext(told)
        assert event["person"] == BEN


async def test_a_part_of_a_message_is_replied_to(site: Site) -> None:
    """What is selected reaches the bot, with a text and with a file; else it is refused."""
    await site.do("send", "group", BEN, text="Long ago. Who opened it? Nobody knows.")
    answered: dict[str, Any] = {"reply_to": site.room("group").history()[-1].message_id}
    part = answered | {"quote": "Who opened it?"}
    await site.do("send", "group", ADA, text="/ask", **part)
    message = await site.update("message")
    assert (message["quote"]["text"], message["quote"]["position"]) == ("Who opened it?", 10)
    wish = {"chat": "group", "author": str(ADA), "name": "photo.png", "caption": "/ask"}
    await site.client.post("/api/upload", params=wish | part, content=b"x")
    assert (await site.update("message"))["quote"]["text"] == "Who opened it?"
    for wrong in (answered | {"quote": "Where?"}, {"quote": "Who opened it?"}):
        assert (await site.do("send", "group", ADA, text="/ask", **wrong)).status_code == 404


async def test_lines_become_the_blocks_of_a_rich_message(site: Site) -> None:
    """Headings, items and paragraphs with bold parts."""
    text = "# Bridge\n\n- who **opened** it\n- when\nPlease tell me. 2 * 3 # no"
    await site.do("send", "reader", ADA, text=text, rich=True)
    message = await site.update("message")
    assert "text" not in message
    heading, items, paragraph = message["rich_message"]["blocks"]
    assert heading == {"type": "heading", "size": 1, "text": ["Bridge"]}
    (first,) = items["items"][0]["blocks"]
    assert first["text"] == ["who ", {"type": "bold", "text": "opened"}, " it"]
    assert len(items["items"]) == 2
    assert paragraph == {"type": "paragraph", "text": ["Please tell me. 2 * 3 # no"]}


async def test_the_owner_of_a_group_makes_the_bot_an_administrator(site: Site) -> None:
    """Then it hears everything; nobody else can, and a private chat has none."""
    bot = site.stage.bot.user.id
    assert (await site.do("promote", "group", BEN, is_admin=True)).status_code == 404
    assert (await site.do("promote", "reader", ADA, is_admin=True)).status_code == 404
    async with site.listening() as told:
        await anext(told)
        await anext(told)
        for wanted in (True, False):
            await site.do("promote", "group", ADA, is_admin=wanted)
            name, stage = await anext(told)
            while name != "stage":
                name, stage = await anext(told)
            group = next(chat for chat in stage["chats"] if chat["key"] == "group")
            assert (group["rules"], group["bot_rules"]) == (ADA, wanted)
            assert site.room("group").members[bot].is_admin is wanted


async def test_the_caption_of_a_file_is_edited(site: Site) -> None:
    """As its text is."""
    wish = {"chat": "reader", "author": str(ADA), "name": "photo.png", "caption": "Who?"}
    await site.client.post("/api/upload", params=wish, content=b"x")
    id = site.room("reader").history()[-1].message_id
    assert (await site.do("edit", "reader", ADA, message_id=id, text="When?")).json() == {}
    assert (await site.update("edited_message"))["caption"] == "When?"


async def test_menus_are_those_of_the_narrowest_scope(site: Site) -> None:
    """A person's own menu hides that of all private chats, which hides the default one."""
    scopes = {
        "default": {"type": "default"},
        "private": {"type": "all_private_chats"},
        "admins": {"type": "all_chat_administrators"},
        "maya": {"type": "chat", "chat_id": MAYA},
    }
    for name, scope in scopes.items():
        commands = [{"command": name, "description": name}]
        await site.ask("setMyCommands", commands=commands, scope=scope)
    async with site.listening() as told:
        await anext(told)
        stage = (await anext(told))[1]
    menus = {
        (chat["key"], person["name"]): [command["command"] for command in person["commands"]]
        for chat in stage["chats"]
        for person in chat["people"]
    }
    assert menus["reader", "Ada"] == ["private"]
    assert menus["moderator", "Maya"] == ["maya"]
    assert (menus["group", "Ada"], menus["group", "Ben"]) == (["admins"], ["default"])
    assert menus["inline", "Ada"] == []


async def test_open_streams_end_with_the_server(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged as an error when the server closes under a page that listens."""
    stage = Stage.set_up([])
    with caplog.at_level(logging.WARNING):
        async with httpx.AsyncClient() as client:
            async with running(page_app(stage)) as url:
                stream = client.stream("GET", f"{url}/api/events")
                response = await stream.__aenter__()
                told = _events(response)
                assert await anext(told) == ("hello", {})
            async for _ in told:
                pass
            await stream.__aexit__(None, None, None)
    assert not caplog.records


async def test_a_client_that_goes_away_is_no_error(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """A request that breaks off halfway is forgotten, to the page and to the Bot API."""
    base = site.client.base_url
    for path in ("/api/send", f"/bot{site.stage.bot.token}/getMe"):
        _, writer = await asyncio.open_connection(base.host, base.port)
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{base.port}\r\n"
        origin = f"Origin: http://127.0.0.1:{base.port}\r\n"
        writer.write(f"{head}{origin}Content-Length: 100\r\n\r\n{{".encode())
        await writer.drain()
        assert (await site.client.get("/")).status_code == 200
        writer.close()
        await writer.wait_closed()
        assert (await site.client.get("/")).status_code == 200
    assert not caplog.records
