"""The bot's handlers in this process, over a double of Telegram that keeps what was sent.

For thousands of updates, and for the same update handled twice; what a real client does is tried
with the playground.
"""

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram import Update
from telegram.ext import Application, Defaults
from telegram.request import BaseRequest, RequestData

from storybot.answering.answer import Answerer
from storybot.bot.answers.latest_articles import LatestArticles
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.answers.talk_replies import TalkReplies
from storybot.bot.calls.direct_bot import DirectBot
from storybot.bot.calls.kept_json import json_text
from storybot.bot.connection.failures import App
from storybot.bot.connection.offering import OfferingApplication
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.registry import all_handlers
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.ingest.reading import read_text
from storybot.runtime.settings import Settings
from storybot.store.document_store import Store
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory

JsonObject = dict[str, Any]
BOT = {"id": 1, "is_bot": True, "first_name": "Story", "username": "story_bot"}
OLGA: JsonObject = {"id": 7001, "is_bot": False, "first_name": "Olga", "language_code": "en"}
ADA: JsonObject = {"id": 7002, "is_bot": False, "first_name": "Ada", "language_code": "en"}
EVE: JsonObject = {"id": 7003, "is_bot": False, "first_name": "Eve", "language_code": "en"}
GROUP: JsonObject = {"id": -9001, "type": "supergroup", "title": "Readers"}


def private(person: JsonObject) -> JsonObject:
    """Return somebody's chat with the bot."""
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}


_SHOWN = ("text", "entities", "caption", "reply_markup")


class TelegramDouble(BaseRequest):
    """Takes every call, and remembers the messages that came of them."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, JsonObject]] = []
        self.refused: dict[str, str] = {}
        """Methods that are refused, and in which words."""
        self.messages: dict[tuple[int, int], JsonObject] = {}
        self.ids = itertools.count(1)

    @property
    def read_timeout(self) -> float:
        """Nothing is waited for."""
        return 1.0

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Answer as Telegram does."""
        assert method == "POST"
        name, sent = url.rpartition("/")[2], request_data.parameters if request_data else {}
        self.calls.append((name, sent))
        if name in self.refused:
            return 400, json.dumps({"ok": False, "description": self.refused[name]}).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, sent)}).encode()

    def _result(self, name: str, sent: JsonObject) -> object:
        if name == "getMe":
            return BOT | {"can_join_groups": True}
        if name in {"sendMessage", "sendPhoto"}:
            chat = GROUP if sent["chat_id"] == GROUP["id"] else {"id": sent["chat_id"]}
            message: JsonObject = {"chat": {"type": "private"} | chat, "from": BOT, "date": 1}
            if asked := sent.get("reply_parameters"):
                key = (sent["chat_id"], asked["message_id"])
                message["reply_to_message"] = self.messages[key]
            return self.keep(message | self._shown(sent))
        if name.startswith("editMessage") and "message_id" in sent:
            message = self.messages[sent["chat_id"], sent["message_id"]]
            message |= {"reply_markup": None} | self._shown(sent)
            return message
        return True

    def keep(self, message: JsonObject) -> JsonObject:
        """Give a message its id and remember it."""
        message["message_id"] = next(self.ids)
        self.messages[message["chat"]["id"], message["message_id"]] = message
        return message

    @staticmethod
    def _shown(sent: JsonObject) -> JsonObject:
        return {k: sent[k] for k in _SHOWN if k in sent}


