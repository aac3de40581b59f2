"""Send answers, and find them again for buttons, edits and subscriptions."""
