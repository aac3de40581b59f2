"""A local Telegram: the Bot API on loopback, to try and to test a bot without a token."""
