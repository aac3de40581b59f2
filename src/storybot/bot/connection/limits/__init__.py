"""Telegram's limits: of each chat, and of all together, also where several processes send."""
