"""Locks of the server that decide which process does something."""
