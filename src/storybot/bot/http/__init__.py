"""HTTP endpoints of the running bot: webhook, health and metrics."""
