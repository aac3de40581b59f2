"""Readers' commands."""
