"""The SubscriberStore protocol: who is to be told once a question is answered."""

from typing import Protocol

from storybot.store.records import OwnSubscription, Subscription


class SubscriberStore(Protocol):
    """Subscriptions to unanswered questions; made by the reader memory.

    Each method raises `StoreError`.
    """

    async def toggle(self, subscription: Subscription, user: int, *, press: str) -> bool:
        """Subscribe a reader to an unanswered question; once more unsubscribes, False then.

        ``press`` identifies the press: handled again after a crash, it has no further effect.
        """
        ...

    async def all(self) -> list[Subscription]:
        """Return the subscribed questions, oldest first, duplicates merged."""
        ...

    async def waits(self, chat: int, message: int) -> bool:
        """Return whether anybody is to be told of the answer to what that message abstained on."""
        ...

    async def of_person(self, user: int) -> list[OwnSubscription]:
        """Return what a person waits for, oldest first."""
        ...

    async def cancel(self, id: int, user: int) -> bool:
        """End a subscription of a person; False if it has ended already."""
        ...

    async def mark_telling(self, chat: int, message: int, *, by: int) -> None:
        """Count an answer about to be sent to subscribers, by 1; by -1 if it did not arrive."""
        ...

    async def drop(self, chat: int, message: int) -> None:
        """Delete the subscriptions to a question."""
        ...
