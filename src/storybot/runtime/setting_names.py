"""Finds what was meant as a setting and is none: misspelt names, a time zone that there is not.

Such a name has no effect, so without a word the bot would run with a default instead of what its
operator wrote. It is a notice, not an error: a name may belong to another program or version.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from storybot.runtime.settings import SECRETS, Settings

_OURS = "STORYBOT_"
_LIKENESS = 0.8
"""Of two names, from which one is taken for a slip of the other."""
_CODE = re.compile(r"(<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})[+-]?\d.*|[A-Z]{3,5}")
"""A zone written as POSIX does, such as ``CET-1CEST,M3.5.0,M10.5.0/3``, is read without a table."""


def names() -> list[str]:
    """Return the names of all settings, with the file forms of secret ones."""
    plain = [str(field.alias) for field in Settings.model_fields.values()]
    return sorted([*plain, *(f"{name}_FILE" for name in SECRETS)])


def notices(environment: Mapping[str, str] = os.environ, dotenv: Path = Path(".env")) -> list[str]:
    """Say which names of the environment and of `.env` have no effect, and what was meant."""
    return [*_unknown({**_in_file(dotenv), **environment}), *_zone(environment.get("TZ", ""))]


def _in_file(dotenv: Path) -> dict[str, str]:
    try:
        return {name: value or "" for name, value in dotenv_values(dotenv).items()}
    except (OSError, UnicodeDecodeError):  # said when the settings themselves are read
        return {}


def _unknown(found: Iterable[str]) -> Iterator[str]:
    known = names()
    for name in sorted(set(found) - set(known)):
        near = get_close_matches(name.upper(), known, 1, _LIKENESS)
        if near:
            yield f"{name} is not a setting and has no effect; did you mean {near[0]}?"
        elif name.startswith(_OURS):
            yield f"{name} is not a setting and has no effect."


def _zone(name: str) -> Iterator[str]:
    if not name or name.startswith("/") or _is_zone(name.removeprefix(":")):
        return
    yield f"TZ names no time zone: {name}; times are read as UTC. A name looks like Europe/Kyiv."


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return "/" not in name and bool(_CODE.fullmatch(name))
    return True
