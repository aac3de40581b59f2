"""How much memory this process holds, as Linux counts it."""

import ctypes
import gc
from pathlib import Path

_STATUS = Path("/proc/self/status")
_MEGABYTE = 1_000_000


def held_mb() -> float | None:
    """Return the anonymous memory of this process in MB, or None where nothing tells it.

    Anonymous memory is what nothing but this process needs; pages of mapped files are left out,
    as the system takes them back when it wants them. Garbage and freed memory go first.
    """
    gc.collect()
    _give_back()
    return _read("RssAnon")


def resident_mb() -> float | None:
    """Return all memory of this process that is in RAM now, mapped files included, in MB."""
    return _read("VmRSS")


def peak_mb() -> float | None:
    """Return the most memory that this process ever had in RAM, in MB."""
    return _read("VmHWM")


def _read(field: str) -> float | None:
    if not _STATUS.exists():
        return None
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    values = (line.split() for line in lines if line.startswith(field + ":"))
    return next(int(kilobytes) * 1024 / _MEGABYTE for _, kilobytes, _ in values)


def _give_back() -> None:
    """Have glibc return freed memory to the system; other C libraries do so by themselves."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
