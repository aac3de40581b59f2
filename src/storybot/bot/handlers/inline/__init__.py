"""Inline mode: queries, results, and what is done with sent ones."""
