"""The pool of PostgreSQL: tables and transactions are made once, failures are said."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

import asyncpg
import pytest

from storybot.model.errors import SettingError, StoreError
from storybot.store.postgres.connection import notifications
from storybot.store.postgres.connection import pool as pools
from storybot.store.postgres.connection.notifications import Notifications
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import open_pool, schema_number, steps


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[PostgresPool]:
    """Open a database."""
    opened = await open_pool(Target.of(postgres_url))
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up after three seconds."""
    monkeypatch.setattr(pools, "_PATIENCE_SECONDS", 3.0)


async def test_several_processes_make_the_tables_once(postgres_url: str) -> None:
    """They wait for one another, each on connections of its own."""
    targets = [Target.of(f"{postgres_url}&application_name=p{n}") for n in range(4)]
    opened = await asyncio.gather(*map(open_pool, targets))
    assert {await schema_number(one) for one in opened} == {len(steps())}
    ((count,),) = await opened[0].rows("SELECT count(*) FROM migrations")
    assert count == len(steps())
    for one in opened:
        await one.close()


async def test_a_newer_database_is_refused(pool: PostgresPool) -> None:
    """Its tables may mean something else."""
    await pool.change("INSERT INTO migrations (number, name) VALUES (999, 'of tomorrow')")
    with pytest.raises(StoreError, match="newer storybot"):
        await open_pool(pool.target)


async def test_one_process_has_one_pool(pool: PostgresPool) -> None:
    """Whatever part of the program opens it; it is closed with its last user."""
    again = await open_pool(pool.target)
    assert await again.rows("SELECT pg_backend_pid()") == await pool.rows("SELECT pg_backend_pid()")
    await again.close()
    await again.close()
    assert await pool.rows("SELECT 1")


