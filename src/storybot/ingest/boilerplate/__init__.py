"""Boilerplate removal: separate the story of a page from its furniture."""
