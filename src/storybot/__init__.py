"""Answers questions about a news story with cited sentences, word for word."""

__version__ = "0.1.0"
