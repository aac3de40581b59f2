"""The way to a PostgreSQL server: its address, a pool, what a failure means, notifications."""
