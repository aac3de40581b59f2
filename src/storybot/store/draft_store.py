"""The DraftStore protocol: changes that wait for a moderator to confirm them."""

from typing import Protocol

from storybot.store.records import StoredDraft


class DraftStore(Protocol):
    """Drafts by ids that nobody can guess, few and not for long.

    They outlive a crash and a locked database, and remember what became of them: a confirmation
    that is handled again is carried out once. Each method raises `StoreError`.
    """

    async def keep(self, id: str, body: str) -> None:
        """Keep a draft; the oldest make room for new ones."""
        ...

    async def look(self, id: str) -> StoredDraft | None:
        """Return a draft that is still there."""
        ...

    async def begin(self, id: str, since: int) -> None:
        """Note the last change before a draft is first carried out; later calls keep it."""
        ...

    async def finish(self, id: str, change: int) -> None:
        """Note the change that a draft became."""
        ...

    async def drop(self, id: str) -> None:
        """Forget a draft."""
        ...
