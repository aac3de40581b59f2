"""What programs leave around a text that is copied out of them."""
