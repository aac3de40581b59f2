"""The stand-in's people, chats, bots and updates."""
