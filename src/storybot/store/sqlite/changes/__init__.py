"""Changes of the corpus, written in one transaction with their lines of the audit."""
