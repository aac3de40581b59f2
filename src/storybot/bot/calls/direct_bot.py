"""The library's bot, with a short way for the calls that readers wait for.

The library makes a call of objects, which are made, copied with the defaults, searched for files
and made into JSON again, and reads the whole message that was sent, the question included. For a
message with buttons that takes several times as long as to send it. So answers are made as the JSON
that is sent, and of what was sent only the place is read.
"""

from typing import Any

from telegram import Bot, Message
from telegram.ext import ExtBot

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.calls.received_objects import read_message
from storybot.bot.calls.transport import form

_SAID = frozenset(
    ("text", "entities", "link_preview_options", "reply_markup", "reply_to_message", "quote")
)
"""What a sent message repeats of its call, or of the message that it replies to."""


class DirectBot(ExtBot[None]):
    """A bot whose calls may be JSON already."""

    async def call(self, method: str, fields: JsonObject) -> Any:
        """Make a call when it is its turn; return its result as it came.

        Raises:
            TelegramError: Telegram refuses it, or nobody can tell whether it was carried out.
        """
        if self.rate_limiter is None:
            return await self._post_fields(method, fields)
        turn = self.rate_limiter.process_request
        return await turn(self._post_fields, (method, fields), {}, method, fields, None)

    async def send(self, fields: JsonObject) -> Message:
        """Send a text; return the message, without what it says.

        Raises:
            TelegramError: Telegram refuses it, or nobody can tell whether it arrived.
        """
        sent = await self.call("sendMessage", fields)
        place = {name: value for name, value in sent.items() if name not in _SAID}
        return read_message(place, self)

    async def _post_fields(self, method: str, fields: JsonObject) -> Any:
        return await self.request.post(f"{self.base_url}/{method}", form(fields))


def direct(bot: Bot) -> DirectBot:
    """Return the bot of an update, which is the application's.

    Raises:
        TypeError: it is another one.
    """
    if not isinstance(bot, DirectBot):
        raise TypeError(bot)
    return bot
