"""Sentences as columns, in memory and in a mapped file."""
