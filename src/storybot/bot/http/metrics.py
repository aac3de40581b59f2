"""Prometheus metrics for `GET /metrics`; none identifies a reader or a chat.

What the bot does is counted as it happens. What is in the database is counted when it is asked for,
so that it is right after a restart, and after a change by another process.
"""

import platform
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from storybot import __version__
from storybot.model.answers import Answer
from storybot.model.errors import StorybotError
from storybot.runtime.current_update import current_update
from storybot.store.database_report import DatabaseCounts

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.0,
    5.0,
    10.0,
    30.0,
    60.0,
    120.0,
    300.0,
)
_LAGS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class IndexState(NamedTuple):
    """What is said of the search index."""

    generation: int
    bytes: int
    """Of the index as it is saved; 0 where it is made at each start."""


class Metrics:
    """The counts of one bot, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        build = Info("storybot_build", "The program and its Python.", registry=registry)
        build.info({"version": __version__, "python": platform.python_version()})
        counter = partial(Counter, registry=registry)
        gauge = partial(Gauge, registry=registry)
        histogram = partial(Histogram, registry=registry)
        self.questions = counter(
            "storybot_questions",
            "Questions by outcome (answered, abstained, talk, refused), by door, and by the"
            " language of the sentence that answers or is nearest.",
            ["outcome", "door", "language"],
        )
        self.steps = histogram(
            "storybot_step_seconds",
            "Seconds by step: wait (for its turn), answer (a question), call (of Telegram).",
            ["step"],
            buckets=_SECONDS,
        )
        self.received = counter("storybot_updates_received", "Updates kept in the inbox.")
        self.finished = counter(
            "storybot_updates_finished",
            "Updates finished, by outcome: done, dead or stale.",
            ["outcome"],
        )
        self.failed = counter("storybot_update_tries_failed", "Tries at an update that failed.")
        self.waiting = gauge("storybot_updates_waiting", "Updates that wait to be handled.")
        self.oldest = gauge(
            "storybot_inbox_age_seconds",
            "How long the oldest update has waited to be handled; 0 where none waits.",
        )
        self.dropped = counter(
            "storybot_updates_dropped",
            "Updates that were not taken in because their chat had too many waiting.",
        )
        self.full = gauge("storybot_inbox_full", "1 while Telegram has to keep its updates.")
        self.seconds = histogram(
            "storybot_update_seconds", "From an update's arrival to its end.", buckets=_SECONDS
        )
        self.floods = counter("storybot_floods", "Calls that Telegram refused with 429.")
        self.deaths = counter(
            "storybot_background_deaths",
            "Background tasks that died and were restarted, by task.",
            ["task"],
        )
        self.lag = histogram(
            "storybot_loop_lag_seconds",
            "How late the event loop gets to what is due.",
            buckets=_LAGS,
        )
        self.silence = gauge(
            "storybot_heard_from_telegram_seconds_ago",
            "Age of the last completed getUpdates or webhook call.",
        )
        self.corrections = gauge(
            "storybot_corrections_pending", "Earlier answers that wait to be corrected."
        )
        self.changes = gauge("storybot_corpus_changes", "Number of the last change.")
        self.backup_age = gauge(
            "storybot_backup_age_seconds",
            "Age of the newest backup; not a number where none is made.",
        )
        self.backup_age.set(float("nan"))
        self._stored = _stored_gauges(registry)
        self._index = gauge("storybot_index_generation", "Of the index.")
        self._index_bytes = gauge("storybot_index_bytes", "Of the saved index.")

    def note_answer(self, found: Answer | StorybotError) -> None:
        """Count a question, and what became of it."""
        if isinstance(found, StorybotError):
            outcome, language = "refused", ""
        else:
            outcome = "talk" if found.talk else "answered" if found.answered else "abstained"
            cited = found.citations[:1]
            language = cited[0].version.document.language if cited else ""
            if not found.talk:
                self.steps.labels("answer").observe(found.took_ms / 1000)
        door = current_update().door
        self.questions.labels(outcome, door, language).inc()

    def note_stored(self, counts: DatabaseCounts, index: IndexState) -> None:
        """Take over what was counted in the database."""
        for name, gauge in self._stored.items():
            gauge.set(getattr(counts, name))
        self._index.set(index.generation)
        self._index_bytes.set(index.bytes)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)


_STORED: Sequence[tuple[str, str, str]] = (
    ("articles", "storybot_articles", "Articles that are quoted."),
    ("retracted", "storybot_articles_retracted", "Articles that are retracted."),
    ("passages", "storybot_passages", "Passages that are searched."),
    ("up", "storybot_votes_up", "Votes for an answer, of those still kept."),
    ("down", "storybot_votes_down", "Votes against an answer, of those still kept."),
    ("subscriptions", "storybot_subscriptions", "Readers' wishes to be told that are open."),
    ("dead", "storybot_updates_dead", "Updates of the last day that were given up."),
    ("notices", "storybot_notices_waiting", "Messages to moderators that wait to be sent."),
    ("bytes", "storybot_database_bytes", "Size of the database's file."),
    ("log_bytes", "storybot_database_log_bytes", "Size of the log beside it."),
)


def _stored_gauges(registry: CollectorRegistry) -> dict[str, Gauge]:
    return {field: Gauge(name, help, registry=registry) for field, name, help in _STORED}
