"""How records are laid out as rows: what every database has in common."""
