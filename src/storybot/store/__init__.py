"""Keeping documents, versions and the audit: the Store protocol and what implements it."""
