"""Bylines, dates, outlets and addresses."""
