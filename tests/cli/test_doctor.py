"""The doctor: every planted fault is found, with what to do about it, and nothing is changed."""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from storybot.bot.http.endpoints import http_app
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.metrics import Metrics
from storybot.cli.doctor.command import examine
from storybot.cli.doctor.findings import Finding, Level
from storybot.cli.main import main
from storybot.corpus.library import open_story
from storybot.playground.world.bots import Webhook
from storybot.runtime.serving import serving
from storybot.runtime.settings import load_settings
from worlds.bot_process import World, new_world

Plant = Callable[[World, pytest.MonkeyPatch], None]


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Make a healthy installation: articles, a saved index, a backup, a token, an owner."""
    async with new_world(tmp_path) as made:
        with socket.create_server(("127.0.0.1", 0)) as free:
            made.settings["STORYBOT_HTTP"] = f"127.0.0.1:{free.getsockname()[1]}"
        made.settings["STORYBOT_BACKUPS"] = f"{tmp_path}/backups"
        made.owner.send(made.owner.chat_with(made.bot), "/start")
        monkeypatch.chdir(tmp_path)
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        (tmp_path / "backups").mkdir()
        async with open_story(f"sqlite:///{tmp_path}/storybot.db", corpus="corpus") as story:
            name = f"storybot-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
            await story.store.backup(tmp_path / "backups" / name)
        yield made


async def diagnosis() -> list[Finding]:
    """Return what the doctor finds."""
    return [finding async for finding in examine(load_settings())]


def amiss(found: list[Finding]) -> list[Finding]:
    """Return what is not as it should be."""
    return [finding for finding in found if finding.level != Level.OK]


@contextmanager
def database(world: World) -> Iterator[sqlite3.Connection]:
    """Open the database behind storybot's back."""
    opened = sqlite3.connect(world.folder / "storybot.db")
    try:
        with opened:
            yield opened
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        opened.close()


def sql(*statements: str) -> Plant:
    """Plant a fault by statements."""

    def plant(world: World, _: pytest.MonkeyPatch) -> None:
        with database(world) as opened:
            for statement in statements:
                opened.execute(statement)

    return plant


def setting(name: str, value: str) -> Plant:
    """Plant a wrong setting; {folder} stands for that of the installation."""

    def plant(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(name, value.format(folder=world.folder))

    return plant


def bot(**switches: bool) -> Plant:
    """Plant a switch at BotFather."""

    def plant(world: World, _: pytest.MonkeyPatch) -> None:
        for name, value in switches.items():
            setattr(world.bot, name, value)

    return plant


def _no_file(world: World, _: pytest.MonkeyPatch) -> None:
    (world.folder / "storybot.db").rename(world.folder / "storybot-old.db")


def _no_database(world: World, _: pytest.MonkeyPatch) -> None:
    (world.folder / "storybot.db").write_text("Not a database at all, but a longer text. " * 200)


def _torn(world: World, _: pytest.MonkeyPatch) -> None:
    with (world.folder / "storybot.db").open("r+b") as file:
        for page in (5, 6, 7, 8):
            file.seek(page * 4096)
            file.write(os.urandom(2048))


def _large_log(world: World, _: pytest.MonkeyPatch) -> None:
    log = world.folder / "storybot.db-wal"
    log.touch()
    os.truncate(log, 80 * 2**20)


def _full_disk(_: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2**20))


def _read_only(_: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)


def _damaged_index(world: World, _: pytest.MonkeyPatch) -> None:
    folder = world.folder / "storybot.db.index"
    folder.mkdir(exist_ok=True)
    for name in ("index.bin", *(file.name for file in folder.iterdir())):
        (folder / name).write_bytes(b"rubbish")


