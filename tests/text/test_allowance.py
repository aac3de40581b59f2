"""How many processes analyse by themselves: few, and only what the container has memory for."""

import os
from pathlib import Path

import pytest

from storybot.text.bulk.allowance import processes

_MIB = 2**20


@pytest.fixture(autouse=True)
def _large_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(32)), raising=False)


def _allowed(folder: Path, line: str, files: dict[str, str]) -> int:
    (folder / "self").mkdir(parents=True)
    (folder / "self" / "cgroup").write_text(line)
    for name, text in files.items():
        path = folder / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return processes(folder, folder / "groups")


def test_a_large_machine_gets_few(tmp_path: Path) -> None:
    """Also where there are no control groups to be held by."""
    assert processes(tmp_path, tmp_path) == 4


def test_one_processor_gets_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to be won by more."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert processes(tmp_path, tmp_path) == 1


@pytest.mark.parametrize(
    ("line", "files", "expected"),
    [
        ("0::/\n", {"memory.max": f"{512 * _MIB}\n", "cpu.max": "max 100000\n"}, 1),
        ("0::/\n", {"memory.max": f"{256 * _MIB}\n"}, 1),
        ("0::/\n", {"memory.max": "max\n", "cpu.max": "150000 100000\n"}, 2),
        ("0::/a/b\n", {"a/b/memory.max": "max\n", "a/memory.max": f"{740 * _MIB}\n"}, 3),
        ("0::/elsewhere\n", {"memory.max": f"{600 * _MIB}\n"}, 2),
        ("4:memory:/a\n", {"memory/a/memory.limit_in_bytes": f"{600 * _MIB}\n"}, 2),
        ("4:memory:/\n", {"memory/memory.limit_in_bytes": "9223372036854771712\n"}, 4),
        (
            "1:cpu,cpuacct:/\n",
            {"cpu,cpuacct/cpu.cfs_quota_us": "50000", "cpu,cpuacct/cpu.cfs_period_us": "100000"},
            1,
        ),
        (
            "1:cpu:/\n",
            {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"},
            4,
        ),
    ],
)
def test_a_container_gets_what_it_is_held_to(
    tmp_path: Path, line: str, files: dict[str, str], expected: int
) -> None:
    """Of either version, the strictest of all above; 512 MiB, as we deploy, hold none more."""
    assert _allowed(tmp_path, line, files) == expected
