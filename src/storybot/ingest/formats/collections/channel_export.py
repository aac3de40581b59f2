"""Read the posts of a channel from the JSON that Telegram Desktop exports."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from storybot.model.errors import Refused

_LEAST_WORDS = 4
_CHANNEL = -1_000_000_000_000
"""What Telegram's interface for bots adds to the number of a channel."""


class Piece(BaseModel):
    """A run of formatted text in a post."""

    model_config = ConfigDict(extra="ignore")
    text: str = ""


class Post(BaseModel):
    """A post; service messages and what has no text are passed over."""

    model_config = ConfigDict(extra="ignore")
    id: int
    type: str = "message"
    date: datetime | None = None
    date_unixtime: int | None = None
    text: str | list[str | Piece] = ""
    author: str | None = None
    forwarded_from: str | None = None

    @property
    def words(self) -> str:
        """Text of the post, without its formatting."""
        if isinstance(self.text, str):
            return self.text.strip()
        return "".join(p if isinstance(p, str) else p.text for p in self.text).strip()

    @property
    def posted(self) -> datetime | None:
        """When it was posted, with the zone where the export gives one."""
        if self.date_unixtime is not None:
            return datetime.fromtimestamp(self.date_unixtime, UTC)
        return self.date


class Channel(BaseModel):
    """A channel's export."""

    model_config = ConfigDict(extra="ignore")
    name: str | None = ""
    id: int = 0
    type: str = ""
    messages: list[Post]


def read_channel(text: str, name: str) -> Channel:
    """Read an export.

    Raises:
        Refused: it is none of Telegram's.
    """
    try:
        return Channel.model_validate(json.loads(text))
    except (ValidationError, ValueError, RecursionError) as error:
        raise Refused(
            f"{name} is JSON, but no export of a channel that Telegram Desktop writes. Export it "
            "again as machine-readable JSON.",
            "no_export",
            name=name,
        ) from error


def posts_of(channel: Channel) -> Iterator[tuple[str, Post]]:
    """Yield the posts that say something, with the source that each is known by."""
    for post in channel.messages:
        if post.type == "message" and len(post.words.split()) >= _LEAST_WORDS:
            yield (
                f"telegram:{_CHANNEL - channel.id if channel.id > 0 else channel.id}/{post.id}",
                post,
            )
