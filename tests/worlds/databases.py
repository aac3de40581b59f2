"""Database files as they may be found."""

from pathlib import Path

_WRITE_VERSION = 18
"""Offset of a byte in the header: a format later than the program knows may only be read."""


def make_read_only(file: Path) -> None:
    """Let SQLite refuse to write a database, whoever runs the tests."""
    with file.open("r+b") as raw:
        raw.seek(_WRITE_VERSION)
        raw.write(b"\3")
