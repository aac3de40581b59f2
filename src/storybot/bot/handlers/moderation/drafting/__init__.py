"""Drafts of moderators: kept, shown on cards, compared with what is there."""
