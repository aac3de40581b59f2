"""Ways in for a question, and the buttons under its answer."""
