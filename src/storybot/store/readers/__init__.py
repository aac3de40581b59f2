"""Protocols of the parts of the reader memory."""
