"""The PlanStore protocol: changes that a moderator has confirmed for a later moment."""

from datetime import datetime
from typing import NamedTuple, Protocol

from storybot.store.records import StoredDraft


class StoredPlan(NamedTuple):
    """A confirmed change and its moment."""

    id: str
    due: datetime
    body: str
    """As JSON."""
    draft: StoredDraft
    """The same as a draft: what became of it."""


class PlanStore(Protocol):
    """Plans by the id of the draft that they were; each method raises `StoreError`.

    A plan is carried out once: `begin` claims it, and whoever calls it off comes before that or
    not at all.
    """

    async def schedule(self, id: str, due: datetime, body: str) -> None:
        """Keep a plan; one that is there stays as it is."""
        ...

    async def plan(self, id: str) -> StoredPlan | None:
        """Return a plan, also one that was carried out; None where it was called off."""
        ...

    async def planned(self) -> list[StoredPlan]:
        """Return what was neither carried out nor called off, the earliest first."""
        ...

    async def begin(self, id: str, since: int) -> bool:
        """Claim a plan, with the last change before it; False if it is not there any more."""
        ...

    async def finish(self, id: str, change: int | None) -> None:
        """Record the change that a plan became; None where it could not be carried out."""
        ...

    async def call_off(self, id: str) -> bool:
        """Drop a plan that was not begun; False if there is none."""
        ...

    async def zone(self, person: int) -> str:
        """Return the time zone that a moderator has named; empty for none."""
        ...

    async def set_zone(self, person: int, zone: str) -> None:
        """Remember the time zone that a moderator writes times in."""
        ...
