"""Readers' handlers, a file for each way in or command."""
