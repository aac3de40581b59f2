"""Fit the weights that the bot answers with, from labelled questions."""
