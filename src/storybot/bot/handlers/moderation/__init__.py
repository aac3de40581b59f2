"""The moderators' desk: add, change, name moderators."""
