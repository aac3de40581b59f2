"""Storage of postings: a merged segment and a growing tail."""
