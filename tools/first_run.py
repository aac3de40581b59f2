"""Walk the operator's guide: run its very commands, in order, and say how long each step took.

``python tools/first_run.py DIST`` takes the release in the folder DIST, as `make release` makes it;
without DIST the program is the checkout, and nothing is installed. It needs Linux and no network
but, with DIST, a package index.

The blocks of ``docs/operators.md`` run as they stand, but in a folder of their own in place of
``/``, against a stand-in of Telegram. ``sudo`` runs what follows; ``systemctl`` is this file: it
does with the unit what systemd would (user, state folder, credential, environment, readiness), but
for the sandbox, which ``systemd-analyze`` judges.
"""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "operators.md"
TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz_0123"  # noqa: S105 - of the stand-in
PLACES = ("/opt/storybot", "/etc/storybot", "/etc/systemd", "/var/lib/storybot", "/usr/local/sbin")
ASKED = "Who replaces Putin at G20?"
SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""As sudo has it: the system's own Python."""
USER = 65532
"""Stands for the service's user, where this runs as root and that user may run the program."""
_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 45


def blocks() -> dict[str, list[str]]:
    """Return the commands of each numbered step of the guide."""
    _, *steps = re.split(r"^## (?=\d+\. )", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {}
    for step in steps:
        title, text = step.split("\n", 1)
        text = text.split("\n## ")[0]
        found[title] = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return {title: commands for title, commands in found.items() if commands}


class Machine:
    """A folder in place of ``/``, with ``sudo`` and ``systemctl`` of its own."""

    def __init__(self, root: Path, api_url: str, owner: int, release: Path | None) -> None:
        self.root = root
        self._owner = owner
        self._release = release
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._http = f"127.0.0.1:{free.getsockname()[1]}"
        kept = {name: os.environ[name] for name in ("LANG", "HOME") if name in os.environ}
        self._environment = {
            **kept,
            "PATH": f"{root}/bin:{root}/usr/local/sbin:{SECURE_PATH}",
            "TELEGRAM_API_URL": api_url,
            "STORYBOT_HTTP": self._http,
            "FIRST_RUN_ROOT": str(root),
            "FIRST_RUN_PID": str(os.getpid()),
        }
        for folder in ("bin", "home", "etc/systemd/system", "var/lib", "usr/local/sbin", "opt"):
            (root / folder).mkdir(parents=True)
        self._write("bin/sudo", '#!/bin/sh\nexec env "$@"\n')
        own = f'exec "{sys.executable}" "{Path(__file__).resolve()}"'
        self._write("bin/systemctl", f'#!/bin/sh\n{own} systemctl "$@"\n')
        if release:
            for file in (*release.glob("*.whl"), release / "requirements.txt"):
                shutil.copy(file, root / "home")

    def _write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def moved(self, text: str) -> str:
        """Return commands with the places of this machine, the bot's address and its owner."""
        for place in PLACES:
            text = text.replace(place, f"{self.root}{place}")
        return text.replace("127.0.0.1:8080", self._http).replace("YOUR_USER_ID", str(self._owner))

    async def run(self, commands: str) -> str:
        """Run commands as the guide has them, the token on stdin; return what they print."""
        process = await asyncio.create_subprocess_exec(
            *("sh", "-euc", self.moved(commands)),
            cwd=self.root / "home",
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        printed, _ = await process.communicate(f"{TOKEN}\n".encode())
        if process.returncode:
            sys.exit(f"{commands}\nended with {process.returncode}:\n{printed.decode()}")
        return printed.decode()

    async def install(self, commands: str) -> str:
        """Do the guide's step that installs; without a release, put the checkout there."""
        share = self.root / "opt/storybot/.venv/share/storybot"
        if not self._release:
            (self.root / "opt/storybot/corpus").mkdir(parents=True)
            program = f'#!/bin/sh\nexec "{sys.executable}" -m storybot "$@"\n'
            self._write("opt/storybot/.venv/bin/storybot", program)
            shutil.copytree(ROOT / "deploy", share)
            commands = "\n".join(
                line for line in commands.splitlines() if "storybot.sh" in line or "--ver" in line
            )
        copying = "sudo install --mode=0755"
        before, after = commands.split(copying, 1)
        printed = await self.run(before) if before.strip() else ""
        for name in ("storybot.service", "storybot.sh"):
            text = self.moved((share / name).read_text(encoding="utf-8"))
            (share / name).write_text(text, encoding="utf-8")
        return printed + await self.run(copying + after)


async def walk(root: Path, release: Path | None) -> None:
    """Walk the guide in an empty folder, and print what it shows and how long each step took."""
    from storybot.playground.play import serve  # noqa: PLC0415 - systemctl needs none of it
    from storybot.playground.world.people import Person  # noqa: PLC0415
    from storybot.playground.world.telegram import Telegram  # noqa: PLC0415

    telegram = Telegram()
    bot = telegram.add_bot(TOKEN, username="yourbot")
    owner, reader = Person(telegram, "Olga"), Person(telegram, "Ada")

    async def asked(person: Person, text: str) -> None:
        chat = person.chat_with(bot)
        person.send(chat, text)
        posted = await chat.next_from_bot(timeout=60)
        _show(text, posted.text.split("\n")[0])

    async with serve(telegram) as url:
        machine = Machine(root, url, owner.user.id, release)
        whole = time.perf_counter()
        try:
            for title, commands in blocks().items():
                begun = time.perf_counter()
                step = machine.install if title.startswith("2.") else machine.run
                for block in commands:
                    _show(block, await step(block))
                if title.startswith("2."):
                    story = root / "opt/storybot/corpus"
                    shutil.copytree(ROOT / "corpus", story, dirs_exist_ok=True)
                if title.startswith("3."):
                    await asked(owner, "/start")
                if title.startswith(("3.", "6.")):
                    await asked(reader, ASKED)
                print(f"== {title}: {time.perf_counter() - begun:.1f} s\n", flush=True)
        except BaseException:
            with suppress(FileNotFoundError):  # it has not come to a start
                print((root / "run/log").read_text(encoding="utf-8"))
            raise
        finally:
            if (root / "etc/systemd/system/storybot.service").exists():
                await machine.run("sudo systemctl stop storybot")
        took = time.perf_counter() - whole
        print(f"== All: {took:.1f} s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")


def _show(commands: str, printed: str) -> None:
    for line in commands.strip().splitlines():
        print(f"$ {line}")
    print(printed.strip(), flush=True)


class Unit:
    """What systemd does with the unit, as far as it matters to the program."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._state = root / "var/lib/storybot"
        self._run = root / "run"
        self._run.mkdir(exist_ok=True)
        self._pid, self._said, self._log = (self._run / name for name in ("pid", "said", "log"))
        text = (root / "etc/systemd/system/storybot.service").read_text(encoding="utf-8")
        said = text.replace("%S", str(root / "var/lib")).replace("%d", str(self._run))
        self._lines = [line.split("=", 1) for line in said.splitlines() if "=" in line]

    def _values(self, name: str) -> list[str]:
        return [value for key, value in self._lines if key == name]

    def start(self) -> None:
        """Start the program under a process that listens to it, and wait until it is ready."""
        self._said.write_text("")
        own = [sys.executable, str(Path(__file__).resolve()), "supervise"]
        with self._log.open("ab") as log:  # it outlives this process, and must not hold its output
            subprocess.Popen(
                own, start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = time.monotonic() + _SECONDS_TO_START
        while "READY=1" not in self._said.read_text():
            if "ended" in self._said.read_text() or time.monotonic() > until:
                sys.exit(self._said.read_text() + self._log.read_text())
            time.sleep(0.05)

    def supervise(self) -> None:
        """Run the program, and write down what it says of itself, until it ends."""
        program = self._values("ExecStart")[0].split()
        person = _person(program[0])
        self._prepare(owned=bool(person))
        address = self._run / "notify"
        address.unlink(missing_ok=True)
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
            self._log.open("ab") as log,
        ):
            manager.bind(str(address))
            address.chmod(0o777)
            manager.settimeout(0.1)
            process = subprocess.Popen(
                program,
                cwd=self._values("WorkingDirectory")[0],
                env=self._environment(address),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                umask=int(self._values("UMask")[0], 8),
                **person,
            )
            self._pid.write_text(str(process.pid))
            signal.signal(signal.SIGTERM, lambda *_: process.terminate())
            while process.poll() is None:
                if not Path(f"/proc/{os.environ['FIRST_RUN_PID']}").exists():
                    process.terminate()  # the walk was killed
                with suppress(TimeoutError), self._said.open("a") as said:
                    said.write(manager.recv(4096).decode() + "\n")
        if not self._root.exists():
            return
        with self._said.open("a") as said:
            said.write(f"ended with {process.returncode}\n")
        self._pid.unlink()

    def _prepare(self, *, owned: bool) -> None:
        """Make the folder of the state and the credential, for the service's user if ``owned``."""
        (credential,) = self._values("LoadCredential")
        name, source = credential.split(":", 1)
        shutil.copy(source, self._run / name)
        self._state.mkdir(mode=int(self._values("StateDirectoryMode")[0], 8), exist_ok=True)
        if owned:
            os.chown(self._run / name, USER, USER)
        if owned and self._state.stat().st_uid != USER:  # systemd, too, looks at the folder only
            for path in (self._state, *self._state.rglob("*")):
                os.chown(path, USER, USER)

    def _environment(self, address: Path) -> dict[str, str]:
        given = dict(value.split("=", 1) for value in self._values("Environment"))
        for file in self._values("EnvironmentFile"):
            lines = Path(file.removeprefix("-")).read_text(encoding="utf-8").splitlines()
            given |= dict(line.split("=", 1) for line in lines if "=" in line)
        stand_in = {name: os.environ[name] for name in ("TELEGRAM_API_URL", "STORYBOT_HTTP")}
        path = {"PATH": SECURE_PATH, "LANG": "C.UTF-8"}
        return path | stand_in | given | {"NOTIFY_SOCKET": str(address)}

    def stop(self) -> None:
        """Ask the program to end, and wait for it."""
        until = time.monotonic() + _SECONDS_TO_STOP
        with suppress(FileNotFoundError):  # it has ended
            os.kill(int(self._pid.read_text()), signal.SIGTERM)
        while self._pid.exists():
            if time.monotonic() > until:
                sys.exit(f"still runs {_SECONDS_TO_STOP} s after it was asked to end")
            time.sleep(0.05)

    def status(self) -> None:
        """Print what the program said of itself last, once it has reached Telegram."""
        until = time.monotonic() + _SECONDS_TO_START
        while "answering" not in self._said.read_text() and time.monotonic() < until:
            time.sleep(0.05)
        print(re.findall("STATUS=(.*)", self._said.read_text())[-1])


def _person(program: str) -> dict[str, Any]:
    """Return as whom a program is started: nobody else than this process where it has to be."""
    person: dict[str, Any] = {"user": USER, "group": USER, "extra_groups": []}
    if os.geteuid() != 0:
        return {}
    tried = subprocess.run([program, "--version"], check=False, capture_output=True, **person)
    return {} if tried.returncode else person


def systemctl(verb: str) -> None:
    """Do what `systemctl` does with the one unit that there is."""
    unit = Unit(Path(os.environ["FIRST_RUN_ROOT"]))
    if verb in ("stop", "restart"):
        unit.stop()
    if verb in ("start", "restart", "enable"):
        unit.start()
    if verb == "status":
        unit.status()


if __name__ == "__main__":
    if sys.argv[1:2] == ["systemctl"]:
        systemctl(sys.argv[2])
    elif sys.argv[1:2] == ["supervise"]:
        Unit(Path(os.environ["FIRST_RUN_ROOT"])).supervise()
    else:
        given = Path(sys.argv[1]).resolve() if sys.argv[1:] else None
        with tempfile.TemporaryDirectory(prefix="storybot-first-run-") as made:
            Path(made).chmod(0o755)  # the service's user has to come in
            asyncio.run(walk(Path(made).resolve(), given))
