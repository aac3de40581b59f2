"""The durable queue of updates: what is put in, and what workers claim of it."""
