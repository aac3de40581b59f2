"""The WorkerLinks protocol: what the processes of one bot share beside the inbox's chats."""

from typing import Protocol


class WorkerLinks(Protocol):
    """Messages that all may send together, news of updates, and who does what one process does."""

    async def reserve_sendings(self, count: int) -> list[float]:
        """Reserve moments for messages, in the order of all processes that ask.

        Returns in how many seconds each may go out: together with those of the other processes
        they keep Telegram's limit for a bot. What is reserved and not used is lost.

        Raises:
            StoreError: nothing was reserved.
        """
        ...

    async def wait_for_half(self) -> float:
        """Return the seconds until half of that limit is free.

        Raises:
            StoreError: the database cannot be read.
        """
        ...

    async def wait_for_updates(self, seconds: float) -> None:
        """Wait until there may be updates to claim, or for so long."""
        ...

    async def lead(self) -> None:
        """Wait until this process is the one that does what only one does; from then on it leads.

        It leads until its connection or its process ends.
        """
        ...

    async def led_until(self) -> None:
        """Wait until this process leads no longer."""
        ...

    async def close(self) -> None:
        """Stop leading and listening; calling it twice is allowed."""
        ...
