"""From ranked sentences to cited evidence: quotes, duplicates, conflicts, recency."""
