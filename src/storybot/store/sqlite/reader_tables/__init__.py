"""Parts of the reader memory: rows of answers, questions carried along, forgetting."""
