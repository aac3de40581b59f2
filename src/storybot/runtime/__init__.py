"""Infrastructure of any running process: settings, logs, background work."""
