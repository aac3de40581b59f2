"""What moderators do with articles: find them, compare versions, correct what was read of them."""
