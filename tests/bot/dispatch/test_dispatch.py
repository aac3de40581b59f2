"""Parts of the bot on their own: filters and commands."""

from typing import Any

import pytest
from telegram import Update

from storybot.bot.dispatch.commands import Command
from storybot.bot.dispatch.filters import PLAIN
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
