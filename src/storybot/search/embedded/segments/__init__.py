"""Where postings are kept: a merged segment and a growing tail."""
