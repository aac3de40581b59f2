"""How many processes may analyse articles where nobody has said it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

_MOST = 4
"""More are seldom worth their memory."""
_OURS = 256 * 2**20
"""Bytes that are left to the process that asks, of a group of processes that is held to so many."""
_EACH = 160 * 2**20
"""Bytes that a process takes which analyses articles: 134 MiB once it has met seven languages."""
_UNLIMITED = 2**60
"""Linux answers more than that for a group of version 1 that is held to nothing."""


def processes(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Count the processes that may analyse: no more than processors, nor than fit into memory.

    Memory and processors are those that the control groups of this process are held to, so that a
    container or a service on a large machine is none.
    """
    processors = _processors()
    fitting = _MOST
    for folder in _folders(proc, groups):
        with suppress(OSError, ValueError):
            quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
            processors = min(processors, -(-int(quota) // int(period)))
        with suppress(OSError, ValueError):
            quota = (folder / "cpu.cfs_quota_us").read_text(encoding="ascii")
            period = (folder / "cpu.cfs_period_us").read_text(encoding="ascii")
            if int(quota) > 0:
                processors = min(processors, -(-int(quota) // int(period)))
        for name in ("memory.max", "memory.limit_in_bytes"):
            with suppress(OSError, ValueError):
                limit = int((folder / name).read_text(encoding="ascii"))
                if limit < _UNLIMITED:
                    fitting = min(fitting, (limit - _OURS) // _EACH)
    return max(1, min(processors, fitting))


def _processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _folders(proc: Path, groups: Path) -> Iterator[Path]:
    """Yield the folders of our control groups and those above them, of both versions.

    In a container the path of the group may be that of the host, which is not there; its own
    group is the root then, which is yielded too.
    """
    lines: list[str] = []
    with suppress(OSError):  # not on Linux
        lines = (proc / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
    for line in lines:
        _, controllers, path = line.split(":", 2)
        root = groups / controllers if controllers else groups
        for part in (inner := PurePosixPath("/", path), *inner.parents):
            yield root / part.relative_to("/")
