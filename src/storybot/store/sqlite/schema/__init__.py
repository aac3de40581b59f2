"""The schema of the database file and its migrations."""
