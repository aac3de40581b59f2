"""Measure storybot beside its peers: what `make bench` runs."""
