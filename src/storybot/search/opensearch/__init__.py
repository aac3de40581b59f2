"""The index on OpenSearch: candidates from its postings, ranked here by exact BM25+."""
