"""The index inside the process: rank-bm25's scores, answered from postings."""
