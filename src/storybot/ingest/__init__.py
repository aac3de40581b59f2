"""Read articles as people have them, into documents."""
