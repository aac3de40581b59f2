"""Parse files in a process of their own, which can reach nothing."""
