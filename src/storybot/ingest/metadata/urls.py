"""Validate URLs, and read the metadata in them."""

import re
from datetime import date
from urllib.parse import urlsplit

from storybot.model.errors import Refused

_DATED_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=\D)")
_LONGEST = 2000


def check_address(url: str) -> str:
    """Return the URL of a web page unchanged.

    Raises:
        Refused: it is not one.
    """
    if host_of(url) and len(url) <= _LONGEST and url.isprintable() and " " not in url:
        return url
    raise Refused(
        f"“{url[:80]}” is not the address of a web page. Send one that opens with https://."
    )


def host_of(url: str) -> str:
    """Name the host of a web page's URL, without ``www.``; empty when it has none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in {"http", "https"} else ""


def date_in_address(url: str) -> date | None:
    """Read the date that many outlets put into the path of a page's URL."""
    found = _DATED_PATH.search(f"{url}/")
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
