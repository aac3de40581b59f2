"""The Lease protocol: one bot a database, so that no update is answered twice."""

from typing import NoReturn, Protocol


class Lease(Protocol):
    """The right to answer with a database; made by `open`, which raises where it is held."""

    async def keep(self) -> NoReturn:
        """Show again and again that the holder is alive.

        Raises:
            AlreadyRunning: another process has taken the lease.
            StoreError: what it is a lease of is no longer there.
        """
        ...

    async def close(self) -> None:
        """Give the lease up; calling it twice is allowed."""
        ...
