"""The whole answer, from a question to its quotes, beside an earlier build of storybot."""
