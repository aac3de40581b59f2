"""The durable queue of updates: what is put in, what workers claim of it, what they may send."""
