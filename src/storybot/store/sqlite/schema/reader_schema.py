"""The tables of readers' questions, votes and wishes, as steps of the migrations."""

READERS = (
    """
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        door TEXT NOT NULL,
        language TEXT NOT NULL,
        question TEXT NOT NULL,
        answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
        chat INTEGER,
        asked INTEGER,
        message INTEGER,
        inline_message TEXT UNIQUE,
        asker INTEGER,
        cited TEXT NOT NULL,
        UNIQUE (chat, asked),
        UNIQUE (chat, message)
    ) STRICT
    """,
    "CREATE INDEX answers_by_time ON answers (at)",
    """
    CREATE TABLE votes (
        answer INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        user INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        up INTEGER NOT NULL CHECK (up IN (0, 1)),
        at TEXT NOT NULL,
        PRIMARY KEY (answer, user)
    ) STRICT
    """,
    """
    CREATE TABLE wishes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        question TEXT NOT NULL,
        chat INTEGER NOT NULL,
        message INTEGER NOT NULL,
        user INTEGER NOT NULL,
        UNIQUE (chat, message, user)
    ) STRICT
    """,
    """
    CREATE TABLE chats (
        id INTEGER PRIMARY KEY,
        language TEXT,
        listens INTEGER NOT NULL DEFAULT 0 CHECK (listens IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE chosen_results (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        result TEXT NOT NULL,
        question TEXT NOT NULL,
        inline_message TEXT
    ) STRICT
    """,
    """
    CREATE TABLE carried_questions (
        token TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        question TEXT NOT NULL
    ) STRICT
    """,
)

READER_CODES = (
    "CREATE TABLE reader_key (key BLOB NOT NULL) STRICT",
    "INSERT INTO reader_key VALUES (new_reader_key())",
    "UPDATE votes SET user = reader_code((SELECT key FROM reader_key), user)",
    """
    UPDATE answers SET chat = reader_code((SELECT key FROM reader_key), chat),
                       asker = reader_code((SELECT key FROM reader_key), asker)
    """,
    """
    UPDATE chosen_results
    SET inline_message = text_code((SELECT key FROM reader_key), inline_message)
    """,
)
"""Votes, questions and settings no longer name people; language and subscriptions need the ids."""

WISH_TOPICS = ("ALTER TABLE wishes ADD COLUMN topic INTEGER",)
"""A forum's answer belongs into the topic of its question."""

PRESSES = (
    """
    CREATE TABLE votes_by_press (
        answer INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        user INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        up INTEGER CHECK (up IN (0, 1)),
        at TEXT NOT NULL,
        press TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (answer, user)
    ) STRICT
    """,
    "INSERT INTO votes_by_press SELECT answer, user, rank, up, at, '' FROM votes",
    "DROP TABLE votes",
    "ALTER TABLE votes_by_press RENAME TO votes",
    "ALTER TABLE wishes ADD COLUMN press TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE wishes ADD COLUMN active INTEGER NOT NULL DEFAULT 1",
    "CREATE INDEX chosen_by_message ON chosen_results (inline_message)",
)
"""A press is recognised when handled again: a withdrawn vote stays withdrawn, as NULL or 0."""
