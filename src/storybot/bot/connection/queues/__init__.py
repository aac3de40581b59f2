"""Whose turn it is: the updates of each chat in order, and which chat comes next."""
