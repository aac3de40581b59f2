"""The FeedStore protocol: feeds that are followed, and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import ValidationError

from storybot.model.error_data import ErrorData


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed that is followed, and how it was the last time."""

    url: str
    name: str
    """What it calls itself; empty before it was read."""
    actor: str
    """Who follows it, as the audit names actors."""
    since: datetime
    due: datetime
    """When it is to be fetched next."""
    fetched: datetime | None = None
    """When it was last read, or found to be unchanged."""
    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    """Failures since then."""
    trouble: ErrorData | None = None
    """Why the last one failed."""


class FeedStore(Protocol):
    """Feeds by address; each method raises `StoreError`."""

    async def follow(self, url: str, name: str, actor: str) -> bool:
        """Follow a feed from now on; False if it is followed already."""
        ...

    async def stop(self, url: str) -> bool:
        """Stop following a feed and forget its items; False if it was not followed."""
        ...

    async def feeds(self) -> list[FollowedFeed]:
        """Return the feeds in the order in which they were followed."""
        ...

    async def update(self, feed: FollowedFeed) -> None:
        """Record how a feed was this time, unless it is no longer followed."""
        ...

    async def items(self, url: str) -> dict[str, str]:
        """Return the hash of each item that was dealt with, by the item's source."""
        ...

    async def note_items(self, url: str, hashes: Mapping[str, str]) -> None:
        """Record that items were dealt with, unless the feed is no longer followed."""
        ...


def written_trouble(trouble: ErrorData | None) -> str:
    """Return what is stored of a trouble; empty for none."""
    return trouble.model_dump_json() if trouble else ""


def read_trouble(stored: str) -> ErrorData | None:
    """Read a trouble as it is stored; as a text without a code, before there was more."""
    if not stored:
        return None
    try:
        return ErrorData.model_validate_json(stored)
    except ValidationError:
        return ErrorData(message=stored)
