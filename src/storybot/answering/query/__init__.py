"""Query analysis: from a typed question to a query."""
