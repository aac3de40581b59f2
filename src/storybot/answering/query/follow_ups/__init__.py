"""Questions that lean on the one before them."""
