"""What the bot says, a file per language."""
