"""The Bot API over HTTP, in front of the world."""
