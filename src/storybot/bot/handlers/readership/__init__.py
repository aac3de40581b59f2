"""What moderators learn of readers' questions: gaps, and figures."""
