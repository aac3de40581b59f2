"""Keep a dictionary of forms unpacked in a file, with places to read from, and map it.

To open it takes no time, and its memory is shared by all processes that do. The file is made of
simplemma's once, which takes half a second; it says of which file, and is made anew for another.
That is told by the contents: the layers of an image and archives keep times by the second at best.
"""

import mmap
import os
import sys
from array import array
from bisect import bisect_right
from itertools import islice
from pathlib import Path

from storybot.text.analysis.dictionaries.packed_dictionary import PackedDictionary, Seed, records

_FORMAT = f"storybot forms 2 {sys.byteorder}"
_HEADER = 256
"""Bytes of the first line with what fills it up; a multiple of a number's."""
_NUMBERS = 4
"""Bytes of a number."""
_CHECKED = 64
"""Last bytes of simplemma's file that are compared: xz ends a file with sums of what is in it."""
_STEP = 32
"""One record in so many can be read from."""


class MappedDictionary:
    """A dictionary of form to lemma; thread-safe."""

    def __init__(self, path: Path, source: Path) -> None:
        """Open a file that `keep` made.

        Raises:
            OSError: it cannot be read.
            ValueError: it is of another source, or not whole.
        """
        with path.open("rb") as file:
            about, _, count = file.readline(_HEADER).decode("ascii").strip().rpartition(" ")
            size = os.fstat(file.fileno()).st_size
            if about != _about(source, size):
                raise ValueError(f"{path} is not of {source}, or not whole")
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._count = int(count)
        numbers = memoryview(self._file)[_HEADER : _HEADER + _NUMBERS * (3 * self._count + 1)]
        self._starts = numbers.cast("I")[: self._count]
        self._ends = numbers.cast("I")[self._count :]

    def get(self, word: str) -> str | None:
        """Return the lemma of a form; None if it is not listed."""
        form = word.encode()
        at = bisect_right(range(self._count), form, key=self._form) - 1
        if at < 0:
            return None
        lemma = self._file[self._ends[2 * at + 1] : self._ends[2 * at + 2]]
        for _, other, found in records(self._file, Seed(self._starts[at], self._form(at), lemma)):
            if other >= form:
                return found.decode() if other == form else None
        return None

    def _form(self, at: int) -> bytes:
        return self._file[self._ends[2 * at] : self._ends[2 * at + 1]]


def keep(path: Path, source: Path, packed: PackedDictionary) -> None:
    """Make the file of a dictionary; ``source`` is simplemma's file of it.

    Raises:
        OSError: it cannot be written.
    """
    from tempfile import mkstemp  # noqa: PLC0415 - it imports much, and is needed once

    some = list(islice(packed.records(), 0, None, _STEP))
    names = [name for _, form, lemma in some for name in (form, lemma)]
    begin = _HEADER + _NUMBERS * (3 * len(some) + 1)
    ends = array("I", [begin])
    for name in names:
        ends.append(ends[-1] + len(name))
    starts = array("I", [ends[-1] + start for start, _, _ in some])
    size = ends[-1] + len(packed.data)
    header = f"{_about(source, size)} {len(some)}\n".encode("ascii").ljust(_HEADER)
    path.parent.mkdir(exist_ok=True)
    descriptor, filename = mkstemp(dir=path.parent)
    made = Path(filename)
    try:
        with os.fdopen(descriptor, "wb") as file:  # closed first: Windows moves no open file
            file.writelines((header, starts.tobytes(), ends.tobytes(), *names, packed.data))
            file.flush()
            os.fsync(file.fileno())
        made.chmod(source.stat().st_mode & 0o777)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _about(source: Path, size: int) -> str:
    """Return what the file says of itself, which is different for another source."""
    with source.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(length - _CHECKED, 0))
        return f"{_FORMAT} {length} {file.read().hex()} {size}"
