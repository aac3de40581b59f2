"""The tables, as the steps that made them; `PRAGMA user_version` counts.

A step that has been released is never edited: a change of the tables is a further step.
"""

import aiosqlite

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
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            sentences TEXT NOT NULL,
            hash BLOB NOT NULL,
            FOREIGN KEY (document, version) REFERENCES versions (document, number)
        ) STRICT
        """,
        "CREATE INDEX passages_by_document ON passages (document)",
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
)


async def migrate(database: aiosqlite.Connection) -> None:
    """Bring the tables up to date, each step whole or not at all.

    Raises:
        ValueError: a newer storybot made this database.
    """
    done = await _user_version(database)
    if done > len(STEPS):
        raise ValueError("a newer storybot made this database; start that one, or another file")
    for number, statements in enumerate(STEPS[done:], start=done + 1):
        await database.execute("BEGIN IMMEDIATE")
        try:
            if await _user_version(database) < number:  # another process may have been faster
                for statement in statements:
                    await database.execute(statement)
                await database.execute(f"PRAGMA user_version = {number}")
            await database.execute("COMMIT")
        except BaseException:
            await database.execute("ROLLBACK")
            raise


async def _user_version(database: aiosqlite.Connection) -> int:
    ((version,),) = await database.execute_fetchall("PRAGMA user_version")
    return int(version)
