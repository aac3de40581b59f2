"""How many questions one reader may ask."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Bot, Update
from telegram.ext import ApplicationHandlerStop

from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.questions.question_limit import Kind, QuestionLimit
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory

ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
PRIVATE = {"id": 7, "type": "private"}
_GROUP = -7
GROUP = {"id": _GROUP, "type": "group", "title": "Readers"}


def text(chat: dict[str, Any], words: str = "Who?", **more: Any) -> dict[str, Any]:
    """Write a message as Telegram does."""
    return {"message_id": 1, "date": 1, "chat": chat, "from": ADA, "text": words, **more}


COMMAND = {"entities": [{"type": "bot_command", "offset": 0, "length": 4}]}
MENTION = {"entities": [{"type": "mention", "offset": 0, "length": 10}]}
BOT = {"id": 1, "is_bot": True, "first_name": "Story"}
REPLY = text(GROUP, reply_to_message=text(GROUP) | {"from": BOT})
_US = cast("Bot", SimpleNamespace(id=1, username="story_bot", defaults=None))
PRESS = {"id": "1", "from": ADA, "chat_instance": "1", "data": "1:see:0"}
QUERY = {"id": "1", "from": ADA, "query": "?", "offset": ""}


def test_who_waits_for_answers_never_asks_too_much() -> None:
    """A burst and then a question a second is what the bot can answer."""
    now = 0.0
    quota = QuestionLimit(lambda: now)
    for _ in range(60):
        assert quota.excess(7) == 0
    for _ in range(600):
        now += 1
        assert quota.excess(7) == 0


def test_who_asks_too_much_is_told_once() -> None:
    """Others are not concerned, and after a minute all is well again."""
    now = 0.0
    quota = QuestionLimit(lambda: now)
    assert [quota.excess(7) for _ in range(122)][-3:] == [0, 1, 2]
    assert quota.excess(8) == 0
    now = 61
    assert quota.excess(7) == 0


def test_readers_are_forgotten() -> None:
    """Memory does not grow with everybody who ever asked."""
    now = 0.0
    quota = QuestionLimit(lambda: now)
    for reader in range(5000):
        now += 1
        quota.excess(reader)
    assert len(quota._asked) < 1100


@pytest.mark.parametrize(
    ("field", "content", "kind"),
    [
        ("message", text(PRIVATE), Kind.QUESTION),
        ("message", text(PRIVATE, "/ask Who?", **COMMAND), Kind.QUESTION),
        ("message", text(GROUP, "/ask Who?", **COMMAND), Kind.GROUP_QUESTION),
        ("message", text(GROUP, "@story_bot who?", **MENTION), Kind.GROUP_QUESTION),
        ("message", text(GROUP, "who?"), Kind.QUESTION),
        ("message", REPLY, Kind.GROUP_QUESTION),
        ("edited_message", text(PRIVATE, edit_date=2), Kind.QUESTION),
        ("edited_message", REPLY | {"edit_date": 2}, Kind.GROUP_QUESTION),
        ("edited_message", text(GROUP, "who?", edit_date=2), Kind.QUESTION),
        ("guest_message", text(GROUP, guest_query_id="1"), Kind.QUESTION),
        ("callback_query", PRESS, Kind.BUTTON),
        ("callback_query", PRESS | {"message": text(PRIVATE)}, Kind.BUTTON),
        ("callback_query", PRESS | {"message": text(GROUP)}, Kind.GROUP_BUTTON),
        ("inline_query", QUERY, Kind.INLINE),
    ],
)
async def test_every_way_in_is_limited(field: str, content: dict[str, Any], kind: Kind) -> None:
    """Who has asked too much is not answered, whichever way the next question comes in."""
    memory = await SQLiteReaderMemory.open(":memory:")
    quota = QuestionLimit(lambda: 0.0)
    (handler,) = quota.handlers(Locales(memory))
    update = Update.de_json({"update_id": 1, field: content}, _US)
    await handler.callback(update, None)
    group = _GROUP if kind in {Kind.GROUP_QUESTION, Kind.GROUP_BUTTON} else 0
    while quota.excess(7, kind, group) < 2:
        pass
    with pytest.raises(ApplicationHandlerStop):
        await handler.callback(update, None)
    await memory.close()


@pytest.mark.parametrize("kind", [Kind.GROUP_QUESTION, Kind.GROUP_BUTTON])
def test_one_member_leaves_a_group_some_of_its_messages(kind: Kind) -> None:
    """Each may cost one of the twenty that Telegram lets a bot send there in a minute."""
    quota = QuestionLimit(lambda: 0.0)
    asked = [quota.excess(7, kind, -7) for _ in range(17)]
    assert asked == [0] * 15 + [1, 2]
    assert quota.excess(8, kind, -7) == 0
    assert quota.excess(7, kind, -8) == 0
    assert quota.excess(7, Kind.BUTTON) == quota.excess(7) == 0


async def test_other_commands_are_not_counted() -> None:
    """Moderators may add many articles in a minute; the cap of a chat's queue holds them, too."""
    memory = await SQLiteReaderMemory.open(":memory:")
    quota = QuestionLimit(lambda: 0.0)
    (handler,) = quota.handlers(Locales(memory))
    content = text(PRIVATE, "/add The bridge", **COMMAND)
    update = Update.de_json({"update_id": 1, "message": content}, None)
    for _ in range(200):
        await handler.callback(update, None)
    assert quota.excess(7) == 0
    await memory.close()
