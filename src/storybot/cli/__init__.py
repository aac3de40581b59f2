"""The command line: what a terminal and other programs call."""
