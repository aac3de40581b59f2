"""What several test modules build on: articles, corpora, clocks, a playground, a running bot."""