def _webhook_error(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYBOT_WEBHOOK_URL", "https://127.0.0.1:9/telegram")
    monkeypatch.setenv("STORYBOT_WEBHOOK_SECRET", "abc")
    world.bot.webhook = Webhook("https://127.0.0.1:9/telegram")
    world.bot.webhook_state.last_error_date = 1
    world.bot.webhook_state.last_error_message = "Connection failed"


def _plain_webhook(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storybot.cli.doctor.settings_checks.TELEGRAM_API", world.url)
    monkeypatch.setenv("STORYBOT_WEBHOOK_URL", "https://bot.example:9000/telegram")
    monkeypatch.setenv("STORYBOT_WEBHOOK_SECRET", "abc")


def _left_webhook(world: World, _: pytest.MonkeyPatch) -> None:
    world.bot.webhook = Webhook("https://bot.example/")


def _other_program(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYBOT_HTTP", world.url.removeprefix("http://"))


def _wrong_clock(_: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of the doctor only: the stand-in's answers carry the time of the same process.
    clock = SimpleNamespace(time=lambda: 4_000_000_000.0)
    monkeypatch.setattr("storybot.cli.doctor.network_checks.time", clock)


def _old_backup(world: World, _: pytest.MonkeyPatch) -> None:
    (newest,) = (world.folder / "backups").iterdir()
    newest.rename(newest.with_name("storybot-20200101T000000Z.db"))


def _damaged_backup(world: World, _: pytest.MonkeyPatch) -> None:
    (newest,) = (world.folder / "backups").iterdir()
    os.truncate(newest, 20_000)


def _others_database(world: World, _: pytest.MonkeyPatch) -> None:
    (world.folder / "storybot.db").unlink()
    with database(world) as opened:
        opened.execute("CREATE TABLE bookmarks (id)")


def _links(world: World, _: pytest.MonkeyPatch) -> None:
    (world.folder / "corpus" / "lock.md").symlink_to(world.folder / "elsewhere.md")


def _no_backup(world: World, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(world.folder / "backups")


def _open_secrets(world: World, _: pytest.MonkeyPatch) -> None:
    (world.folder / ".env").write_text("STORYBOT_LOG_FORMAT=text\n")
    (world.folder / ".env").chmod(0o644)


FAULTS: dict[str, tuple[Plant, Level, str, str]] = {
    "misspelt setting": (setting("STORYBOT_OWNER", "1"), Level.WARNING, "settings", "OWNERS?"),
    "no such time zone": (setting("TZ", "Mars/Olympus"), Level.WARNING, "settings", "TZ"),
    "secrets open to all": (_open_secrets, Level.WARNING, "secrets", ".env"),
    "token refused": (
        setting("TELEGRAM_BOT_TOKEN", "1:wrong"), Level.BROKEN, "token", "not accept",
    ),
    "no token": (setting("TELEGRAM_BOT_TOKEN", ""), Level.WARNING, "token", "not set"),
    "Telegram unreachable": (
        setting("TELEGRAM_API_URL", "http://127.0.0.1:9"), Level.BROKEN, "telegram", ":9",
    ),
    "no owners": (setting("STORYBOT_OWNERS", ""), Level.WARNING, "owners", "STORYBOT_OWNERS"),
    "owner never wrote": (setting("STORYBOT_OWNERS", "987654"), Level.WARNING, "owners", "987654"),
    "inline mode off": (
        bot(supports_inline_queries=False), Level.WARNING, "switches", "Inline mode",
    ),
    "guest mode off": (bot(supports_guest_queries=False), Level.WARNING, "switches", "Guest mode"),
    "groups off": (bot(can_join_groups=False), Level.WARNING, "switches", "Joining groups"),
    "webhook left": (_left_webhook, Level.WARNING, "webhook", "A webhook is set"),
    "webhook fails": (_webhook_error, Level.BROKEN, "webhook", "Connection failed"),
    "webhook port": (_plain_webhook, Level.BROKEN, "webhook", "8443"),
    "address taken": (_other_program, Level.BROKEN, "http", "Another program"),
    "address not ours": (setting("STORYBOT_HTTP", "192.0.2.1:80"), Level.BROKEN, "http", "192.0.2"),
    "nothing watches": (setting("STORYBOT_HTTP", ""), Level.WARNING, "http", "watches"),
    "workers on a file": (
        setting("STORYBOT_WORKERS", "4"), Level.BROKEN, "workers", "one process",
    ),
    "clock off": (_wrong_clock, Level.WARNING, "clock", "ahead of Telegram"),
    "clock set back": (
        sql("DROP TRIGGER changes_refuse_update",
            "UPDATE changes SET at = '2999-01-01T00:00:00+00:00' WHERE number = 2"),
        Level.WARNING, "clock", "in the future",
    ),
    "no corpus folder": (setting("STORYBOT_CORPUS", "nowhere"), Level.WARNING, "corpus", "nowhere"),
    "links in the corpus folder": (_links, Level.WARNING, "corpus", "1 link in the corpus folder"),
    "database missing": (_no_file, Level.WARNING, "database", "storybot-old.db?"),
    "no database": (_no_database, Level.BROKEN, "database", "not a database"),
    "database of another program": (
        _others_database, Level.BROKEN, "database", "another program",
    ),
    "database torn": (_torn, Level.BROKEN, "integrity", "damaged"),
    "database of a newer one": (sql("PRAGMA user_version = 999"), Level.BROKEN, "schema", "newer"),
    "database of an older one": (sql("PRAGMA user_version = 3"), Level.WARNING, "schema", "next"),
    "database read-only": (_read_only, Level.BROKEN, "database", "may not be written"),
    "text altered": (
        sql("UPDATE versions SET text = replace(text, 'Monday', 'Sunday') WHERE document = 1"),
        Level.BROKEN, "hashes", "version 1 of article 1",
    ),
    "passage altered": (
        sql("UPDATE passages SET text = 'x' WHERE id = 1"), Level.BROKEN, "hashes", "passage 1",
    ),
    "audit altered": (
        sql("DROP TRIGGER audit_refuse_update", "UPDATE audit SET line = '{}' WHERE number = 1"),
        Level.BROKEN, "audit", "line 1",
    ),
    "updates given up": (
        sql("INSERT INTO inbox (update_id, body, received, state) VALUES (1, '{}', 0, 'dead')"),
        Level.WARNING, "inbox", "Given up after three tries in the last day: 1 update.",
    ),
    "no articles": (
        sql("UPDATE documents SET state = 'retracted'"), Level.WARNING, "articles", "No article",
    ),
    "log too large": (_large_log, Level.WARNING, "log", "80 MiB"),
    "disk full": (_full_disk, Level.BROKEN, "disk", "1 MiB"),
    "index damaged": (_damaged_index, Level.WARNING, "index", "damaged"),
    "no backups": (setting("STORYBOT_BACKUPS", ""), Level.WARNING, "backups", "No backups"),
    "no backup yet": (_no_backup, Level.WARNING, "backups", "no backup"),
    "backup too old": (_old_backup, Level.BROKEN, "backups", "hours old"),
    "backup damaged": (_damaged_backup, Level.BROKEN, "backups", "is damaged"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
async def test_a_planted_fault_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It is named as bad as it is, with what to do, and without the token."""
    plant, level, check, part = FAULTS[name]
    plant(world, monkeypatch)
    found = [f for f in amiss(await diagnosis()) if (f.level, f.check) == (level, check)]
    assert [f for f in found if part in f.text and f.advice], found
    assert world.bot.token not in str(found)


async def test_a_healthy_installation_has_no_finding_and_nothing_is_made(world: World) -> None:
    """All is well, and no file is made, changed or touched."""
    before = _contents(world.folder)
    assert amiss(await diagnosis()) == []
    assert _contents(world.folder) == before


@pytest.mark.parametrize("schema", [18, 999])
async def test_of_another_schema_nothing_is_said_that_is_not_known(
    world: World, monkeypatch: pytest.MonkeyPatch, schema: int
) -> None:
    """Its articles are not counted, and so are not said to be missing."""
    sql(f"PRAGMA user_version = {schema}")(world, monkeypatch)
    found = await diagnosis()
    assert [finding.check for finding in amiss(found)] == ["schema"]
    assert "0 live articles" not in str(found)


@pytest.mark.parametrize(("of_another", "level"), [(True, Level.BROKEN), (False, Level.OK)])
async def test_another_bot_at_the_address_is_not_taken_for_this_one(
    world: World, monkeypatch: pytest.MonkeyPatch, *, of_another: bool, level: Level
) -> None:
    """The second bot of a machine is not heard of where the first one has its address."""

    async def ready() -> str:
        return ""

    heartbeat = Heartbeat()
    heartbeat.beat()
    id = "777" if of_another else world.bot.token.split(":")[0]
    async with serving(http_app(heartbeat, Metrics(), ready, bot=id), "127.0.0.1:0") as port:
        monkeypatch.setenv("STORYBOT_HTTP", f"127.0.0.1:{port}")
        (found,) = [finding for finding in await diagnosis() if finding.check == "http"]
    assert (found.level, "Another bot, 777" in found.text) == (level, of_another)


async def test_nothing_is_made_beside_a_log(world: World) -> None:
    """A log left by a crash is read elsewhere, and stays as it is, with what it holds."""
    opened = sqlite3.connect(world.folder / "storybot.db")
    opened.execute("PRAGMA wal_autocheckpoint = 0")
    opened.execute("UPDATE documents SET state = 'retracted'")
    opened.commit()
    crashed = world.folder / "crashed"
    crashed.mkdir()
    for name in ("storybot.db", "storybot.db-wal"):
        shutil.copy(world.folder / name, crashed)
    opened.close()
    for file in crashed.iterdir():
        shutil.copy(file, world.folder)
    before = _contents(world.folder)
    assert "No article is live" in str(amiss(await diagnosis()))
    assert _contents(world.folder) == before


def _contents(folder: Path) -> dict[str, tuple[int, str]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        with suppress(IsADirectoryError):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path)] = (path.stat().st_mtime_ns, digest)
    return found


@pytest.mark.parametrize(
    ("environment", "code", "status"),
    [
        ({"STORYBOT_HTTP": "127.0.0.1:1"}, 1, "warning"),
        ({"STORYBOT_THRESHOLD": "2"}, 2, "broken"),
    ],
)
def test_the_exit_code_and_json_say_how_bad_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    code: int,
    status: str,
) -> None:
    """For programs: one object with the worst level and the findings; nothing is made."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith(("STORYBOT_", "TELEGRAM_"))]:
        monkeypatch.delenv(name)
    ran = CliRunner().invoke(main, ["doctor", "--json"], env=environment)
    assert ran.exit_code == code
    said = json.loads(ran.stdout)
    assert said["status"] == status
    assert {tuple(finding) for finding in said["findings"]} == {
        ("level", "check", "text", "advice")
    }
    assert list(tmp_path.iterdir()) == []
    shown = CliRunner().invoke(main, ["doctor"], env=environment)
    assert shown.exit_code == code
    assert "STORYBOT_" in shown.output
