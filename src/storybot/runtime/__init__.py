"""What any running part of the program needs: settings, logs, background work."""
