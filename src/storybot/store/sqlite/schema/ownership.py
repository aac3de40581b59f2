"""Tell whether a file is a database of this program, before anything in it is changed.

A setting that names another program's file must not put our tables into it. Looking leaves the file
as it is, while SQLite would give it a write-ahead log before the first of our statements.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from storybot.model.errors import ForeignDatabase

_OWN = frozenset({"documents", "versions", "passages", "changes", "grants", "analysis"})
"""The tables of the first schema; all later ones have them, too."""
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
STATE = f"""
    SELECT (SELECT user_version FROM pragma_user_version),
           (SELECT application_id FROM pragma_application_id),
           (SELECT group_concat(name) FROM ({_TABLES}))
"""


def check_own(path: Path) -> None:
    """Check that a file, where there is one, is empty or a database of this program.

    Raises:
        ForeignDatabase: it is another program's; nothing was written.
    """
    try:
        if not path.is_file() or not path.stat().st_size:
            return
        with closing(sqlite3.connect(_address(path), uri=True)) as database:
            found = database.execute(STATE).fetchone()
    except (sqlite3.Error, OSError) as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
            return  # busy, damaged or not to be read: opening it says so in its own words
        raise ForeignDatabase(
            f"STORYBOT_DATABASE: {path} is not a database, or is damaged where it begins."
            f" {ForeignDatabase.ADVICE}"
            " If the bot's database was there, put its newest backup in its place."
        ) from error
    if not is_own(*found):
        raise ForeignDatabase(
            f"STORYBOT_DATABASE: {path} is the database of another program, and nothing was changed"
            f" in it. {ForeignDatabase.ADVICE}"
        )


def is_own(schema: int, application: int, tables: str | None) -> bool:
    """Tell whether the numbers and tables of a database are this program's, or nobody's yet.

    It gives no application id; a number without tables is left to the check for newer ones.
    """
    if not tables:
        return not application
    return schema > 0 and set(tables.split(",")) >= _OWN


def _address(path: Path) -> str:
    """Return the address that opens a file to be read, so that none is made beside it."""
    log, index, journal = (path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))
    if journal.exists() or (log.exists() and not index.exists()):
        mode = "rw"  # a program was ended in the middle: reading needs that settled
    else:
        mode = "ro" if log.exists() else "ro&immutable=1"
    return f"{path.absolute().as_uri()}?mode={mode}"
