"""Care for a database in PostgreSQL: looking at it, moving a story into it."""
