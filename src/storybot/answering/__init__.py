"""From a question to cited sentences, or to saying that there are none."""
