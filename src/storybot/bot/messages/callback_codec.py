"""Sign callback data, and verify it: a button acts only where and for whom it was made.

Telegram keeps 64 bytes a button and gives back whatever a client sends, so the code (HMAC-SHA256,
60 bits) covers verb, arguments, chat, the message that the button's own message replies to and, for
moderators' buttons, the person: ``2<code><reply-to>:<verb>:<arguments>``. The leading digit is the
version of this format; a button of another one is out of date.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from typing import NamedTuple

from telegram.constants import InlineKeyboardButtonLimit

from storybot.bot.messages.callback_data import VERBS, ButtonData
from storybot.bot.messages.callback_fields import base36

_VERSION = "2"
_CODE = 10
_WIRE = re.compile(
    rf"{_VERSION}(?P<code>[\w-]{{{_CODE}}})"
    r"(?P<signed>(?P<reply_to>[0-9a-z]{0,12}):(?P<verb>[a-z]{1,10})(?P<arguments>:.*)?)",
    re.ASCII,
)


class ButtonScope(NamedTuple):
    """The chat, message and person that a button is bound to."""

    chat: int | None = None
    """None for an inline message, whose chat the bot does not know."""
    reply_to: int = 0
    """The message that the button's own message replies to; 0 for none."""
    person: int = 0
    """Whom it was shown to; only personal buttons are bound to it."""

    def moved(self, chat: int) -> "ButtonScope":
        """Return it for the supergroup that its chat became, where nothing is replied to."""
        return self._replace(chat=chat, reply_to=0)


class ButtonCodec:
    """Writes the data of buttons with their codes, and reads only what it wrote itself."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod="sha256")
        """Copied for each code: to begin with the key costs several times as much."""

    def encode(self, data: ButtonData, scope: ButtonScope) -> str:
        """Return the text that a button carries."""
        signed = f"{base36(scope.reply_to) if scope.reply_to else ''}:{data.payload}"
        return f"{_VERSION}{self._code(signed, type(data), scope.chat, scope.person)}{signed}"

    def parse(
        self, text: str, chat: int | None, person: int
    ) -> tuple[ButtonData, ButtonScope] | None:
        """Read what a person sent from a chat; None for what was not written for both."""
        found = _WIRE.fullmatch(text)
        kind = VERBS.get(found["verb"]) if found else None
        if not found or not kind:
            return None
        code = self._code(found["signed"], kind, chat, person)
        if not hmac.compare_digest(code, found["code"]):
            return None
        try:
            data = kind.read((found["arguments"] or "").split(":")[1:])
        except ValueError:
            return None
        return data, ButtonScope(chat, int(found["reply_to"] or "0", 36), person)

    def _code(self, signed: str, kind: type[ButtonData], chat: int | None, person: int) -> str:
        where = "inline" if chat is None else str(chat)
        bound = f"{where}:{person if kind.personal else ''}:{signed}"
        code = self._keyed.copy()
        code.update(bound.encode())
        return urlsafe_b64encode(code.digest())[:_CODE].decode()


def verb_of(text: str) -> str:
    """Return the verb of a button's data, before anything of it is trusted; empty for none."""
    found = _WIRE.fullmatch(text)
    return found["verb"] if found else ""


def fits_inline(data: ButtonData) -> bool:
    """Tell whether a button under an inline message can carry the data."""
    size = len(_VERSION) + _CODE + len(":") + len(data.payload)
    return size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
