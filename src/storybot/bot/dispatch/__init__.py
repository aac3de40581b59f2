"""Building blocks of handlers: commands, buttons, filters, permissions, language."""
