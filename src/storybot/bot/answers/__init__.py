"""Answer a question in a chat, and keep what its buttons need."""
