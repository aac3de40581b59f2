"""Which line of a text is its headline."""
