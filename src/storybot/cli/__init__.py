"""The command line, for terminals and other programs."""
