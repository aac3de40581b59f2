"""The DraftStore protocol: changes that wait for a moderator to confirm them."""

from typing import Protocol

from storybot.store.records import StoredDraft


class DraftStore(Protocol):
    """Drafts by unguessable ids, few and short-lived.

    They survive a crash and a locked database, and record their outcome: a confirmation that is
    handled again takes effect once. Each method raises `StoreError`.
    """

    async def keep(self, id: str, body: str, *, lasting: bool = False) -> None:
        """Store a draft, evicting the oldest ones if there are too many.

        ``lasting`` ones are for what came while nobody looked: they live for two weeks.
        """
        ...

    async def look(self, id: str) -> StoredDraft | None:
        """Return a draft that is still there."""
        ...

    async def revise(self, id: str, body: str) -> None:
        """Replace what a draft says, unless it was carried out."""
        ...

    async def begin(self, id: str, since: int) -> None:
        """Record the last change before a draft is first applied; later calls keep it."""
        ...

    async def finish(self, id: str, change: int) -> None:
        """Note the change that a draft became."""
        ...

    async def drop(self, id: str) -> None:
        """Forget a draft."""
        ...
