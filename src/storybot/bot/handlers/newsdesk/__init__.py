"""What happens at the desk by itself: files and feeds arrive, plans fall due, people are told."""
