"""Many articles analysed at once, in processes of their own."""
