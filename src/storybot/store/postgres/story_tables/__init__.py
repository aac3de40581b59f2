"""Changes of the corpus in PostgreSQL, written in one transaction with their lines of the audit."""
