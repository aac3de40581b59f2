"""One bot a PostgreSQL database: who holds the lease, and when another may take it over."""

import asyncio

import asyncpg
import pytest

from storybot.model.errors import AlreadyRunning
from storybot.store.postgres import migrating
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.locks import postgres_lease
from storybot.store.postgres.locks.postgres_lease import PostgresLease
from storybot.store.postgres.migrating import MigrationFile, steps


class Watch:
    """A clock moved by who sleeps on it; the holder's heart may beat meanwhile."""

    def __init__(self, beating: PostgresLease | None = None) -> None:
        self.now = 0.0
        self._beating = beating

    async def sleep(self, seconds: float) -> None:
        """Let time pass, though not for ever."""
        self.now += seconds
        assert self.now < 60
        if self._beating:
            await self._beating.beat()

    async def open(self, url: str) -> PostgresLease:
        """Take the lease by this clock."""
        return await PostgresLease.open(Target.of(url), lambda: self.now, self.sleep)


async def run(url: str, sql: str) -> None:
    """Do something by another connection."""
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


_END = (
    "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity"
    " WHERE query LIKE '%lease%' AND pid <> pg_backend_pid()"
)


async def test_the_second_is_told_who_holds_it(postgres_url: str) -> None:
    """By process, host and time, as soon as the holder shows a sign of life."""
    lease = await Watch().open(postgres_url)
    watch = Watch(lease)
    with pytest.raises(AlreadyRunning, match=r"process \d+ on .+, since 20\d\d-.* UTC"):
        await watch.open(postgres_url)
    assert watch.now == 0.5
    await lease.close()
    await lease.close()
    watch = Watch()
    await (await watch.open(postgres_url)).close()
    assert watch.now == 0


async def test_a_holder_that_is_silent_but_connected_keeps_it(postgres_url: str) -> None:
    """It may be held up; whoever waited in vain is told."""
    lease = await Watch().open(postgres_url)
    watch = Watch()
    with pytest.raises(AlreadyRunning):
        await watch.open(postgres_url)
    assert 10 < watch.now < 20
    await lease.close()


async def test_stories_in_one_database_have_leases_of_their_own(
    postgres_url: str, postgres_server: str
) -> None:
    """A schema each."""
    first = await Watch().open(postgres_url)
    await run(postgres_server, "CREATE SCHEMA another_story")
    second = await Watch().open(f"{postgres_server}?search_path=another_story")
    await second.close()
    await first.close()
    await run(postgres_server, "DROP SCHEMA another_story CASCADE")


async def test_who_is_gone_is_followed_at_once(postgres_url: str) -> None:
    """Nothing was given up, as after kill -9; the server gave the lock back."""
    gone = await Watch().open(postgres_url)
    assert gone._connection
    gone._connection.terminate()
    watch = Watch()
    await (await watch.open(postgres_url)).close()
    assert watch.now <= 1.0


async def test_a_lost_connection_is_made_again(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The lease stays with its holder, where nobody was faster."""
    lease = await Watch().open(postgres_url)
    await run(postgres_url, _END)
    for _ in range(2):
        await lease.beat()
    with pytest.raises(AlreadyRunning):
        await Watch(lease).open(postgres_url)
    await lease.close()


async def test_a_lease_without_a_name_is_refused_all_the_same(postgres_url: str) -> None:
    """Whoever locks and says nothing is not waited for longer than one that is silent."""
    lease = await Watch().open(postgres_url)
    await run(postgres_url, "DELETE FROM lease")
    watch = Watch()
    with pytest.raises(AlreadyRunning, match="pg_locks"):
        await watch.open(postgres_url)
    assert 10 < watch.now < 20
    await lease.close()


async def test_who_locks_again_writes_its_name_again(postgres_url: str) -> None:
    """Another process held the lease meanwhile, and deleted its row when it ended."""
    lease = await Watch().open(postgres_url)
    await run(postgres_url, _END)
    await (await Watch().open(postgres_url)).close()
    for _ in range(2):
        await lease.beat()
    watch = Watch(lease)
    with pytest.raises(AlreadyRunning, match=r"process \d+ on"):
        await watch.open(postgres_url)
    assert watch.now == 0.5
    await lease.close()


async def test_who_was_too_slow_ends(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It learns at its next heartbeat that another process answers."""
    monkeypatch.setattr(postgres_lease, "_BEAT_SECONDS", 0.01)
    monkeypatch.setattr(postgres_lease, "_LOOK_SECONDS", 0.01)
    first = await Watch().open(postgres_url)
    await run(postgres_url, _END)
    second = await Watch().open(postgres_url)
    with pytest.raises(AlreadyRunning, match="has taken this database over"):
        await asyncio.wait_for(first.keep(), 5)
    await second.beat()
    await first.close()
    with pytest.raises(AlreadyRunning):
        await Watch(second).open(postgres_url)
    await second.close()


async def test_nothing_is_migrated_under_a_bot(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is of an older program, and would go on with tables that have changed."""
    lease = await Watch().open(postgres_url)
    more = MigrationFile(len(steps()) + 1, "more.sql", "CREATE TABLE more (number integer)")
    newer = (*steps(), more)
    monkeypatch.setattr(migrating, "steps", lambda: newer)
    with pytest.raises(AlreadyRunning, match="Stop that one"):
        await migrating.open_pool(Target.of(postgres_url))
    await lease.close()
    pool = await migrating.open_pool(Target.of(postgres_url))
    assert await migrating.schema_number(pool) == len(newer)
    await pool.close()
