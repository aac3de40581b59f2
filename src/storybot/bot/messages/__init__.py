"""Answers as Telegram messages: pure functions."""