class BotInProcess:
    """The handlers of a bot with one owner, Olga."""

    def __init__(
        self,
        app: App,
        telegram: TelegramDouble,
        corpus: Corpus,
        store: Store,
        memory: SQLiteReaderMemory,
        desk: SQLiteDesk,
    ) -> None:
        self.desk = desk
        self.app = app
        self.telegram = telegram
        self.corpus = corpus
        self.store = store
        self.memory = memory
        self._updates = itertools.count(1)

    async def handle(self, **content: JsonObject) -> None:
        """Handle one update."""
        update = Update.de_json({"update_id": next(self._updates), **content}, self.app.bot)
        await self.app.process_update(update)

    async def say(
        self, person: JsonObject, chat: JsonObject, text: str, **more: object
    ) -> JsonObject:
        """Write a message; return the last one of the bot."""
        message: JsonObject = {"chat": chat, "from": person, "date": 1, "text": text, **more}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        await self.handle(message=self.telegram.keep(message))
        return list(self.telegram.messages.values())[-1]

    def pressed(
        self, person: JsonObject, message: JsonObject | str, data: str, id: str = "press"
    ) -> JsonObject:
        """Return the query of a pressed button, under a message or an inline one."""
        where = {"inline_message_id": message} if isinstance(message, str) else {"message": message}
        return {"id": id, "from": person, "chat_instance": "1", "data": data, **where}

    async def press(
        self, person: JsonObject, message: JsonObject | str, data: str, id: str = "press"
    ) -> str:
        """Press a button; return what was shown over the chat, the first call's words."""
        begun = len(self.telegram.calls)
        await self.handle(callback_query=self.pressed(person, message, data, id))
        answers = [c for name, c in self.telegram.calls[begun:] if name == "answerCallbackQuery"]
        return str(answers[0].get("text", "")) if answers else ""

    async def inline(self, person: JsonObject, text: str) -> list[JsonObject]:
        """Type an inline question; return the results."""
        query = {"id": "1", "from": person, "query": text, "offset": ""}
        await self.handle(inline_query=query)
        results: list[JsonObject] = json.loads(json_text(self.telegram.calls[-1][1]))["results"]
        return results


def data_of(message: JsonObject, label: str) -> str:
    """Return what a button carries."""
    rows = message["reply_markup"]["inline_keyboard"]
    found = [b["callback_data"] for row in rows for b in row if b["text"].startswith(label)]
    return str(found[0])


def all_data(message: JsonObject) -> list[str]:
    """Return what all buttons under a message carry."""
    rows = (message.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]
    return [b["callback_data"] for row in rows for b in row if "callback_data" in b]


@asynccontextmanager
async def bot_in_process(folder: Path, *articles: str) -> AsyncIterator[BotInProcess]:
    """Open the bot over a database in a folder, with some articles in it."""
    store = await open_store(f"sqlite:///{folder}/storybot.db")
    memory = await SQLiteReaderMemory.open(f"{folder}/storybot.db")
    desk = await SQLiteDesk.open(f"{folder}/storybot.db")
    index = open_index("embedded:").index
    try:
        corpus = await Corpus.open(store, index)
        if articles:
            read = [read_text(text, source=f"{n}.md") for n, text in enumerate(articles)]
            await corpus.add(read, actor="cli")
        answerer = Answerer(store, index)
        telegram = TelegramDouble()
        bot = DirectBot(
            "1:token",
            request=telegram,
            get_updates_request=TelegramDouble(),
            defaults=Defaults(do_quote=True, allow_sending_without_reply=True),
        )
        app = (
            Application.builder()
            .application_class(OfferingApplication)
            .bot(bot)
            .updater(None)
            .job_queue(None)
            .build()
        )
        locales = Locales(memory)
        buttons = Buttons(ButtonCodec(memory.button_key), locales)
        latest = LatestArticles(corpus, store)
        talk = TalkReplies(store, latest)
        replies = AnswerReplies(answerer, memory, locales, buttons, talk)
        settings = Settings(
            TELEGRAM_BOT_TOKEN=SecretStr("1:token"), STORYBOT_OWNERS=f"{OLGA['id']}"
        )
        app.add_handlers(
            all_handlers(settings, corpus, store, answerer, memory, desk, buttons, replies, latest)
        )
        async with app:
            yield BotInProcess(app, telegram, corpus, store, memory, desk)
    finally:
        await desk.close()
        await memory.close()
        await store.close()