async def test_who_waits_for_others_of_the_process_is_patient(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many at once share few connections: that is no failure, however long their turn takes."""
    pool = await open_pool(Target.of(f"{postgres_url}&connections=2"))
    begun, held = asyncio.Semaphore(0), asyncio.Event()

    async def body(connection: Connection) -> None:
        begun.release()
        await held.wait()
        await connection.execute("SELECT")

    holding = [asyncio.create_task(pool.transact(body)) for _ in range(2)]
    await begun.acquire()
    await begun.acquire()
    monkeypatch.setattr(pools, "_CONNECT_SECONDS", 0.01)
    waiting = [asyncio.create_task(pool.rows("SELECT 1")) for _ in range(20)]
    await asyncio.wait(waiting, timeout=0.05)
    monkeypatch.undo()
    held.set()
    await asyncio.gather(*holding)
    assert [len(rows) for rows in await asyncio.gather(*waiting)] == [1] * 20
    await pool.close()


async def insert_change(connection: Connection) -> int:
    """Count in the database what cannot be counted twice without harm."""
    sql = "UPDATE counters SET last = last + 1 WHERE name = 'changes' RETURNING last"
    return int(await connection.fetchval(sql))


async def last(pool: PostgresPool) -> int:
    """Return how often that was done."""
    return int((await pool.rows("SELECT last FROM counters WHERE name = 'changes'"))[0][0])


async def kill(pool: PostgresPool, pid: int) -> None:
    """End a connection of the server's, as a restart does."""
    await pool.rows("SELECT pg_terminate_backend($1, 2000)", pid)


async def test_a_transaction_whose_connection_is_lost_is_made_again(pool: PostgresPool) -> None:
    """Before its commit: what it did is undone by the server."""
    tries = 0

    async def body(connection: Connection) -> int:
        nonlocal tries
        tries += 1
        number = await insert_change(connection)
        if tries == 1:
            await kill(pool, await connection.fetchval("SELECT pg_backend_pid()"))
        return number

    assert await pool.transact(body) == 1
    assert (tries, await last(pool)) == (2, 1)


@contextlib.contextmanager
def lost_commits(monkeypatch: pytest.MonkeyPatch, *, made: bool) -> Iterator[list[str]]:
    """Lose the connection at the next commit, once it is made or before the server hears of it."""
    commit, lost = asyncpg.transaction.Transaction.commit, list[str]()

    async def losing(self: Any) -> None:
        if lost:
            await commit(self)
            return
        lost.append("commit")
        if made:
            await commit(self)
        self._connection.terminate()
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle")

    with monkeypatch.context() as patch:
        patch.setattr(asyncpg.transaction.Transaction, "commit", losing)
        yield lost


@pytest.mark.parametrize("made", [True, False])
async def test_a_commit_of_which_nothing_was_heard_is_made_once(
    pool: PostgresPool, monkeypatch: pytest.MonkeyPatch, *, made: bool
) -> None:
    """Its receipt tells whether it was made; the caller gets what the one that counts returned."""
    with lost_commits(monkeypatch, made=made) as lost:
        assert await pool.transact(insert_change) == 1
    assert (lost, await last(pool)) == (["commit"], 1)


async def test_old_receipts_are_dropped(
    pool: PostgresPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Now and then, with a transaction; those that may still be asked for stay."""
    await pool.change(
        "INSERT INTO receipts (id, at) SELECT gen_random_uuid(), now() - n * interval '25 minutes'"
        " FROM generate_series(1, 4) AS n"
    )
    monkeypatch.setattr(pools, "_TRANSACTIONS_A_DROP", 1)
    await pool.transact(insert_change)
    assert await pool.rows("SELECT count(*) FROM receipts") == [(3,)]


async def test_what_is_not_known_is_said(
    pool: PostgresPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server does not come back in time, the error does not claim either."""
    with lost_commits(monkeypatch, made=True):
        monkeypatch.setattr(pools, "_PATIENCE_SECONDS", 0.0)
        with pytest.raises(StoreError, match="not known") as caught:
            await pool.transact(insert_change)
    assert caught.value.code == "not_known"
    assert await last(pool) == 1


async def test_transactions_that_block_each_other_are_made_again(pool: PostgresPool) -> None:
    """The server ends one of them; its caller does not notice."""
    await pool.change("INSERT INTO counters VALUES ('a', 0), ('b', 0)")
    both = asyncio.Barrier(2)

    async def body(connection: Connection, *names: str) -> None:
        for name in names:
            await connection.execute("UPDATE counters SET last = last + 1 WHERE name = $1", name)
            if name == names[0]:
                with contextlib.suppress(asyncio.BrokenBarrierError, TimeoutError):
                    await asyncio.wait_for(both.wait(), 0.5)

    await asyncio.gather(
        pool.transact(lambda c: body(c, "a", "b")), pool.transact(lambda c: body(c, "b", "a"))
    )
    found = await pool.rows("SELECT last FROM counters WHERE name IN ('a', 'b')")
    assert [row[0] for row in found] == [2, 2]


async def test_a_function_that_fails_changes_nothing(pool: PostgresPool) -> None:
    """Its error is the caller's."""

    async def body(connection: Connection) -> None:
        await insert_change(connection)
        raise KeyError

    with pytest.raises(KeyError):
        await pool.transact(body)
    assert await last(pool) == 0


class Turns(asyncio.Semaphore):
    """Turns of two, which tell of the third that wants one."""

    def __init__(self) -> None:
        super().__init__(2)
        self.third = asyncio.Event()

    async def acquire(self) -> Literal[True]:
        """Take a turn."""
        if self.locked():
            self.third.set()
        return await super().acquire()


async def test_who_finds_no_connection_waits(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a turn, which no time-out counts: others only have to finish."""
    pool = await open_pool(Target.of(f"{postgres_url}&connections=2"))
    pool._turns = turns = Turns()
    held, done = asyncio.Barrier(3), asyncio.Event()

    async def hold(connection: Connection) -> None:
        await connection.execute("SELECT 1")
        await held.wait()
        await done.wait()

    holding = [asyncio.create_task(pool.transact(hold)) for _ in range(2)]
    await held.wait()
    monkeypatch.setattr(pools, "_CONNECT_SECONDS", 0)  # it would be up at once
    asking = asyncio.create_task(pool.rows("SELECT 1"))
    await asyncio.wait_for(turns.third.wait(), 10)
    monkeypatch.undo()
    assert not asking.done()
    done.set()
    assert await asking == [(1,)]
    await asyncio.gather(*holding)
    await pool.close()


async def test_a_lost_connection_is_replaced(pool: PostgresPool) -> None:
    """A statement that may be repeated is, on another one."""
    ((pid,),) = await pool.rows("SELECT pg_backend_pid()")
    connection = await asyncpg.connect(pool.target.dsn)
    await connection.execute("SELECT pg_terminate_backend($1, 2000)", pid)
    await connection.close()
    assert await pool.change("UPDATE counters SET last = 7 WHERE name = 'changes'") == 1


_TOLD = asyncpg.InternalClientError("cannot switch to state 11; another operation is in progress")
"""What the driver raises where the server has said that the connection ends, and it has not yet."""


async def test_a_connection_that_is_about_to_end_is_replaced(pool: PostgresPool) -> None:
    """It is an error of the driver's own kind, and one of the connection all the same."""
    tries = 0

    async def body(connection: Connection) -> int:
        nonlocal tries
        tries += 1
        number = await insert_change(connection)
        if tries == 1:
            raise _TOLD
        return number

    assert await pool.transact(body) == 1
    assert (tries, await last(pool)) == (2, 1)


async def test_a_statement_that_was_made_stands_where_its_connection_ends(
    pool: PostgresPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool cannot take the connection back, which is nothing to the statement."""
    release = asyncpg.Pool.release

    async def ending(self: Any, connection: Any) -> None:
        await release(self, connection)
        raise _TOLD

    monkeypatch.setattr(asyncpg.Pool, "release", ending)
    assert await pool.change("UPDATE counters SET last = 7 WHERE name = 'changes'") == 1


async def test_who_listens_listens_again_after_any_failure(
    pool: PostgresPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never stops, or nobody would follow the changes of others until the next start."""
    failed = list[Target]()

    async def failing(target: Target) -> Any:
        if not failed:
            failed.append(target)
            raise _TOLD
        return await pools.connect(target)

    monkeypatch.setattr(notifications, "connect", failing)
    monkeypatch.setattr(notifications, "_PAUSE_SECONDS", 0.0)
    told = Notifications.open(pool.target)
    assert await told.wait("corpus", 5.0)
    assert failed
    await told.close()


async def test_a_server_that_is_not_there_is_said() -> None:
    """With what to do, and without the password."""
    with pytest.raises(StoreError, match="Check that PostgreSQL runs") as caught:
        await open_pool(Target.of("postgresql://me:secret@127.0.0.1:1/story"))
    assert "story at 127.0.0.1:1" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_wrong_password_is_said(postgres_url: str) -> None:
    """At once, and what to check."""
    target = Target.of(postgres_url.replace("storybot:", "storybot:x", 1))
    with pytest.raises(StoreError, match="Check user and password"):
        await open_pool(target)


async def test_the_audit_cannot_be_changed(pool: PostgresPool) -> None:
    """Not by a statement, not by one that empties the table, not by a session that replays."""
    await pool.change("INSERT INTO grants VALUES (1, now(), 'cli', 7, 'Olga', true);")
    for sql in ("UPDATE grants SET name = 'Eve'", "DELETE FROM grants", "TRUNCATE grants"):
        with pytest.raises(StoreError, match="append-only"):
            await pool.change(sql)

        async def replay(connection: Connection, sql: str = sql) -> None:
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(sql)

        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await pool.transact(replay)


async def test_who_listens_is_told(pool: PostgresPool) -> None:
    """Of what happened while nobody waited, too; and hears again after the connection was lost."""
    told = Notifications.open(pool.target)
    assert await told.wait("corpus", 5.0)  # it listens from now on; before, it cannot know
    await pool.change("UPDATE analysis SET rebuilds = 1")
    assert await told.wait("corpus", 5.0)
    assert not await told.wait("corpus", 0.01)
    await pool.rows(
        "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    )
    assert await told.wait("corpus", 5.0)
    await pool.change("UPDATE analysis SET rebuilds = 2")
    assert await told.wait("corpus", 5.0)
    await told.close()
    await told.close()


async def test_of_several_hosts_the_one_that_takes_changes_is_used(postgres_url: str) -> None:
    """As after a failover, without another setting."""
    target = Target.of(postgres_url.replace("@", "@127.0.0.1:1,", 1))
    assert " or 127.0.0.1:" in target.shown
    pool = await open_pool(target)
    assert await pool.rows("SELECT pg_is_in_recovery()") == [(False,)]
    await pool.close()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql:///news?host=/run/postgresql", "news at /run/postgresql"),
        ("postgresql://me@[::1]:5433/news", "news at [::1]:5433"),
        ("postgresql://", "the default database at the default host"),
    ],
)
def test_other_forms_of_a_url_are_read(url: str, shown: str) -> None:
    """Sockets, IPv6, and what the environment says."""
    assert Target.of(url).shown == shown


@pytest.mark.parametrize("url", ["postgres://x", "postgresql://[", "postgresql://h:port/x"])
def test_what_is_no_url_is_refused(url: str) -> None:
    """The setting is named."""
    with pytest.raises(SettingError, match="STORYBOT_DATABASE"):
        Target.of(url)


def test_a_url_is_shown_without_its_secrets() -> None:
    """And its own parameter is not the driver's."""
    target = Target.of(
        "postgresql://me:s%40cret@db.example:5433/news?sslmode=require&connections=3"
    )
    assert (target.shown, target.connections) == ("news at db.example:5433", 3)
    assert target.dsn == "postgresql://me:s%40cret@db.example:5433/news?sslmode=require"
    with pytest.raises(SettingError, match="connections=1"):
        Target.of("postgresql://h/d?connections=1")
