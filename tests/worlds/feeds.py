"""Feeds that tests follow."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from worlds.bot_process import article, finding

Entry = tuple[str, str]
"""A path, and the thing that its article is about."""


def rss(entries: Sequence[Entry], root: str, *, twist: str = "", whole: bool = True) -> bytes:
    """Write a feed, the newest entry first as feeds are; ``twist`` stands for eleven."""
    items = []
    for number, (path, thing) in enumerate(entries):
        title, *_ = article(thing).splitlines()
        text = finding(thing).replace("eleven", twist or "eleven")
        body = f"<p>{text}</p><p>Divers will examine the {thing} before the fleet returns.</p>"
        content = f"<content:encoded>{escape(body)}</content:encoded>" if whole else ""
        items.append(
            f"<item><title>{title}</title><link>{root}{path}</link><guid>{root}{path}</guid>"
            f"<pubDate>Sun, 12 May 2024 {len(entries) - number:02}:00:00 GMT</pubDate>"
            f"<description>{escape(text)}</description>{content}</item>"
        )
    return (
        '<?xml version="1.0"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Kelm Courier</title><link>{root}/</link>{''.join(items)}</channel></rss>"
    ).encode()
