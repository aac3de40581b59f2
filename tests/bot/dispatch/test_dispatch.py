"""Parts of the bot on their own: filters and commands."""

from typing import Any

import pytest
from telegram import Update
from telegram.ext import filters

from storybot.bot.dispatch.commands import Command
from storybot.bot.dispatch.filters import EDITED, PLAIN, TOLD_IN_PRIVATE, Let
from storybot.bot.handlers.moderation.uploads import split_target

ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
CHANNEL = {"id": -100, "type": "channel", "title": "News"}
GROUP = {"id": -5, "type": "supergroup", "title": "Readers"}
PLAIN_MESSAGE = {"message_id": 1, "date": 1, "chat": GROUP, "from": ADA, "text": "/add"}


def update(kind: str = "message", chat: int = -5, **fields: Any) -> Update:
    """Make an update with a message."""
    message = PLAIN_MESSAGE | {"chat": GROUP | {"id": chat}} | fields
    made = Update.de_json({"update_id": 1, kind: message}, None)
    assert made
    return made


def origin(**fields: Any) -> dict[str, Any]:
    """Make a message forwarded."""
    return {"forward_origin": {"type": "user", "date": 1, "sender_user": ADA} | fields}


OTHERS = {
    "edited": ("edited_message", {}),
    "forwarded": ("message", origin()),
    "anonymous admin": ("message", {"sender_chat": GROUP, "from": ADA | {"is_bot": True}}),
    "in the name of a channel": ("message", {"sender_chat": CHANNEL}),
    "automatic forward": ("message", {"is_automatic_forward": True}),
    "via a bot": ("message", {"via_bot": {"id": 9, "is_bot": True, "first_name": "b"}}),
    "by a bot": ("message", {"from": {"id": 9, "is_bot": True, "first_name": "b"}}),
    "channel post": ("channel_post", {"chat": CHANNEL}),
    "edited channel post": ("edited_channel_post", {"chat": CHANNEL}),
    "business": ("business_message", {}),
    "guest": ("guest_message", {}),
}


def test_a_plain_message_is_taken() -> None:
    """What a person just wrote may be a command."""
    assert PLAIN.check_update(update())


@pytest.mark.parametrize(("kind", "fields"), OTHERS.values(), ids=OTHERS)
def test_nothing_else_is_taken(kind: str, fields: dict[str, Any]) -> None:
    """What was edited, forwarded, or written in another's name is never a command."""
    assert not PLAIN.check_update(update(kind, **fields))


@pytest.mark.parametrize(
    ("text", "target", "rest"),
    [
        ("/add", None, ""),
        ("/add Headline\n\nText.", None, "Headline\n\nText."),
        ("/add 7", "7", ""),
        ("/add 7\nHeadline\n\nText.", "7", "Headline\n\nText."),
        ("/add 7 Headline\n\nText.", "7", "Headline\n\nText."),
        ("/add\n20 people\n\nText.", None, "20 people\n\nText."),
        ("/add 20th century", None, "20th century"),
    ],
)
def test_a_number_on_the_commands_line_names_an_article(
    text: str, target: str | None, rest: str
) -> None:
    """A text that begins with a number goes below the command."""
    command = [{"type": "bot_command", "offset": 0, "length": 4}]
    message = update(text=text, entities=command).message
    assert message
    assert split_target(Command.of(message)) == (target, rest)


_WORDS = Let.message("words", lambda message: bool(message.text))


@pytest.mark.parametrize(
    ("one", "message", "edited"),
    [
        (PLAIN & _WORDS, True, False),
        (PLAIN & filters.TEXT, True, False),
        (PLAIN & (filters.PHOTO | filters.TEXT), True, False),
        (PLAIN & ~_WORDS, False, False),
        (EDITED | PLAIN, True, True),
        ((EDITED | PLAIN) & ~PLAIN, False, True),
        (filters.PHOTO | PLAIN, True, False),
    ],
    ids=str,
)
def test_filters_are_put_together_as_the_librarys_own(
    one: filters.BaseFilter, *, message: bool, edited: bool
) -> None:
    """With each other, and with those of the library on either side."""
    assert bool(one.check_update(update())) is message
    assert bool(one.check_update(update("edited_message"))) is edited


@pytest.mark.parametrize(
    ("fields", "told"), [({}, True), ({"text": None, "pinned_message": PLAIN_MESSAGE}, False)]
)
def test_news_about_a_chat_are_not_told_to_the_bot(fields: dict[str, Any], *, told: bool) -> None:
    """Such as a pinned message, which the person did not write."""
    private = {"id": 7, "type": "private"}
    made = Update.de_json({"update_id": 1, "message": PLAIN_MESSAGE | {"chat": private} | fields})
    assert bool(TOLD_IN_PRIVATE.check_update(made)) is told
