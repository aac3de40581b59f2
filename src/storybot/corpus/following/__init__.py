"""Keep the index up to date with the store."""
