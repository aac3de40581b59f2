"""Lists of feeds as OPML, the form in which feed readers exchange them.

http://opml.org/spec2.opml
"""

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from storybot.ingest.metadata.urls import host_of
from storybot.model.errors import Refused

_MOST_BYTES = 2_000_000
_MOST_FEEDS = 1000


class ListedFeed(NamedTuple):
    """A feed of a list."""

    url: str
    name: str


def read_opml(data: bytes) -> list[ListedFeed]:
    """Return the feeds of a list, in whichever folders of it they are.

    Raises:
        Refused: it is no such list, or holds no feed.
    """
    if len(data) > _MOST_BYTES:
        raise Refused(f"The list is too long: at most {_MOST_BYTES:,} bytes are read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(f"It is no OPML: {error}. Export it from a feed reader again.") from error
    if root.tag != "opml" or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("It is no OPML. Export the list of feeds from a feed reader.")
    found: dict[str, str] = {}
    for outline in root.iter("outline"):
        url = str(outline.get("xmlUrl", "")).strip()
        if host_of(url):
            name = outline.get("title") or outline.get("text") or ""
            found.setdefault(url, " ".join(str(name).split())[:300])
    if not found:
        raise Refused("There is no feed in it: an outline with xmlUrl names one.")
    return [ListedFeed(url, name) for url, name in list(found.items())[:_MOST_FEEDS]]


def write_opml(feeds: Iterable[ListedFeed]) -> bytes:
    """Write a list of feeds."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "storybot"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.name or feed.url
        etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written
