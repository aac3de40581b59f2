"""Arrays in a file that is mapped: checked when it is opened, and not held for that."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storybot.search.embedded.segments import mapped_arrays
from storybot.search.embedded.segments.mapped_arrays import read, write

_STATUS = Path("/proc/self/status")
_BLOCK = 2**16


def _mapped_bytes() -> int:
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssFile:"))


@pytest.mark.skipif(not _STATUS.exists(), reason="only Linux tells how much is mapped in memory")
def test_opening_does_not_hold_what_it_checked(tmp_path: Path) -> None:
    """Of 40 MB at most some steps are in memory at the end; they are still read as they are."""
    written = np.arange(5_000_000, dtype=np.int64)
    write(tmp_path / "a", "x", (1,), {"one": written})
    before = _mapped_bytes()
    _, arrays = read(tmp_path / "a", "x")
    assert _mapped_bytes() - before < written.nbytes // 4
    assert (arrays["one"] == written).all()


def test_damage_anywhere_is_found_in_small_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each step, and in the rest behind the last whole block; steps change no checksum."""
    path = tmp_path / "a"
    written = np.arange(4 * _BLOCK // 8 + 5, dtype=np.int64)
    write(path, "x", (1,), {"one": written})
    monkeypatch.setattr(mapped_arrays, "_STEP", _BLOCK)
    assert (read(path, "x")[1]["one"] == written).all()
    whole = path.read_bytes()
    begin = whole.index(written.tobytes())
    for at in (0, _BLOCK, 2 * _BLOCK + 7, 3 * _BLOCK, 4 * _BLOCK + 39):
        damaged = bytearray(whole)
        damaged[begin + at] ^= 4
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="one"):
            read(path, "x")


class _Pages(mmap.mmap):
    """A file mapped in pages of 64 KiB, that takes advice on whole ones only, as Linux does."""

    def madvise(self, *given: Any) -> None:
        """Refuse what is no page."""
        _, start, _ = given
        if start % 2**16:
            raise OSError(22, "Invalid argument")


class _Refusing(mmap.mmap):
    """A file mapped by a system that takes no advice."""

    def madvise(self, *given: Any) -> None:
        """Refuse everything."""
        raise OSError(22, f"Invalid argument: {given}")


@pytest.mark.skipif(not hasattr(mmap, "MADV_DONTNEED"), reason="there is no such advice")
@pytest.mark.parametrize("kind", [_Pages, _Refusing])
def test_a_file_is_read_on_a_system_of_larger_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[mmap.mmap]
) -> None:
    """Arrays begin within its pages; that it was not rid of some of them is no damage."""
    arrays = {"one": np.arange(9, dtype=np.int64), "two": np.arange(50_000, dtype=np.int64)}
    write(tmp_path / "a", "x", (1,), arrays)
    monkeypatch.setattr(mapped_arrays, "_STEP", _BLOCK)
    monkeypatch.setattr(mmap, "PAGESIZE", 2**16)
    monkeypatch.setattr(mmap, "mmap", kind)
    _, found = read(tmp_path / "a", "x")
    assert all((found[name] == array).all() for name, array in arrays.items())


@pytest.mark.skipif(not hasattr(mmap, "MADV_DONTNEED"), reason="there is no such advice")
def test_only_whole_pages_are_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a system whose pages are larger than the file's."""
    advised = list[tuple[int, int]]()

    class Noting(mmap.mmap):
        def madvise(self, *given: Any) -> None:
            advised.append(given[1:])

    write(tmp_path / "a", "x", (1,), {"one": np.arange(50_000, dtype=np.int64)})
    monkeypatch.setattr(mmap, "PAGESIZE", 2**16)
    monkeypatch.setattr(mmap, "mmap", Noting)
    read(tmp_path / "a", "x")
    assert advised == [(2**16, 5 * 2**16)]
