"""Note what kinds of things a sentence holds."""
