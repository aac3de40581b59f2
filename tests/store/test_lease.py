"""One bot a database: who holds it, and when another may take it over."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storybot.model.errors import AlreadyRunning, StoreError
from storybot.store.sqlite import sqlite_lease
from storybot.store.sqlite.sqlite_lease import SQLiteLease
from worlds.databases import make_read_only


class Watch:
    """A clock moved by who sleeps on it, with something that happens meanwhile."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.now = 0.0
        self._meanwhile = meanwhile

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        self._meanwhile()

    async def open(self, path: Path) -> SQLiteLease:
        """Take the lease by this clock."""
        return await SQLiteLease.open(str(path), lambda: self.now, self.sleep)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a database file."""
    return tmp_path / "storybot.db"


def change(file: Path, sql: str) -> None:
    """Change the row as another process would."""
    with sqlite3.connect(file) as database:
        database.execute(sql)
    database.close()


async def test_the_second_is_told_who_holds_it(file: Path) -> None:
    """At once where both run on one machine, by process, host and time."""
    watch = Watch()
    lease = await watch.open(file)
    with pytest.raises(AlreadyRunning, match=r"process \d+ on .+, since 20\d\d-.* UTC"):
        await watch.open(file)
    assert watch.now == 0
    await lease.close()


async def test_a_file_that_may_not_be_written_is_said(file: Path) -> None:
    """The lease is the first thing that the bot writes: it says what to do."""
    await (await SQLiteLease.open(str(file))).close()
    make_read_only(file)
    with pytest.raises(StoreError, match=r"may not be written: .* Give this program the right"):
        await SQLiteLease.open(str(file))


def remove(file: Path) -> None:
    """Take a file away."""
    file.unlink()


def replace(file: Path) -> None:
    """Put another file in the place of one."""
    other = file.with_name("backup")
    other.touch()
    other.rename(file)


@pytest.mark.parametrize("end", [remove, replace])
async def test_a_file_that_was_removed_or_replaced_ends_the_lease(
    file: Path, end: Callable[[Path], None]
) -> None:
    """What is written is in no file that the next start opens: no more is to be confirmed."""
    lease = await SQLiteLease.open(str(file))
    away = file.rename(file.with_name("away"))  # noqa: ASYNC240 - as another program does it
    await lease.beat()
    away.rename(file)
    for _ in range(3):
        await lease.beat()
    end(file)
    for _ in range(2):
        await lease.beat()
    with pytest.raises(StoreError, match="removed or replaced"):
        await lease.beat()
    await lease.close()


async def test_a_lease_given_up_is_free(file: Path) -> None:
    """The next process need not wait, and closing twice is allowed."""
    watch = Watch()
    lease = await watch.open(file)
    await lease.close()
    await lease.close()
    await (await watch.open(file)).close()
    assert watch.now == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells")
async def test_a_process_that_is_gone_is_followed_at_once(file: Path) -> None:
    """As after kill -9: nothing has been given up, and nobody is there."""
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await ended.wait()
    lease = await Watch().open(file)
    change(file, f"UPDATE lease SET pid = {ended.pid}")
    watch = Watch()
    await (await watch.open(file)).close()
    assert watch.now == 0
    await lease.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells")
async def test_another_program_under_the_same_id_is_not_the_holder(file: Path) -> None:
    """Ids are given out again: the time at which it began tells them apart."""
    lease = await Watch().open(file)
    change(file, "UPDATE lease SET begun = '1'")
    await (await Watch().open(file)).close()
    await lease.close()


async def test_from_elsewhere_a_heartbeat_keeps_it(file: Path) -> None:
    """However its clock stands, a count that moves is a sign of life."""
    lease = await Watch().open(file)
    change(file, "UPDATE lease SET machine = 'elsewhere'")
    watch = Watch(lambda: change(file, "UPDATE lease SET beats = beats + 1"))
    with pytest.raises(AlreadyRunning):
        await watch.open(file)
    assert watch.now < 5
    await lease.close()


async def test_from_elsewhere_silence_of_seconds_gives_it_away(file: Path) -> None:
    """Then the first holder learns of it at its next heartbeat, and must end."""
    first = await Watch().open(file)
    await first.beat()
    change(file, "UPDATE lease SET machine = 'elsewhere'")
    watch = Watch()
    second = await watch.open(file)
    assert 5 < watch.now < 15
    with pytest.raises(AlreadyRunning, match="has taken this database over"):
        await first.beat()
    await second.beat()
    await first.close()
    await second.beat()
    await second.close()


async def test_of_two_who_wait_one_gets_it(file: Path) -> None:
    """The other finds that somebody was faster."""
    first = await Watch().open(file)
    change(file, "UPDATE lease SET machine = 'elsewhere'")
    watch = Watch(lambda: change(file, "UPDATE lease SET holder = 'a third'"))
    with pytest.raises(AlreadyRunning):
        await watch.open(file)
    await first.close()


async def test_a_locked_database_does_not_end_the_holder(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A heartbeat that could not be written is logged, and the next one counts."""
    lease = await Watch().open(file)
    await lease._database.execute_fetchall("PRAGMA busy_timeout = 1")
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")
        await lease.beat()
        assert "heartbeat could not be written" in caplog.text
        other.rollback()
    other.close()
    await lease.beat()
    await lease.close()


async def test_keeping_ends_with_the_lease(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The heartbeat goes on until another process holds the database."""
    monkeypatch.setattr(sqlite_lease, "_BEAT_SECONDS", 0.001)
    lease = await Watch().open(file)
    change(file, "UPDATE lease SET holder = 'another'")
    with pytest.raises(AlreadyRunning):
        await lease.keep()
    await lease.close()
