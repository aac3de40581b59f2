"""What ends for good says so by its exit code, also where it is one process of several."""

import asyncio
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from storybot.bot import app, worker_processes
from storybot.cli import startup
from storybot.cli.program import run_or_exit
from storybot.runtime.settings import Settings

_START = asyncio.create_subprocess_exec


class Links:
    """Links that nobody uses."""

    @classmethod
    async def open(cls, _: str) -> "Links":
        """Open them."""
        return cls()

    async def close(self) -> None:
        """Close them."""


async def receive(*parts: Any) -> NoReturn:
    """Keep the workers, as the receiver does, for ever."""
    await parts[-1]()
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize("code", [2, 78])
def test_a_worker_that_ends_for_good_ends_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: int
) -> None:
    """With its own code; one that ends for another reason is begun again, and the rest stopped."""
    codes = iter([1, code])
    running: list[asyncio.subprocess.Process] = []

    async def start(*_: str, **settings: Any) -> asyncio.subprocess.Process:
        end = next(codes, None)
        script = "import time; time.sleep(600)" if end is None else f"raise SystemExit({end})"
        running.append(await _START(sys.executable, "-c", script, **settings))
        return running[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    monkeypatch.setattr(worker_processes, "_FIRST_PAUSE", 0.0)
    monkeypatch.setattr(app, "serve_as_receiver", receive)
    monkeypatch.setattr(startup, "open_links", Links.open)
    settings = Settings(STORYBOT_DATABASE=f"sqlite:///{tmp_path}/s.db", STORYBOT_HTTP="")
    with pytest.raises(SystemExit) as ended:
        run_or_exit(lambda: asyncio.wait_for(startup.serve_receiver(settings, 2), 60))
    assert ended.value.code == code
    assert f"exit code {code}" in capsys.readouterr().err
    assert all(process.returncode is not None for process in running)
