"""Parts of the reader memory: rows of answers, votes, subscriptions, drafts, forgetting."""
