"""Tell in which encoding a text is."""
