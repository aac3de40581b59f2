"""The page: a browser's view of the playground, and its people's hands."""
