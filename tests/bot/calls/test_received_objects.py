"""Updates and messages as the library reads them, whichever way they are read."""

from typing import Any

import pytest
from telegram import Message, Update

from storybot.bot.calls.direct_bot import DirectBot
from storybot.bot.calls.received_objects import read_message, read_update

_ADA = {"id": 5, "is_bot": False, "first_name": "Ada", "language_code": "en", "is_premium": True}
_MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1_700_000_000,
    "chat": {"id": 5, "type": "private", "first_name": "Ada"},
    "from": _ADA,
    "text": "Rain? @ada",
}
_MENTION = {"type": "mention", "offset": 6, "length": 4}
_MESSAGES = {
    "text": _MESSAGE,
    "marked": _MESSAGE | {"entities": [_MENTION]},
    "without words": {"message_id": 1, "date": 1, "chat": _MESSAGE["chat"]},
    "reply": _MESSAGE | {"reply_to_message": _MESSAGE},
    "of a topic": _MESSAGE | {"message_thread_id": 3, "is_topic_message": True},
    "newer than the library": _MESSAGE | {"rich_message": {"blocks": []}},
    "gone": {"message_id": 1, "date": 0, "chat": _MESSAGE["chat"]},
}
_QUERY = {"id": "1", "from": _ADA, "query": "rain", "offset": "", "chat_type": "sender"}
_UPDATES: dict[str, dict[str, Any]] = {
    "message": {"message": _MESSAGE},
    "inline query": {"inline_query": _QUERY},
    "edit": {"edited_message": _MESSAGE},
    "two of them": {"message": _MESSAGE, "inline_query": _QUERY},
    "newer than the library": {"dream": {"of": "rain"}},
    "nothing": {},
}
_BOT = DirectBot("1:token")


@pytest.mark.parametrize("message", _MESSAGES.values(), ids=_MESSAGES)
def test_a_message_is_read_as_the_library_reads_it(message: dict[str, Any]) -> None:
    """With every field, and what the library does not know."""
    ours, theirs = read_message(message, _BOT), Message.de_json(message, _BOT)
    assert _all(ours) == _all(theirs)
    assert ours.get_bot() is ours.chat.get_bot() is _BOT


@pytest.mark.parametrize("update", _UPDATES.values(), ids=_UPDATES)
def test_an_update_is_read_as_the_library_reads_it(update: dict[str, Any]) -> None:
    """Of whichever kind it is, also of one that comes later."""
    update = {"update_id": 7} | update
    ours, theirs = read_update(update, _BOT), Update.de_json(update, _BOT)
    assert _all(ours) == _all(theirs)
    assert ours.get_bot() is _BOT


def _all(read: Message | Update) -> dict[str, Any]:
    return {**read.to_dict(), **read.api_kwargs}
