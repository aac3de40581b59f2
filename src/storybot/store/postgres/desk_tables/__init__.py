"""The tables of the moderators' desk."""
