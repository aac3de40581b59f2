"""Annotate sentences with the kinds of facts they state."""
