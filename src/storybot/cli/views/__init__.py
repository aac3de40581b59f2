"""How the command line shows articles: as JSON, and to people."""
