"""Rank candidate sentences: matches, features, weights."""
