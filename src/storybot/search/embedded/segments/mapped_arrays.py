"""Save arrays to a file that is mapped, not read.

The file is a line of JSON with its checksum, then page-aligned arrays. It is written to a temporary
name and renamed, so it is whole or absent. The arrays' checksums detect later damage.
"""

import json
import mmap
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_PAGE = 4096
"""Where arrays begin, on every system: the file may be read on another."""
_ABANDONED = 3_600
"""Seconds after which nobody goes on writing a file that is not renamed yet."""
_BLOCK = 2**16
"""Bytes summed into one value before the checksum."""
_STEP = 2**22
"""Bytes that are read before their pages are given back; whole blocks, and whole pages."""

MappedArray = NDArray[np.integer[Any]]

SavedGeneration = tuple[int, ...]
"""The state of the store that a file reflects; set and compared by the caller."""


def write(
    path: Path, format: str, generation: SavedGeneration, arrays: Mapping[str, MappedArray]
) -> None:
    """Write arrays of one dimension, replacing an existing file.

    Raises:
        OSError: it cannot be written; the one before is still there.
    """
    table = {name: [a.dtype.str, len(a), _checksum(a)] for name, a in arrays.items()}
    contents = {"format": format, "generation": generation, "arrays": table}
    header = json.dumps(contents).encode()
    # Several processes may save at once, and those of two containers have the same number.
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    file = beside.open("xb")  # before what removes it: a file of another is left
    try:
        with file:
            file.write(b"%s %d\n" % (header, crc32(header)))
            for array in arrays.values():
                file.seek(-file.tell() % _PAGE, os.SEEK_CUR)
                file.write(array.data)
            file.truncate(file.tell() + -file.tell() % _PAGE)
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:  # as on a full disk, which half a file would keep full
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)
    _clear_abandoned(path)


def _clear_abandoned(path: Path) -> None:
    """Remove what processes left that were ended while they wrote."""
    for left in path.parent.glob(f"{path.name}.*.new"):
        with suppress(OSError):  # another process may be faster
            if left.stat().st_mtime < time.time() - _ABANDONED:
                left.unlink()


def read(path: Path, format: str) -> tuple[SavedGeneration, dict[str, MappedArray]]:
    """Map arrays.

    Raises:
        OSError: there is no such file, or it cannot be read.
        ValueError: it is damaged, or of another format; the message says what is wrong.
    """
    with path.open("rb") as file:
        header, _, checksum = file.readline().rpartition(b" ")
        if not checksum.strip().isdigit() or int(checksum) != crc32(header):
            raise ValueError("Its first line is damaged.")
        begin = file.tell()
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    contents = json.loads(header)
    if contents["format"] != format:
        raise ValueError(f"Its format is “{contents['format']}”, not “{format}”.")
    return tuple(contents["generation"]), dict(_mapped(mapped, begin, contents["arrays"]))


def _mapped(
    mapped: mmap.mmap, begin: int, table: Mapping[str, tuple[str, int, int]]
) -> Iterator[tuple[str, MappedArray]]:
    for name, (kind, size, checksum) in table.items():
        dtype = np.dtype(kind)
        begin += -begin % _PAGE
        end = begin + size * dtype.itemsize
        if end > len(mapped):
            raise ValueError("Its end is missing.")
        array: MappedArray = (
            np.frombuffer(mapped, dtype, size, begin) if size else np.empty(0, dtype)
        )
        if _checksum(array, partial(_give_back, mapped, begin)) != checksum:
            raise ValueError(f"Its array “{name}” is damaged.")
        yield name, array
        begin = end


def _checksum(array: MappedArray, read: Callable[[int, int], None] = lambda *_: None) -> int:
    """Return a checksum that costs little more than one read of the array.

    ``read`` is told which bytes were read: from where, and how many.

    The sum of each block detects flipped bits and lost pages; a CRC over all, at a gigabyte a
    second, would take longer than everything else in opening a large index.
    """
    octets = array.view(np.uint8)
    whole = len(octets) // _BLOCK * _BLOCK
    found = 0
    for first in range(0, whole, _STEP):
        part = octets[first : min(first + _STEP, whole)]
        sums = part.view(np.uint64).reshape(-1, _BLOCK // 8).sum(axis=1, dtype=np.uint64)
        found = crc32(sums.tobytes(), found)
        read(first, len(part))
    return crc32(octets[whole:].tobytes(), found)


def _give_back(mapped: mmap.mmap, begin: int, first: int, size: int) -> None:
    """Let go of whole pages of an array that begins there: what is needed of them is read again.

    The system's pages may be larger than the file's, as on some ARM machines.
    """
    end = (begin + first + size) // mmap.PAGESIZE * mmap.PAGESIZE
    start = -(-(begin + first) // mmap.PAGESIZE) * mmap.PAGESIZE
    if hasattr(mmap, "MADV_DONTNEED") and start < end:  # not on Windows
        with suppress(OSError):  # it is advice
            mapped.madvise(mmap.MADV_DONTNEED, start, end - start)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, where folders can be opened: not on Windows."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
