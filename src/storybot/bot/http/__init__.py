"""What the running bot serves over HTTP: webhook, health and metrics."""
