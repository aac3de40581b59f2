"""Corrections of what was said: sent answers follow the articles that they quote."""
