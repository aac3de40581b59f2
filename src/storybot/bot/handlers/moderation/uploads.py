"""Read the article that came with a command: pasted, replied to, or in a file."""

import asyncio
import re
from pathlib import PurePosixPath

from telegram import Document as File
from telegram import Message
from telegram.constants import MessageLimit
from telegram.error import TelegramError

from storybot.bot.dispatch.commands import Command
from storybot.bot.dispatch.message_words import text_of
from storybot.bot.locales.moderator_messages import Moderating
from storybot.ingest.reading import (
    MAX_FILE_BYTES,
    is_address,
    read_address,
    read_all,
    read_text,
    too_large,
)
from storybot.ingest.results import Article, Note, Reading
from storybot.model.errors import Refused

_TARGET = re.compile(r"([0-9]{1,18})(?:\s+|$)(.*)", re.DOTALL)
_LONG = MessageLimit.MAX_TEXT_LENGTH - 100
"""A message nearly as long as Telegram allows: the rest may have become another one."""
_MOST_CARDS = 5
"""Articles of one file that are shown for confirmation, each on a card of its own."""


def split_target(command: Command) -> tuple[str | None, str]:
    """Split the id of an article, where the command's own line begins with one, from the text."""
    found = _TARGET.fullmatch(command.line)
    if not found:
        return None, command.text
    return found[1], f"{found[2]}\n{command.body}".strip()


def may_be_cut(command: Command, text: str) -> bool:
    """Tell whether the text was so long that Telegram may have cut it in two."""
    answered = command.message.reply_to_message
    return len(text or (text_of(answered) if answered else "")) >= _LONG


async def read_articles(command: Command, text: str, say: Moderating) -> tuple[Article, ...]:
    """Read the file, the page, the text, or the message replied to, whichever there is first.

    Raises:
        Refused: there is none, or it is not an article that can be taken.
    """
    message, answered = command.message, command.message.reply_to_message
    if message.document:
        return await _read_file(message, message.document, say)
    if text:
        return await _read_text(text, message)
    if answered and answered.document:
        return await _read_file(answered, answered.document, say)
    if answered and (written := text_of(answered)):
        return await _read_text(written, answered)
    raise Refused(say.add_usage)


async def _read_text(text: str, message: Message) -> tuple[Article, ...]:
    if is_address(text):
        return _few(await read_address(text.strip(), now=message.date), text.strip())
    source = f"telegram:{message.chat_id}/{message.message_id}"
    document = await asyncio.to_thread(read_text, text, source=source, now=message.date)
    return (Article.of(document),)


async def _read_file(message: Message, file: File, say: Moderating) -> tuple[Article, ...]:
    name = _base_name(file.file_name or "") or "file"
    if file.file_size is None or file.file_size > MAX_FILE_BYTES:
        raise too_large(name)
    try:
        remote = await file.get_file()
        data = bytes(await remote.download_as_bytearray())
    except TelegramError as error:
        raise Refused(say.not_fetched) from error
    reading = await asyncio.to_thread(read_all, data, name=name, source=name, now=message.date)
    return _few(reading, name)


def _few(reading: Reading, name: str) -> tuple[Article, ...]:
    """Return the articles of a source, as many as may be shown one by one.

    Raises:
        Refused: it holds more, or none.
    """
    if not reading.articles:
        raise reading.refused[0].error
    if len(reading.articles) > _MOST_CARDS:
        raise Refused(
            f"{name} holds {len(reading.articles)} articles. Send at most {_MOST_CARDS} at once.",
            "several_articles",
            name=name,
            count=len(reading.articles),
            most=_MOST_CARDS,
        )
    first, *rest = reading.articles
    unread = (Note(code=r.code, message=r.message, values=r.values) for r in reading.refused)
    return (first.model_copy(update={"notes": (*first.notes, *unread)}), *rest)


def _base_name(name: str) -> str:
    """Return the last part of a file name, which a client may have sent with folders."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in base if c.isprintable())[-200:]
