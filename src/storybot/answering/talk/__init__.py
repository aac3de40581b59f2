"""Messages as people write them: greetings and thanks around questions, and talk that is none."""
