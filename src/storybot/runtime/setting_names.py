"""The names of the settings, known without reading them, and what was meant as one and is none.

A misspelt name, or a time zone that there is not, has no effect, so without a word the bot would
run with a default instead of what its operator wrote. It is a notice, not an error: a name may
belong to another program or version.

Where nothing is set that could be wrong, a story is opened without the class that checks settings
and the library behind it, which take a sixth of the time until `storybot ask` has answered.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

NAMES = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "STORYBOT_DATABASE",
    "STORYBOT_INDEX",
    "STORYBOT_CORPUS",
    "STORYBOT_MISSING_FILES",
    "STORYBOT_WATCH",
    "STORYBOT_FEED_MINUTES",
    "STORYBOT_TIMEZONE",
    "STORYBOT_THRESHOLD",
    "STORYBOT_OWNERS",
    "STORYBOT_LOG_CHANNEL",
    "STORYBOT_HTTP",
    "STORYBOT_WEBHOOK_URL",
    "STORYBOT_WEBHOOK_SECRET",
    "STORYBOT_ANALYSERS",
    "STORYBOT_WORKERS",
    "STORYBOT_RETENTION_DAYS",
    "STORYBOT_BACKUPS",
    "STORYBOT_BACKUP_HOURS",
    "STORYBOT_BACKUPS_KEPT",
    "STORYBOT_CORRECTION_DAYS",
    "STORYBOT_LOG_LEVEL",
    "STORYBOT_LOG_FORMAT",
)
"""All settings, in the order of their class."""
SECRETS = ("TELEGRAM_BOT_TOKEN", "STORYBOT_WEBHOOK_SECRET", "STORYBOT_DATABASE", "STORYBOT_INDEX")
"""Settings that a file may hold instead: `NAME_FILE`."""
DATABASE, INDEX, THRESHOLD, ANALYSERS = "sqlite:///storybot.db", "embedded:", 0.5, 0
"""The defaults of what opens a story."""
_PLAIN = ("STORYBOT_DATABASE", "STORYBOT_INDEX")
"""Settings that any text may stand in."""
_DOTENV = Path(".env")
_OURS = "STORYBOT_"
_LIKENESS = 0.8
"""Of two names, from which one is taken for a slip of the other."""
_CODE = re.compile(r"(<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})[+-]?\d.*|[A-Z]{3,5}")
"""A zone written as POSIX does, such as ``CET-1CEST,M3.5.0,M10.5.0/3``, is read without a table."""


class StorySettings(Protocol):
    """What opening a story asks of settings."""

    @property
    def database(self) -> str:
        """URL of the store."""
        ...

    @property
    def index(self) -> str:
        """URL of the index."""
        ...

    @property
    def threshold(self) -> float:
        """Confidence of an answer."""
        ...

    @property
    def analysers(self) -> int:
        """Processes that analyse; 0 for as many as fit."""
        ...


@dataclass(frozen=True)
class PlainSettings:
    """Settings where nothing is set but texts that are taken as they are."""

    database: str = DATABASE
    index: str = INDEX
    threshold: float = THRESHOLD
    analysers: int = ANALYSERS


def plain_settings(
    environment: Mapping[str, str] = os.environ, dotenv: Path = _DOTENV
) -> PlainSettings | None:
    """Return settings that need no check; None where one does, or a file may set one."""
    found = set(names()).intersection(environment)
    if found.issubset(_PLAIN) and not dotenv.exists():
        database, index = map(environment.get, _PLAIN, (DATABASE, INDEX))
        return PlainSettings(database, index)
    return None


def names() -> list[str]:
    """Return the names of all settings, with the file forms of secret ones."""
    return sorted([*NAMES, *(f"{name}_FILE" for name in SECRETS)])


def notices(environment: Mapping[str, str] = os.environ, dotenv: Path = _DOTENV) -> list[str]:
    """Say which names of the environment and of `.env` have no effect, and what was meant."""
    return [*_unknown({**_in_file(dotenv), **environment}), *_zone(environment.get("TZ", ""))]


def _in_file(dotenv: Path) -> dict[str, str]:
    if not dotenv.exists():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 - where there is no such file, it is not needed

    try:
        return {name: value or "" for name, value in dotenv_values(dotenv).items()}
    except (OSError, UnicodeDecodeError):  # said when the settings themselves are read
        return {}


def _unknown(found: Iterable[str]) -> Iterator[str]:
    known = names()
    for name in sorted(set(found) - set(known)):
        near = _nearest(name.upper(), known)
        if near:
            yield f"{name} is not a setting and has no effect; did you mean {near}?"
        elif name.startswith(_OURS):
            yield f"{name} is not a setting and has no effect."


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return the name that another one is a slip of; empty if of none."""
    likely = [one for one in known if 2 * _shared(name, one) >= _LIKENESS * (len(name) + len(one))]
    if not likely:  # so with nearly all names of an environment, and quickly told
        return ""
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(name, likely, 1, _LIKENESS)), "")


def _shared(one: str, other: str) -> int:
    """Return the most letters that two names can have in common."""
    shorter = min(len(one), len(other))
    if 2 * shorter < _LIKENESS * (len(one) + len(other)):
        return shorter
    return (Counter(one) & Counter(other)).total()


def _zone(name: str) -> Iterator[str]:
    if not name or name.startswith("/") or _is_zone(name.removeprefix(":")):
        return
    yield f"TZ names no time zone: {name}; times are read as UTC. A name looks like Europe/Kyiv."


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few environments name one

    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return "/" not in name and bool(_CODE.fullmatch(name))
    return True
