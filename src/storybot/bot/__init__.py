"""The Telegram bot: a file per door and per group of commands."""
