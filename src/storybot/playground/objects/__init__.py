"""The Bot API's objects, limits and refusals."""
