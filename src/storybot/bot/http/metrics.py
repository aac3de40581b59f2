"""Prometheus metrics for `GET /metrics`; none identifies a reader or a chat."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Metrics:
    """The counts of one bot, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.received = Counter(
            "storybot_updates_received", "Updates kept in the inbox.", registry=registry
        )
        self.finished = Counter(
            "storybot_updates_finished",
            "Updates finished, by outcome: done, dead or stale.",
            ["outcome"],
            registry=registry,
        )
        self.failed = Counter(
            "storybot_update_tries_failed", "Tries at an update that failed.", registry=registry
        )
        self.waiting = Gauge(
            "storybot_updates_waiting", "Updates that wait to be handled.", registry=registry
        )
        self.dropped = Counter(
            "storybot_updates_dropped",
            "Updates that were not taken in because their chat had too many waiting.",
            registry=registry,
        )
        self.full = Gauge(
            "storybot_inbox_full", "1 while Telegram has to keep its updates.", registry=registry
        )
        self.seconds = Histogram(
            "storybot_update_seconds",
            "From an update's arrival to its end.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.floods = Counter(
            "storybot_floods", "Calls that Telegram refused with 429.", registry=registry
        )
        self.deaths = Counter(
            "storybot_background_deaths",
            "Background tasks that died and were restarted, by task.",
            ["task"],
            registry=registry,
        )
        self.silence = Gauge(
            "storybot_heard_from_telegram_seconds_ago",
            "Age of the last completed getUpdates or webhook call.",
            registry=registry,
        )
        self.corrections = Gauge(
            "storybot_corrections_pending",
            "Earlier answers that wait to be corrected.",
            registry=registry,
        )
        self.changes = Gauge(
            "storybot_corpus_changes", "Number of the last change.", registry=registry
        )

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)
