"""Decide whether to answer: calibrated confidence, near misses."""
