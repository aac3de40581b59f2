"""Web pages: HTML and what it says of itself."""
