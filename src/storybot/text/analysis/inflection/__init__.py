"""How the words of some languages are inflected, beyond what a dictionary or a suffix tells."""
