"""The output of both markup parsers: a text, and marks over it."""

import re
from contextlib import suppress

from storybot.playground.objects.bot_api_objects import MessageEntity, User
from storybot.playground.objects.links import WrongLinkError, checked_link
from storybot.playground.objects.utf16 import Ruler

_USER_LINK = re.compile(r"tg://user/?\?id=(\d{1,15})")
_EMOJI_LINK = re.compile(r"tg://emoji/?\?id=(\d{1,20})")


class MarkupError(Exception):
    """The markup is wrong; the words are Telegram's."""


class Marks:
    """The text so far and the entities over it."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._marks: list[tuple[int, int, dict[str, object]]] = []
        self.length = 0
        """In code points."""

    def write(self, text: str) -> None:
        """Add to the text."""
        self._text.append(text)
        self.length += len(text)

    def since(self, start: int) -> str:
        """Return the text written since it had that length."""
        return "".join(self._text)[start:]

    def mark(self, kind: str, start: int, **details: object) -> None:
        """Mark the text written since; skip an empty mark."""
        if start < self.length:
            self._marks.append((start, self.length, {"type": kind, **details}))

    def link(self, start: int, url: str) -> None:
        """Mark a link, or a person by a ``tg://user`` link; ignore an invalid link."""
        if person := _USER_LINK.fullmatch(url):
            self.mark("text_mention", start, user=User(id=int(person[1])))
        else:
            with suppress(WrongLinkError):
                self.mark("text_link", start, url=checked_link(url))

    def emoji(self, start: int, emoji_id: str) -> None:
        """Mark a custom emoji.

        Raises:
            MarkupError: the id is no number.

        """
        if not emoji_id.isdecimal():
            raise MarkupError("Invalid custom emoji identifier specified")
        self.mark("custom_emoji", start, custom_emoji_id=emoji_id)

    def result(self) -> tuple[str, tuple[MessageEntity, ...]]:
        """Return the text and its entities in UTF-16 units."""
        text = "".join(self._text)
        ruler = Ruler(text)
        entities = [
            MessageEntity.model_validate(
                {
                    **details,
                    "offset": ruler.unit(start),
                    "length": ruler.unit(end) - ruler.unit(start),
                }
            )
            for start, end, details in self._marks
        ]
        return text, tuple(entities)


def emoji_id(url: str) -> str:
    """Return the id in a custom emoji's link.

    Raises:
        MarkupError: it is another link.

    """
    found = _EMOJI_LINK.fullmatch(url)
    if not found:
        raise MarkupError("Custom emoji URL must have scheme tg")
    return found[1]
