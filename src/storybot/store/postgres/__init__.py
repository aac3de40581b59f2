"""PostgreSQL: what must not be lost, shared by several processes."""
