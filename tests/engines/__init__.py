"""Database and search servers for the tests."""
