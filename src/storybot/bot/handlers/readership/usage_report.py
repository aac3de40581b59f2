"""The /stats command: how much readers ask, and how well they are answered, with a picture."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from telegram import Message, ReplyParameters
from telegram.error import ChatMigrated

from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.readership.gap_card import SPANS, count_doors
from storybot.bot.handlers.readership.usage_picture import usage_picture
from storybot.bot.locales.catalogue import Catalogue
from storybot.corpus.desk.usage import Usage, usage_of
from storybot.store.readers.question_log import QuestionLog

_DEFAULT_DAYS = 30
_SQUARES = "🟦🟩🟧🟪"


class UsageReport:
    """Sums up what was asked; it names no reader and no question."""

    def __init__(self, log: QuestionLog, permissions: Permissions, locales: Locales) -> None:
        self._log = log
        self._permissions = permissions
        self._locales = locales

    def handlers(self) -> Handlers:
        """Return the handler of the command."""
        return [on_command("stats", self._permissions.for_moderators(self._show), PLAIN)]

    async def _show(self, command: Command) -> None:
        message, text = command.message, command.text.strip()
        days = int(text) if text in {str(span) for span in SPANS} else _DEFAULT_DAYS
        words = await self._locales.to(command)
        now = datetime.now(UTC)
        begin = datetime.combine(now.date() - timedelta(days=days - 1), datetime.min.time(), UTC)
        usage = usage_of(await self._log.since(begin), now.date(), days)
        if not usage.asked:
            span = words.count(words.say.days, days)
            await reply(message, words.say.moderating.stats_none.format(days=span))
            return
        doors = count_doors(usage.doors, words)
        picture = await asyncio.to_thread(usage_picture, usage, [count for _, count in doors])
        await _send(message, picture, usage_caption(usage, words))


async def _send(message: Message, picture: bytes, caption: str) -> None:
    """Reply with the picture; where the group is a supergroup by now, send it there."""
    send = partial(message.get_bot().send_photo, caption=caption, filename="stats.png")
    try:
        await send(
            message.chat_id,
            picture,
            message_thread_id=message.message_thread_id if message.is_topic_message else None,
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        )
    except ChatMigrated as moved:
        await send(moved.new_chat_id, picture)


def usage_caption(usage: Usage, words: Catalogue) -> str:
    """Say what the picture shows, and the sums."""
    say = words.say.moderating
    span = words.count(words.say.days, len(usage.days))
    readers = words.count(say.gap_readers, usage.readers)
    share = round(100 * usage.answered / usage.asked)
    doors = "  ".join(
        f"{square} {name} {count}"
        for square, (name, count) in zip(_SQUARES, count_doors(usage.doors, words), strict=True)
    )
    questions = words.count(say.stats_questions, usage.asked)
    lines = (
        f"{span}: {questions}, {readers}. 👍 {usage.up} 👎 {usage.down}",
        f"① {say.stats_days}",
        f"② {say.stats_share.format(share=share)}",
        f"③ {say.stats_doors}: {doors}",
        f"④ {say.stats_times.format(median=_ms(usage.median_ms), slow=_ms(usage.slow_ms))}",
    )
    return "\n".join(lines)


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.0f}"
