"""Message catalogues, a file per language."""
