"""Score answers against labelled questions."""
