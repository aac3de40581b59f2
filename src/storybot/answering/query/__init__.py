"""Query analysis: from what was typed to what is asked."""
