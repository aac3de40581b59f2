"""Dictionaries of the forms of words, which are simplemma's."""
