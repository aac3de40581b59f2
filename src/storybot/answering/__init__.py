"""From a question to cited sentences, or to an abstention."""
