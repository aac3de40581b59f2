"""Fetch pages from addresses that a moderator names, and from no private one."""
