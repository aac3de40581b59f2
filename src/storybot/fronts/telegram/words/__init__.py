"""What the bot says to readers, a file per language."""
