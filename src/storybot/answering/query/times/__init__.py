"""The times that texts name: yesterday, early April, the third quarter, the 1990s."""
