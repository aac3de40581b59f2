"""How long it takes from a wheel, or from a clone, to the first answer of the playground.

``python tools/first_answer.py wheel DIST`` installs the wheel of the folder DIST into an empty
environment; with ``--downloaded`` its packages are fetched beforehand, and not counted.
``python tools/first_answer.py clone`` clones the last commit and says ``make run``. Both ask the
playground a question by its page's own door, and print seconds of the clock and of the processor.
"""

import argparse
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READER = 5_000_001
ASKED = {"chat": "reader", "author": READER, "text": "Who replaces Putin at G20?"}
ANSWERED = re.compile(rb'storybot_questions_total\{[^}]*outcome="answered"\} [1-9]')
_LONGEST = 600.0


class Watch:
    """Prints how long each step took."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._spent = self._processor()

    @staticmethod
    def _processor() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def step(self, name: str) -> None:
        """Say how long it is since the step before."""
        now = time.perf_counter()
        print(f"{name:12} {now - self._last:6.1f} s", flush=True)
        self._last = now

    def end(self) -> None:
        """Say how long all took; the processor's time is of children that have ended."""
        spent = self._processor() - self._spent
        print(
            f"{'all':12} {self._last - self._began:6.1f} s, {spent:.1f} s of the processor,", end=""
        )
        print(f" load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")


def from_wheel(folder: Path, dist: Path, *, downloaded: bool) -> None:
    """Install the wheel into an empty environment, and run it in an empty folder."""
    (wheel,) = dist.resolve().glob("storybot-*.whl")
    where: list[str] = []
    if downloaded:
        house = str(folder / "packages")
        _run(sys.executable, "-m", "pip", "download", "--quiet", "--dest", house, str(wheel))
        where = ["--no-index", "--find-links", house]
    watch = Watch()
    _run(sys.executable, "-m", "venv", str(folder / "env"))
    watch.step("environment")
    _run(str(folder / "env/bin/pip"), "install", "--quiet", *where, str(wheel))
    watch.step("packages")
    (folder / "empty").mkdir()
    ask([str(folder / "env/bin/storybot"), "run"], folder / "empty", watch)


def from_clone(folder: Path) -> None:
    """Clone the last commit and start it as the README says."""
    watch = Watch()
    _run("git", "clone", "--quiet", str(ROOT), str(folder / "storybot"))
    watch.step("clone")
    ask(["make", f"PYTHON={sys.executable}", "run"], folder / "storybot", watch)


def ask(command: list[str], folder: Path, watch: Watch) -> None:
    """Start the playground, ask it, and end it once it has answered."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STORYBOT_", "TELEGRAM_"))}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=kept | {"STORYBOT_HTTP": address},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        _until(process, lambda: b"ready" in _get(f"http://{address}/readyz"))
        watch.step("ready")
        body = json.dumps(ASKED).encode()
        headers = {"Content-Type": "application/json", "Origin": f"http://{address}"}
        _get(urllib.request.Request(f"http://{address}/api/send", body, headers))
        _until(process, lambda: ANSWERED.search(_get(f"http://{address}/metrics")) is not None)
        watch.step("answer")
    finally:
        _end(process)
    watch.end()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the playground and what it started; one that died by itself is no error of its own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    process.wait()


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def _get(what: str | urllib.request.Request) -> bytes:
    with urllib.request.urlopen(what, timeout=10) as answer:  # noqa: S310 - loopback
        return bytes(answer.read())


def _until(process: "subprocess.Popen[bytes]", holds: Callable[[], bool]) -> None:
    until = time.monotonic() + _LONGEST
    while True:
        try:
            if holds():
                return
        except OSError:
            pass  # nobody listens yet, or it is not ready
        if process.poll() is not None:
            sys.exit(f"the playground ended with {process.returncode} before it answered")
        if time.monotonic() > until:
            sys.exit(f"no answer in {_LONGEST:.0f} s")
        time.sleep(0.05)


def main() -> None:
    """Read what to time, and time it in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=["wheel", "clone"])
    parser.add_argument("dist", nargs="?", type=Path, default=ROOT / "dist")
    parser.add_argument("--downloaded", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="storybot-first-answer-") as folder:
        if given.way == "wheel":
            from_wheel(Path(folder), given.dist, downloaded=given.downloaded)
        else:
            from_clone(Path(folder))


if __name__ == "__main__":
    main()
