"""Rank passages for a query: the Index protocol and its implementation."""
