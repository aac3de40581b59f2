"""The tables of corrections: which message shows which article, and what has to be edited.

Triggers fill the queue, in the transaction of the change itself, whichever process makes it: so
no message is missed, and none is queued by a change that did not happen. An answer that was found
before a change and recorded after it is queued as it is recorded.
"""

_QUEUE_OUTDATED = """
    INSERT OR IGNORE INTO corrections (answer, change)
    SELECT shown.answer, max(c.number)
    FROM shown_documents AS shown
    JOIN documents AS d ON d.id = shown.document
    JOIN changes AS c ON c.document = d.id
    WHERE shown.answer = NEW.id AND (d.version != shown.version OR d.state != 'live')
    GROUP BY shown.answer;
"""
_NOTE_SHOWN = """
    INSERT OR IGNORE INTO shown_documents (answer, document, version)
    SELECT NEW.id, q.value ->> 0, q.value ->> 1
    FROM json_each(NEW.cited) AS q
    WHERE q.key IN (SELECT value FROM json_each(NEW.shown));
"""

CORRECTIONS = (
    "ALTER TABLE answers ADD COLUMN shown TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE answers ADD COLUMN reply_to INTEGER",
    "ALTER TABLE answers ADD COLUMN said TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE answers ADD COLUMN stands TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE answers ADD COLUMN corrected_by INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE addresses (code ANY PRIMARY KEY, address ANY NOT NULL) STRICT",
    """
    INSERT OR IGNORE INTO addresses
    SELECT text_code((SELECT key FROM reader_key), inline_message), inline_message
    FROM answers WHERE inline_message IS NOT NULL
    """,
    """
    UPDATE answers SET inline_message = text_code((SELECT key FROM reader_key), inline_message)
    """,
    """
    CREATE TABLE shown_documents (
        document INTEGER NOT NULL,
        answer INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        PRIMARY KEY (document, answer, version)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX shown_by_answer ON shown_documents (answer)",
    """
    CREATE TABLE corrections (
        answer INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        change INTEGER NOT NULL REFERENCES changes (number),
        outcome TEXT CHECK (outcome IN ('corrected', 'same', 'unreachable', 'old')),
        after REAL NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (answer, change)
    ) STRICT
    """,
    "CREATE INDEX corrections_pending ON corrections (after) WHERE outcome IS NULL",
    "CREATE INDEX corrections_by_change ON corrections (change)",
    """
    CREATE TABLE correction_reports (
        change INTEGER NOT NULL REFERENCES changes (number),
        user INTEGER NOT NULL,
        corrected INTEGER NOT NULL,
        chats INTEGER NOT NULL,
        missed INTEGER NOT NULL,
        sendings INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (change, user)
    ) STRICT
    """,
    f"""
    CREATE TRIGGER answers_shown AFTER INSERT ON answers
    BEGIN {_NOTE_SHOWN} {_QUEUE_OUTDATED} END
    """,
    f"""
    CREATE TRIGGER answers_shown_anew AFTER UPDATE OF cited, shown ON answers
    BEGIN
        DELETE FROM shown_documents WHERE answer = NEW.id;
        {_NOTE_SHOWN} {_QUEUE_OUTDATED}
    END
    """,
    """
    CREATE TRIGGER answers_corrected AFTER UPDATE OF corrected_by ON answers
    BEGIN
        UPDATE corrections SET outcome = 'corrected'
        WHERE answer = NEW.id AND change <= NEW.corrected_by AND outcome IS NULL;
    END
    """,
    """
    CREATE TRIGGER changes_correct AFTER INSERT ON changes
    WHEN NEW.before_version != NEW.after_version OR NEW.before_state != NEW.after_state
    BEGIN
        INSERT OR IGNORE INTO corrections (answer, change)
        SELECT DISTINCT answer, NEW.number FROM shown_documents WHERE document = NEW.document;
    END
    """,
)
"""Steps of a migration.

``answers.shown`` are the ranks of the quotes that the message shows, ``cited`` where they stand now
and ``said`` where they stood when they were first said, if that differs; ``stands`` is what the
corrected message says instead. Chats and inline messages are written to, so their ids are kept, in
``addresses`` alone.
"""
