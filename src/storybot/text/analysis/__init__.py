"""Turn text into the terms of the index and of queries."""
