"""Ranking passages for a query: the Index protocol and what implements it."""
