"""The schema, as a sequence of migrations; `PRAGMA user_version` counts them.

A released migration is never edited: add another one to change the schema. None is made while a bot
answers with the database: of an older program, it would go on with tables that have changed, and
could not be started again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiosqlite

from storybot.store.sqlite.connection import transaction
from storybot.store.sqlite.schema.correction_schema import CORRECTIONS
from storybot.store.sqlite.schema.desk_schema import DESK
from storybot.store.sqlite.schema.early_drafts import LEASE_STEP, mend, mend_lease
from storybot.store.sqlite.schema.gaps_schema import GAPS
from storybot.store.sqlite.schema.reader_key import teach
from storybot.store.sqlite.schema.reader_schema import PRESSES, READER_CODES, READERS, WISH_TOPICS

_INBOX = (
    """
    CREATE TABLE inbox (
        update_id INTEGER PRIMARY KEY,
        body TEXT NOT NULL,
        received REAL NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead', 'stale')),
        tries INTEGER NOT NULL DEFAULT 0,
        sent INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX inbox_waiting ON inbox (update_id) WHERE state = 'waiting'",
)

_RELIABILITY = (
    "ALTER TABLE inbox ADD COLUMN progress TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE inbox ADD COLUMN sendings INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE inbox ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE inbox SET tries = tries - 1, sendings = 1, progress = 'begun'
    WHERE state = 'waiting' AND tries > 0
    """,
    "ALTER TABLE wishes ADD COLUMN tellings INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE chosen_results ADD COLUMN user INTEGER",
    "ALTER TABLE carried_questions ADD COLUMN user INTEGER",
    """
    CREATE TABLE lease (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        holder TEXT NOT NULL,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        machine TEXT NOT NULL,
        begun TEXT NOT NULL,
        since TEXT NOT NULL,
        beats INTEGER NOT NULL
    ) STRICT
    """,
)
"""State that survives a crash: progress and sendings of updates, notifications, the authors of
inline questions, the answering process. An attempt in progress may have sent something."""
_REFUSE_UPDATE = """
    CREATE TRIGGER changes_refuse_update BEFORE UPDATE ON changes
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """

_DECISIONS = (
    "ALTER TABLE documents ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1))",
    "ALTER TABLE documents ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX documents_held ON documents (id) WHERE held",
    "ALTER TABLE changes ADD COLUMN brought INTEGER",
    "ALTER TABLE changes ADD COLUMN decided INTEGER NOT NULL DEFAULT 0 CHECK (decided IN (0, 1))",
    "DROP TRIGGER changes_refuse_update",
    "UPDATE changes SET brought = after_version WHERE action IN ('add', 'update')",
    """
    UPDATE changes SET decided = 1
    WHERE action IN ('retract', 'restore', 'undo') OR actor LIKE 'telegram:%'
    """,
    _REFUSE_UPDATE,
    """
    UPDATE documents SET arrived = coalesce(
        (SELECT max(brought) FROM changes WHERE document = documents.id AND NOT decided), 0)
    """,
    """
    UPDATE documents SET held = NOT (state = 'live' AND version = arrived) AND coalesce(
        (SELECT decided FROM changes WHERE document = documents.id ORDER BY number DESC LIMIT 1), 0)
    """,
)
"""Who decided on an article's standing: a person, or its source. See `corpus/lifecycle.py`."""

_DRAFTS = (
    """
    CREATE TABLE drafts (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        body TEXT NOT NULL,
        since INTEGER,
        change INTEGER
    ) STRICT
    """,
)

_CUTS = (
    "ALTER TABLE passages ADD COLUMN cut INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX passages_by_language",
    "CREATE INDEX passages_by_language ON passages (cut, language)",
    "ALTER TABLE analysis ADD COLUMN cut INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE analysis ADD COLUMN newest_cut INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE analysis ADD COLUMN switched TEXT NOT NULL DEFAULT ''",
)
"""Passages of several cuts: the one that is quoted from, the one in the making, the one before."""

_TOLD_WAITS = (
    "CREATE TABLE told_waits (change INTEGER NOT NULL) STRICT",
    "INSERT INTO told_waits VALUES (0)",
)
"""Up to which change moderators were told of versions that wait."""

_AUDIT = (
    """
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('change', 'grant')),
        ref INTEGER NOT NULL,
        name TEXT NOT NULL,
        place TEXT NOT NULL,
        line TEXT NOT NULL,
        hash TEXT NOT NULL,
        UNIQUE (kind, ref)
    ) STRICT
    """,
    *(
        f"""
        CREATE TRIGGER audit_refuse_{verb.lower()} BEFORE {verb} ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
        """
        for verb in ("UPDATE", "DELETE")
    ),
)
"""The audit as a hash chain over changes and grants; see `store/sqlite/changes/audit_chain.py`."""

_NAMES = (
    "ALTER TABLE wishes RENAME TO subscriptions",
    "UPDATE answers SET door = 'subscription' WHERE door = 'wish'",
)

_WHISPERS = (
    "ALTER TABLE chats ADD COLUMN whispers INTEGER NOT NULL DEFAULT 0 CHECK (whispers IN (0, 1))",
)
"""Groups where only who asks by command sees the answer."""

_PARTS = ("ALTER TABLE inbox ADD COLUMN parts INTEGER NOT NULL DEFAULT 0",)
"""How many of an update's several messages have arrived."""

_CLAIMS = (
    "ALTER TABLE inbox ADD COLUMN turn TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE inbox ADD COLUMN worker TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE inbox_workers (worker TEXT PRIMARY KEY, until REAL NOT NULL) STRICT",
    """
    CREATE TABLE inbox_claims (
        turn TEXT PRIMARY KEY,
        worker TEXT NOT NULL REFERENCES inbox_workers (worker) ON DELETE CASCADE,
        used REAL NOT NULL
    ) STRICT
    """,
    "CREATE INDEX inbox_claims_by_worker ON inbox_claims (worker)",
)
"""Which chat an update belongs to, and which worker handles that chat, by a lease."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('live', 'retracted'))
        ) STRICT
        """,
        """
        CREATE TABLE versions (
            document INTEGER NOT NULL REFERENCES documents (id),
            number INTEGER NOT NULL,
            text TEXT NOT NULL,
            about TEXT NOT NULL,
            text_hash BLOB NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (document, number)
        ) STRICT
        """,
        "CREATE INDEX versions_by_text ON versions (text_hash)",
        """
        CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document INTEGER NOT NULL,
            version INTEGER NOT NULL,
            language TEXT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            sentences TEXT NOT NULL,
            position INTEGER NOT NULL,
            goes_on INTEGER NOT NULL,
            hash BLOB NOT NULL,
            FOREIGN KEY (document, version) REFERENCES versions (document, number)
        ) STRICT
        """,
        "CREATE INDEX passages_by_document ON passages (document)",
        "CREATE INDEX passages_by_language ON passages (language)",
        """
        CREATE TABLE changes (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            document INTEGER NOT NULL REFERENCES documents (id),
            title TEXT NOT NULL,
            before_version INTEGER,
            before_state TEXT,
            after_version INTEGER NOT NULL,
            after_state TEXT NOT NULL,
            removed_first INTEGER NOT NULL,
            removed_stop INTEGER NOT NULL,
            added_first INTEGER NOT NULL,
            added_stop INTEGER NOT NULL,
            reason TEXT NOT NULL,
            undoes INTEGER UNIQUE REFERENCES changes (number)
        ) STRICT
        """,
        "CREATE INDEX changes_by_document ON changes (document)",
        """
        CREATE TABLE grants (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            user INTEGER NOT NULL,
            name TEXT NOT NULL,
            granted INTEGER NOT NULL CHECK (granted IN (0, 1))
        ) STRICT
        """,
        "CREATE TABLE analysis (name TEXT NOT NULL, rebuilds INTEGER NOT NULL) STRICT",
        "INSERT INTO analysis VALUES ('', 0)",
        *(
            f"""
            CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
            """
            for table in ("changes", "grants")
            for verb in ("UPDATE", "DELETE")
        ),
    ),
    _INBOX,
    READERS,
    READER_CODES,
    WISH_TOPICS,
    PRESSES,
    _RELIABILITY,
    _DRAFTS,
    _DECISIONS,
    _CUTS,
    _TOLD_WAITS,
    _AUDIT,
    _WHISPERS,
    _NAMES,
    DESK,
    CORRECTIONS,
    GAPS,
    _PARTS,
    _CLAIMS,
)

