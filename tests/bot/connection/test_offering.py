"""Which handlers an update is offered to."""

from typing import Any

import pytest
from telegram import Update
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from storybot.bot.calls.direct_bot import DirectBot
from storybot.bot.connection.failures import App
from storybot.bot.connection.offering import OfferingApplication

_ADA = {"id": 5, "is_bot": False, "first_name": "Ada"}
_CHAT = {"id": 5, "type": "private"}
_MESSAGE = {"message_id": 1, "date": 0, "chat": _CHAT, "from": _ADA, "text": "Rain?"}
_COMMAND = {"text": "/ask Rain?", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}
_UPDATES: dict[str, dict[str, Any]] = {
    "message": _MESSAGE,
    "command": _MESSAGE | _COMMAND,
    "edited_message": _MESSAGE,
    "guest_message": _MESSAGE,
    "inline_query": {"id": "1", "from": _ADA, "query": "rain", "offset": ""},
    "chosen_inline_result": {"result_id": "1", "from": _ADA, "query": "rain"},
    "callback_query": {"id": "1", "from": _ADA, "chat_instance": "1", "message": _MESSAGE},
}


class Named(DirectBot):
    """A bot that knows its name without asking Telegram."""

    @property
    def username(self) -> str:
        """The name."""
        return "story_bot"


def update(field: str) -> Update:
    """Return an update of a kind."""
    kind = "message" if field == "command" else field
    return Update.de_json({"update_id": 1, kind: _UPDATES[field]}, Named("1:token"))


class Heard:
    """An application, and which of its handlers were called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        builder = Application.builder().application_class(OfferingApplication)
        self.app: App = builder.bot(DirectBot("1:token")).updater(None).job_queue(None).build()

    def noting(self, name: str, error: Exception | None = None) -> Any:
        """Return a callback that notes that it was called."""

        async def note(*_: object) -> None:
            self.calls.append(name)
            if error:
                raise error

        return note

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return a handler of each kind."""
        return [
            CallbackQueryHandler(self.noting("callback_query")),
            ChosenInlineResultHandler(self.noting("chosen_inline_result")),
            InlineQueryHandler(self.noting("inline_query")),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.noting("edited_message")),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.noting("guest_message")),
            CommandHandler("ask", self.noting("command")),
            MessageHandler(filters.TEXT, self.noting("message")),
        ]


@pytest.mark.parametrize("field", _UPDATES)
async def test_each_update_gets_to_the_handler_of_its_kind(field: str) -> None:
    """And in every group one of any kind gets them all."""
    heard = Heard()
    heard.app.add_handlers({0: heard.handlers(), 1: [TypeHandler(Update, heard.noting("any"))]})
    await heard.app.process_update(update(field))
    assert heard.calls == [field, "any"]


async def test_the_first_that_takes_an_update_is_the_only_one_of_its_group() -> None:
    """Lower groups come first, whenever their handlers were added."""
    heard = Heard()
    heard.app.add_handlers(heard.handlers() + heard.handlers())
    await heard.app.process_update(update("message"))
    heard.app.add_handler(TypeHandler(Update, heard.noting("early")), -1)
    await heard.app.process_update(update("message"))
    assert heard.calls == ["message", "early", "message"]


async def test_a_handler_may_keep_an_update_from_the_groups_after_it() -> None:
    """No error comes of it."""
    heard = Heard()
    stop = ApplicationHandlerStop()
    heard.app.add_handlers({0: [TypeHandler(Update, heard.noting("stop", stop))]})
    heard.app.add_handlers({1: heard.handlers()})
    await heard.app.process_update(update("message"))
    assert heard.calls == ["stop"]


async def test_what_a_handler_raises_comes_through() -> None:
    """Whoever had the update handled decides what becomes of it."""
    heard = Heard()
    heard.app.add_handlers([TypeHandler(Update, heard.noting("fails", ValueError("rain")))])
    with pytest.raises(ValueError, match="rain"):
        await heard.app.process_update(update("message"))
