"""Where the database is: the URL of the setting, and how it may be shown.

``postgresql://user:password@host:port/database?search_path=SCHEMA&connections=N``; what is left
out comes from the environment as libpq reads it (PGHOST, PGUSER, PGPASSWORD, ~/.pgpass), and other
parameters, such as ``sslmode``, go to the driver. A database may hold several stories, one a
schema.
"""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from storybot.model.errors import SettingError

SCHEME = "postgresql://"
_CONNECTIONS = 8
"""Of one process; PostgreSQL takes 100 in all if nothing else is set."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Target:
    """A database to connect to."""

    dsn: str
    """For the driver, with the password; never to be shown."""
    shown: str
    """For messages: without user, password and parameters."""
    connections: int = _CONNECTIONS
    """The most that one process opens in its pool."""

    @classmethod
    def of(cls, url: str) -> Self:
        """Read a URL.

        Raises:
            SettingError: it is none of a PostgreSQL database.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
        except ValueError:
            parts, query = None, {}
        if parts is None or not url.startswith(SCHEME):
            raise SettingError(
                "STORYBOT_DATABASE: is not a PostgreSQL URL; it looks like"
                " postgresql://storybot@localhost/storybot."
            ) from None
        most = query.pop("connections", str(_CONNECTIONS))
        if not re.fullmatch(r"[1-9]\d{0,3}", most) or int(most) < _FEWEST:
            raise SettingError(
                f"STORYBOT_DATABASE: connections={most} is not a number of connections from"
                f" {_FEWEST} up."
            )
        place = f"{host or 'the default host'}{f':{port}' if port else ''}"
        shown = f"{parts.path.removeprefix('/') or 'the default database'} at {place}"
        return cls(urlunsplit(parts._replace(query=urlencode(query))), shown, int(most))
