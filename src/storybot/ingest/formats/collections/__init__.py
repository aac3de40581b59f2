"""Files that hold several articles: feeds, exports, archives."""
