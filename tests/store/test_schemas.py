"""Databases of every schema that the program ever made are brought to today's, with what they hold.

Each file is a dump of a database that the program of its time made by four commands: two articles
added, the first changed from Tuesday to Monday, the second retracted.
"""

import gzip
import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from storybot.corpus.backends.databases import copy_database, open_lease
from storybot.corpus.library import open_story
from storybot.model.errors import AlreadyRunning, StoreError
from storybot.store.sqlite.opening import open_database
from storybot.store.sqlite.schema.early_drafts import LEASE_STEP, mend_lease
from storybot.store.sqlite.schema.holder import COLUMNS, Holder
from storybot.store.sqlite.schema.migrations import STEPS, migrate
from storybot.store.sqlite.upkeep.inspection import inspect

DUMPS = sorted((Path(__file__).parent / "schemas").glob("*.sql.gz"))


@pytest.fixture(params=DUMPS, ids=lambda path: path.name.removesuffix(".sql.gz"))
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Make the database of a dump."""
    made = tmp_path / "storybot.db"
    with sqlite3.connect(made) as opened:
        opened.executescript(gzip.decompress(request.param.read_bytes()).decode())
    opened.close()
    return made


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_no_dump_says_where_it_was_made(path: Path) -> None:
    """Its articles are in a folder that no machine of ours has."""
    dump = gzip.decompress(path.read_bytes()).decode()
    sources = set(re.findall(r'(/[^"\']+)\.md', dump))
    assert sources == {"/srv/story/lock", "/srv/story/dam"}


async def test_an_old_database_answers(database: Path) -> None:
    """Nothing of the articles is lost: versions, states, changes; and it answers."""
    async with open_story(f"sqlite:///{database}") as story:
        answer = await story.ask("Who shut the northern lock?")
        assert answer.answered
        assert answer.citations[0].text == "Ines Calder shut the northern lock on Monday."
        assert [heading.live for heading in await story.articles()] == [True, False]
        assert "Tuesday" in (await story.article("1", 1)).document.text
        assert [change.action for change in await story.history()] == [
            "add", "add", "update", "retract",
        ]  # fmt: skip
        assert (await story.undo()).change is not None
    report = await inspect(database)
    assert (report.schema, report.problems, report.damaged) == (len(STEPS), (), ())
    assert report.audit
    assert report.audit.broken is None


async def test_a_bot_starts_on_an_old_database(database: Path) -> None:
    """It takes the lease at the first start and at the next one, and keeps others from it."""
    url = f"sqlite:///{database}"
    for _ in range(2):
        lease = await open_lease(url)
        with pytest.raises(AlreadyRunning):
            await open_lease(url)
        await lease.close()


async def test_a_lease_of_another_shape_is_mended_later_too(tmp_path: Path) -> None:
    """A database that all steps were applied to while nothing mended the lease gets one."""
    file = tmp_path / "storybot.db"
    await (await open_lease(f"sqlite:///{file}")).close()
    with closing(sqlite3.connect(file)) as database:
        database.execute("ALTER TABLE lease RENAME COLUMN machine TO place")
        database.execute("ALTER TABLE lease DROP COLUMN begun")
    await (await open_lease(f"sqlite:///{file}")).close()


def test_there_is_a_dump_of_every_schema() -> None:
    """From the third on, which the first program made; today's is added when the next one comes."""
    numbers = {int(path.name.split("-")[0]) for path in DUMPS}
    assert set(range(3, len(STEPS))) - numbers <= SKIPPED


SKIPPED = {4}
"""Schemas that no commit ended with."""


class Watch:
    """A clock that is moved by who sleeps on it, while the bot of a database may live."""

    def __init__(self, database: Path, beats: int) -> None:
        self.now = 0.0
        self._change = f"UPDATE lease SET beats = beats + {beats}"
        self._database = database

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        with closing(sqlite3.connect(self._database)) as database, database:
            database.execute(self._change)

    async def migrate(self) -> int:
        """Bring the database up to date by this clock; return the schema that it has then."""
        async with aiosqlite.connect(self._database) as database:
            await migrate(database, lambda: self.now, self.sleep)
            ((schema,),) = await database.execute_fetchall("PRAGMA user_version")
            return int(schema)


async def with_bot(database: Path) -> None:
    """Let the database be that of an older program, with which this process answers."""
    async with aiosqlite.connect(database) as opened:
        ((schema,),) = await opened.execute_fetchall("PRAGMA user_version")
        if schema < LEASE_STEP:
            pytest.skip("of a time before there was a lease")
        await mend_lease(opened, schema, STEPS)
        me = Holder.me()
        await opened.execute("DELETE FROM lease")
        await opened.execute(
            f"INSERT INTO lease (one, {COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, 0)",
            (me.holder, me.host, me.pid, me.machine, me.begun, me.since),
        )
        await opened.commit()


async def test_nothing_is_migrated_under_a_bot(database: Path) -> None:
    """An older one would go on with tables that have changed, and not start any more."""
    await with_bot(database)
    before = (await inspect(database)).schema
    with pytest.raises(AlreadyRunning, match=r"process \d+ on .*Stop that one first"):
        await Watch(database, beats=1).migrate()
    assert (await inspect(database)).schema == before


async def test_a_copy_is_migrated_while_its_bot_lives(database: Path) -> None:
    """Its lease names a process that lives, and no heartbeat reaches it: a new release is tried."""
    await with_bot(database)
    assert await Watch(database, beats=0).migrate() == len(STEPS)


async def test_a_copy_is_of_the_schema_that_its_original_has(
    database: Path, tmp_path: Path
) -> None:
    """So an older storybot can go on with a backup made before an upgrade, by the newer one."""
    before = await inspect(database)
    await copy_database(f"sqlite:///{database}", tmp_path / "copy.db")
    assert await inspect(tmp_path / "copy.db") == await inspect(database) == before


async def test_an_altered_text_is_found_in_a_database_of_any_schema(database: Path) -> None:
    """Texts and their hashes are as they were in the first; no copy of such a file is kept."""
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("UPDATE versions SET text = replace(text, 'Tuesday', 'Sunday')")
    assert "version 1 of article 1" in (await inspect(database)).damaged
    with pytest.raises(StoreError, match="version 1 of article 1 was altered"):
        await copy_database(f"sqlite:///{database}", database.with_name("copy.db"))


async def test_a_database_in_use_is_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection's thread would keep a command from ending."""

    async def refuse(*_: object) -> None:
        raise AlreadyRunning

    monkeypatch.setattr("storybot.store.sqlite.opening.migrate", refuse)
    before = threading.enumerate()
    with pytest.raises(AlreadyRunning):
        await open_database(str(tmp_path / "storybot.db"))
    for thread in set(threading.enumerate()) - set(before):
        thread.join(10)
        assert not thread.is_alive()
