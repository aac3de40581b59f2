"""What the moderators' desk remembers beside drafts: messages to send, feeds, plans."""
