"""Tell the story of a page from its furniture."""
