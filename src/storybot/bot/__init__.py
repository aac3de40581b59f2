"""The Telegram bot: handlers, answers, messages and the connection."""
