"""Tell which patterns of words a text shows."""