_IN_USE = (
    "An older storybot made this database and answers with it: process {pid} on {host}, since"
    " {since}. Stop that one first; the next start brings the database up to date."
)


async def migrate(
    database: aiosqlite.Connection,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Apply the missing migrations, each in a transaction.

    Raises:
        ValueError: a newer storybot made this database.
        AlreadyRunning: a bot answers with it; nothing was changed.
    """
    done = await _user_version(database)
    if done > len(STEPS):
        raise ValueError("a newer storybot made this database; start that one, or another file")
    await mend_lease(database, done, STEPS)  # also where all steps were made before it was mended
    if LEASE_STEP <= done < len(STEPS):
        from storybot.store.sqlite.schema.holder import outlast  # noqa: PLC0415 - once a schema

        await outlast(database, _IN_USE, now, sleep, by_heartbeat=True)
    if done < len(STEPS):
        await mend(database, done, STEPS)
        await teach(database)
        await database.execute("PRAGMA secure_delete = ON")  # overwrites what a migration replaces
    for number, statements in enumerate(STEPS[done:], start=done + 1):
        async with transaction(database):
            if await _user_version(database) < number:  # another process may have been faster
                for statement in statements:
                    await database.execute(statement)
                await database.execute(f"PRAGMA user_version = {number}")


async def _user_version(database: aiosqlite.Connection) -> int:
    ((version,),) = await database.execute_fetchall("PRAGMA user_version")
    return int(version)
