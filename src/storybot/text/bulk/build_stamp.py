"""Tell the build of the program that a process runs from the one that is on disk by now."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_ANALYSIS = ("model", "text")
"""The rooms that analysing an article takes."""


def build_stamp(package: Path = _PACKAGE) -> bytes:
    """Return 32 bytes of the files by which articles are analysed: others for another build.

    They are told by name, size and time, so that a start does not read them. To be called as a
    process begins, for an upgrade in place changes the files and not the process.
    """
    found = hashlib.sha256()
    for room in _ANALYSIS:
        for line in _files(package / room, room):
            found.update(line.encode("utf-8", "surrogatepass"))
    return found.digest()


def _files(folder: Path, name: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            inner = f"{name}/{entry.name}"
            if not entry.is_dir():
                status = entry.stat()
                yield f"{inner} {status.st_size} {status.st_mtime_ns}\n"
            elif entry.name != "__pycache__":
                yield from _files(folder / entry.name, inner)
