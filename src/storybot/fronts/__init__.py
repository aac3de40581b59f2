"""The ways in: each front calls the answering core and is called by none of it."""
