"""Arrays in a file that is mapped: checked when it is opened, and not held for that."""

from pathlib import Path

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
