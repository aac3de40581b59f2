"""The short way of calls: the same JSON as the library's way, and who waits for its turn."""

import json
from typing import Any

import pytest
from telegram import Bot, Chat, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import MessageEntityType
from telegram.ext import Defaults
from telegram.request import BaseRequest, RequestData

from storybot.bot.calls.direct_bot import DirectBot, direct
from storybot.bot.dispatch.replies import reply
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.callback_data import ListSources
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Button, keyboard, keyboard_json, keyboard_markup

_ANSWERED = {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}}
_SENT = {
    **_ANSWERED,
    "message_id": 8,
    "text": "It rains.",
    "reply_to_message": _ANSWERED,
    "ephemeral_message_id": 9,
}
_TEXT = FormattedText("It rains. ") + (
    FormattedText("😀 here").within(MessageEntityType.TEXT_LINK, "https://example.com/")
)
_CODEC, _SCOPE = ButtonCodec(b"key"), ButtonScope(5, 7)
_KEYS = keyboard(
    [Button("Sources", ListSources())],
    [Button("Page", url="https://example.com/"), Button("Copy", copies="It rains.")],
)


class Recorder(BaseRequest):
    """Keeps what is called, and answers with a message."""

    read_timeout = 1.0

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Keep a call."""
        assert method == "POST"
        assert request_data
        self.calls.append((url, json.dumps(request_data.parameters)))
        return 200, json.dumps({"ok": True, "result": _SENT}).encode()


@pytest.fixture
def recorder() -> Recorder:
    """Return what records the calls."""
    return Recorder()


@pytest.fixture
def bot(recorder: Recorder) -> DirectBot:
    """Return a bot, without a limit."""
    defaults = Defaults(
        link_preview_options=LinkPreviewOptions(is_disabled=True), allow_sending_without_reply=True
    )
    return DirectBot("1:token", request=recorder, get_updates_request=Recorder(), defaults=defaults)


@pytest.mark.parametrize("quote", ["", "rain"])
@pytest.mark.parametrize("topic", [None, 3])
@pytest.mark.parametrize("text", [_TEXT, FormattedText("It rains.")], ids=["marked", "plain"])
async def test_a_reply_is_what_the_library_would_send(
    bot: DirectBot, recorder: Recorder, quote: str, topic: int | None, text: FormattedText
) -> None:
    """Byte for byte, with marks, buttons, a quote and a topic, or without."""
    place = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
    asked = Message.de_json({**_ANSWERED, **place}, bot)
    await reply(asked, text, keyboard_json(_KEYS, _CODEC, _SCOPE), quote=quote)
    await bot.send_message(
        5,
        text.text,
        entities=text.entities,
        reply_markup=keyboard_markup(_KEYS, _CODEC, _SCOPE),
        message_thread_id=topic,
        reply_parameters=ReplyParameters(7, allow_sending_without_reply=True, quote=quote or None),
    )
    ours, theirs = recorder.calls
    assert ours == theirs


async def test_of_what_was_sent_the_place_is_read(bot: DirectBot) -> None:
    """Chat and numbers, those too that the library does not know; not the question again."""
    sent = await bot.send({"chat_id": 5, "text": "It rains."})
    assert (sent.message_id, sent.chat.type) == (8, Chat.PRIVATE)
    assert sent.api_kwargs == {"ephemeral_message_id": 9}
    assert sent.text is None
    assert sent.reply_to_message is None
    assert sent.get_bot() is bot


def test_a_bot_that_is_not_the_applications_is_refused() -> None:
    """It has no short way, and is none of ours."""
    with pytest.raises(TypeError):
        direct(Bot("1:token"))
