"""The tables of the moderators' desk, a step of the migrations."""

DESK = (
    """
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL,
        chat TEXT NOT NULL,
        body TEXT NOT NULL,
        sendings INTEGER NOT NULL DEFAULT 0,
        sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
        UNIQUE (key, chat)
    ) STRICT
    """,
    "CREATE INDEX outbox_pending ON outbox (id) WHERE NOT sent",
    """
    CREATE TABLE feeds (
        url TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        actor TEXT NOT NULL,
        since TEXT NOT NULL,
        due TEXT NOT NULL,
        fetched TEXT,
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        failures INTEGER NOT NULL DEFAULT 0,
        trouble TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE feed_items (
        feed TEXT NOT NULL REFERENCES feeds (url) ON DELETE CASCADE,
        source TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (feed, source)
    ) STRICT
    """,
    """
    CREATE TABLE plans (
        id TEXT PRIMARY KEY,
        due TEXT NOT NULL,
        body TEXT NOT NULL,
        done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
        since INTEGER,
        change INTEGER
    ) STRICT
    """,
    "CREATE INDEX plans_by_time ON plans (due) WHERE NOT done",
    "CREATE TABLE zones (person INTEGER PRIMARY KEY, zone TEXT NOT NULL) STRICT",
    "ALTER TABLE drafts ADD COLUMN lasting INTEGER NOT NULL DEFAULT 0",
)
"""Messages that nobody asked for, feeds, plans, moderators' time zones; drafts that last, as those
that a feed brings while everybody sleeps."""
