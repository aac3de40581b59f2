"""What is recorded to find out what readers miss, a step of the migrations."""

GAPS = (
    "ALTER TABLE votes ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE answers ADD COLUMN took_ms REAL NOT NULL DEFAULT 0",
)
"""Why an answer did not help, in one of a few words; how long it took to find it."""
