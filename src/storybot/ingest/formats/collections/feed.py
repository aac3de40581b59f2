"""Read the items of an RSS or Atom feed."""

import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from storybot.ingest.metadata.dates import find_date
from storybot.ingest.metadata.urls import host_of
from storybot.model.errors import Refused

_OWN_ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_MOST_ITEMS = 500


@dataclass(frozen=True)
class Item:
    """An item as its feed gives it; ``html`` is its content, or its summary where it has none."""

    source: str
    title: str
    html: str
    url: str | None
    authors: tuple[str, ...]
    published: datetime | None
    whole: bool
    """Whether the feed holds the article, and not only a summary of it."""


@dataclass(frozen=True)
class Feed:
    """A feed's name and items."""

    name: str
    items: tuple[Item, ...]


def read_feed(data: bytes, name: str) -> Feed:
    """Read a feed.

    Raises:
        Refused: it has entities of its own, which only attacks have, or no item.
    """
    if _OWN_ENTITIES.search(data):
        raise Refused(
            f"{name} is too involved: no feed is built like that. Send the article's text.",
            "file_too_involved",
            name=name,
        )
    import feedparser  # noqa: PLC0415  only for feeds

    feedparser.RESOLVE_RELATIVE_URIS = True
    parsed = feedparser.parse(data)
    items = tuple(_items(parsed.entries[:_MOST_ITEMS], name))
    if not items:
        raise Refused(
            f"{name} is a feed without items. Send the address of an article of it.",
            "feed_empty",
            name=name,
        )
    return Feed(" ".join(str(parsed.feed.get("title", "")).split()), items)


def _items(entries: list[Any], name: str) -> Iterator[Item]:
    for number, entry in enumerate(entries, 1):
        contents = [part.get("value", "") for part in entry.get("content", ())]
        whole = max(contents, key=len, default="")
        link = str(entry.get("link", ""))
        url = link if host_of(link) and link.isprintable() and " " not in link else None
        title = " ".join(str(entry.get("title", "")).split())
        names = [str(a.get("name", "")) for a in entry.get("authors", ()) if a.get("name")]
        yield Item(
            source=url or f"{name}#{entry.get('id') or number}",
            title=title,
            html=whole or str(entry.get("summary", "")),
            url=url,
            authors=tuple(dict.fromkeys(names)),
            published=_published(entry),
            whole=bool(whole),
        )


def _published(entry: Any) -> datetime | None:
    """Read the date with its zone: feedparser takes zones that it does not know for UTC."""
    for key in ("published", "updated", "created"):
        found = find_date(str(entry.get(key, "")))
        if found and isinstance(found.when, datetime) and found.when.tzinfo:
            return found.when
        if entry.get(f"{key}_parsed"):
            return datetime.fromtimestamp(timegm(entry[f"{key}_parsed"]), UTC)
    return None
