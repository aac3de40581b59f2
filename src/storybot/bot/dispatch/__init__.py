"""What handlers are made of: commands, callbacks, filters, permissions, language."""
