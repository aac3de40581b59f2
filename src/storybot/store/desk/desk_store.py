"""The DeskStore protocol: the moderators' desk beside articles and drafts."""

from typing import Protocol

from storybot.store.desk.feed_store import FeedStore
from storybot.store.desk.outbox import Outbox
from storybot.store.desk.plan_store import PlanStore


class DeskStore(Protocol):
    """Messages to send, feeds, plans; made by `open`, and as durable as the articles."""

    @property
    def outbox(self) -> Outbox:
        """Messages that nobody asked for."""
        ...

    @property
    def feeds(self) -> FeedStore:
        """Feeds that are followed."""
        ...

    @property
    def plans(self) -> PlanStore:
        """Changes that are due later."""
        ...

    async def close(self) -> None:
        """Close the database; calling it twice is allowed."""
        ...
