"""Sources of articles that are followed while the bot runs: the corpus folder, feeds."""
