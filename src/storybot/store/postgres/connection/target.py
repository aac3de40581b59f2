"""Where the database is: the URL of the setting, and how it may be shown.

``postgresql://user:password@host:port/database?search_path=SCHEMA&connections=N``; what is left
out comes from the environment as libpq reads it (PGHOST, PGUSER, PGPASSWORD, ~/.pgpass), and other
parameters, such as ``sslmode``, go to the driver. A database may hold several stories, one a
schema. Of several hosts, separated by commas, the one that takes changes is meant.
"""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlencode

from storybot.model.errors import SettingError

SCHEME = "postgresql://"
_HOST = r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
_URL = re.compile(
    rf"{SCHEME}(?P<user>[^@/?#]*@)?(?P<hosts>(?:{_HOST}(?:,{_HOST})*)?)"
    r"(?P<path>(?:/[^?#]*)?)(?:\?(?P<query>[^#]*))?"
)
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
        found = _URL.fullmatch(url)
        if found is None:
            raise SettingError(
                "STORYBOT_DATABASE: is not a PostgreSQL URL; it looks like"
                " postgresql://storybot@localhost/storybot."
            )
        query = dict(parse_qsl(found["query"] or "", keep_blank_values=True))
        most = query.pop("connections", str(_CONNECTIONS))
        if not re.fullmatch(r"[1-9]\d{0,3}", most) or int(most) < _FEWEST:
            raise SettingError(
                f"STORYBOT_DATABASE: connections={most} is not a number of connections from"
                f" {_FEWEST} up."
            )
        hosts = found["hosts"] or query.get("host", "")
        place = hosts.replace(",", " or ") or "the default host"
        if "," in hosts:
            query.setdefault("target_session_attrs", "primary")
        return cls(
            f"{SCHEME}{found['user'] or ''}{found['hosts']}{found['path']}"
            f"{'?' if query else ''}{urlencode(query)}",
            f"{found['path'].removeprefix('/') or 'the default database'} at {place}",
            int(most),
        )
