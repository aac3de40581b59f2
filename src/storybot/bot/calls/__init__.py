"""Calls of the Bot API as they are sent, and who carries them."""
