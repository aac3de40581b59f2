"""Run a command beside a PostgreSQL server made for it: ``python postgresql.py -- COMMAND…``.

The server keeps its files in a temporary folder, listens on loopback only, under a password made
for it, and ends with the command. The command finds its URL in POSTGRES_FOR_TESTS. Where no
PostgreSQL is installed, that is said, and the command runs without. Exit code: that of the
command; 124 when the time is up.
"""

import argparse
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

VARIABLE = "POSTGRES_FOR_TESTS"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_USER = "storybot"
# What a power cut would lose does not matter here, and the disk is spared.
_UNSYNCED = ("fsync=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    programs: Path
    data: Path
    port: int
    password: str
    options: Sequence[str]

    @property
    def url(self) -> str:
        """Return the URL of its database."""
        return f"postgresql://{_USER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = (f"port={self.port}", "listen_addresses=127.0.0.1", *self.options)
        options = " ".join(
            f"-c {one}" for one in (*settings, f"unix_socket_directories={self.data}")
        )
        self._control("start", "-w", "-l", str(self.data / "log"), "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: ``immediate`` is what a crash of the server is to its clients."""
        self._control("stop", "-m", mode)

    def restart(self, mode: str = "immediate") -> None:
        """Stop it and start it again."""
        self.stop(mode)
        self.start()

    def _control(self, verb: str, *more: str) -> None:
        command: list[str | Path] = [self.programs / "pg_ctl", verb, "-s", "-D", self.data, *more]
        try:
            run(command, _START_SECONDS if verb == "start" else _STOP_SECONDS)
        except subprocess.CalledProcessError as error:
            log = self.data / "log"
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"pg_ctl {verb} failed: {error.stdout}\n{said}") from error


def programs() -> Path | None:
    """Return the folder with the newest PostgreSQL's programs; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((p.parent for p in folders), key=lambda p: float(p.parent.name), default=None)


def run(command: Sequence[str | Path], seconds: float) -> None:
    """Run one of its programs, which refuse to be run by root, as somebody else then."""
    account = _account()
    subprocess.run(
        list(map(str, command)),
        check=True,
        cwd="/",
        timeout=seconds,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=None if account is None else [],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    )


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no account but root's to run PostgreSQL with")


@contextmanager
def server(*options: str, safe: bool = False) -> Iterator[Server]:
    """Run a server with a new database; ``safe`` if what it confirmed is to survive its crash.

    Raises:
        FileNotFoundError: no PostgreSQL is installed.
    """
    options = (*_UNSYNCED, f"synchronous_commit={'on' if safe else 'off'}", *options)
    folder_of_programs = programs()
    if folder_of_programs is None:
        raise FileNotFoundError("no PostgreSQL is installed (Debian's package: postgresql)")
    # In /tmp, which the account that runs it can enter; a test's own folder it cannot.
    with TemporaryDirectory(prefix="storybot-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        data, secret = Path(folder, "data"), Path(folder, "password")
        password = secrets.token_hex(16)
        secret.write_text(password)
        account = _account()
        if account:
            for path in (Path(folder), secret):
                os.chown(path, account.pw_uid, account.pw_gid)
        init: list[str | Path] = [folder_of_programs / "initdb", "-D", data, "-U", _USER]
        run(
            [*init, "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "-N"],
            _START_SECONDS,
        )
        made = Server(folder_of_programs, data, free_port(), password, options)
        made.start()
        try:
            yield made
        finally:
            made.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run the command of the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--seconds", type=float, default=3600.0, help="the time limit")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    until = time.monotonic() + arguments.seconds
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped, too
    if os.environ.get(VARIABLE):
        return _run(arguments.command, {}, until)
    try:
        with server("max_connections=300") as made:
            return _run(arguments.command, {VARIABLE: made.url}, until)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}: the tests of PostgreSQL skip.\n")
    return _run(arguments.command, {}, until)


def _run(command: Sequence[str], more: dict[str, str], until: float) -> int:
    process = subprocess.Popen(command, env=os.environ | more)
    try:
        return process.wait(until - time.monotonic())
    except subprocess.TimeoutExpired:
        sys.stderr.write("The time is up.\n")
        return 124
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
