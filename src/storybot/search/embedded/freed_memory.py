"""Give memory back to the system once much of it was freed."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Have the C library return what it keeps for later, once what is out of use is freed.

    glibc keeps what was freed below something that is still in use: half of what it takes to make a
    large index anew.
    """
    gc.collect()
    trim()


def trim() -> None:
    """Have the C library return what it keeps for later; where it cannot, nothing happens."""
    with suppress(OSError, AttributeError, TypeError):  # macOS, musl, Windows
        ctypes.CDLL(None).malloc_trim(0)
