"""The index inside the process: rank-bm25's scores from postings."""
