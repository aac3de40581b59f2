"""Receive updates and send messages; nothing here knows what a question is."""
