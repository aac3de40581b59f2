"""Drafts of changes, pending confirmation by a moderator; each is carried out once.

A confirmation may be handled again: pressed twice, or taken up after a crash past the commit. Then
it says what was done. A button that outlives its draft says so, and the command is sent again.
"""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from telegram import Message

from storybot.ingest.results import Note
from storybot.model.changes import Change
from storybot.model.documents import Document, DocumentId
from storybot.store.document_store import Store
from storybot.store.readers.draft_store import DraftStore
from storybot.store.records import StoredDraft

M = TypeVar("M", bound=BaseModel)


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True)


class Addition(_Content):
    """An article as it was understood, not yet in the corpus, and the card that shows it."""

    document: Document
    person: int
    """The moderator whose draft it is."""
    chat: int
    asked: int
    """The message that the card replies to."""
    file: str = ""
    """Telegram's lasting id of the file that it was read from; empty for a text."""
    card: int | None = None
    """The message that is the card; None before it is sent."""
    target: DocumentId | None = None
    """The article that it is to be a new version of, where the moderator named one."""
    mended: tuple[str, ...] = ()
    """The fields that the moderator filled in by hand, which an edit of the message leaves so."""
    base: int | None = None
    """The version of the known article that the card was compared with."""
    retracted: bool = False
    """Whether that article was retracted when the card was drawn."""
    maybe_cut: bool = False
    """Whether the message was so long that Telegram may have cut it in two."""
    notes: tuple[Note, ...] = ()
    """What the moderator should look at before confirming."""
    feed: str = ""
    """The feed that brought it; empty for what a moderator sent."""
    due: datetime | None = None
    """When it is to be added; None for at once."""
    zone: str = ""
    """The time zone that this was written in."""


class Retraction(_Content):
    """An article to be retracted, as the moderator saw it."""

    id: DocumentId
    number: int
    reason: str
    person: int = 0
    chat: int = 0
    asked: int = 0
    """The message that the card replies to."""
    card: int | None = None
    due: datetime | None = None
    """When it is to be retracted; None for at once."""
    zone: str = ""


class Restoration(_Content):
    """A version to be restored, and the current one that the moderator saw."""

    id: DocumentId
    number: int | None
    base: int


class Nomination(_Content):
    """A person who may become a moderator."""

    user: int
    name: str


def card_place(sent: Message, chat: int) -> dict[str, int]:
    """Return what a draft of a chat notes of its card, which may be in the supergroup by now."""
    moved = {} if sent.chat_id == chat else {"chat": sent.chat_id, "asked": 0}
    return {"card": sent.message_id, **moved}


class Draft(NamedTuple, Generic[M]):
    """A change that was shown, and what became of it."""

    id: str
    content: M
    stored: StoredDraft


class Drafts(Generic[M]):
    """Drafts of one kind of change."""

    def __init__(self, kept: DraftStore, store: Store, kind: type[M]) -> None:
        self._kept = kept
        self._store = store
        self._kind = kind

    async def keep(self, content: M, *, lasting: bool = False) -> str:
        """Keep a draft and return its id; a ``lasting`` one for days, not hours.

        Raises:
            StoreError: the database failed.
        """
        id = secrets.token_urlsafe(9)
        await self._kept.keep(id, content.model_dump_json(), lasting=lasting)
        return id

    async def revise(self, id: str, content: M) -> None:
        """Replace a draft that was not carried out.

        Raises:
            StoreError: the database failed.
        """
        await self._kept.revise(id, content.model_dump_json())

    async def look(self, id: str) -> Draft[M] | None:
        """Return a draft that is still there, unless an older storybot wrote it in another form.

        Raises:
            StoreError: the database failed.
        """
        stored = await self._kept.look(id)
        if stored is None:
            return None
        try:
            return Draft(id, self._kind.model_validate_json(stored.body), stored)
        except ValidationError:
            return None

    async def drop(self, id: str) -> None:
        """Forget a draft that was called off.

        Raises:
            StoreError: the database failed.
        """
        await self._kept.drop(id)

    async def made(
        self, draft: Draft[M], actor: str, is_it: Callable[[Change], Awaitable[bool]]
    ) -> Change | None:
        """Return the change that a draft became, even if a crash prevented recording it.

        Then it is one by the same person since the draft was begun, and ``is_it`` knows it.

        Raises:
            StoreError: the database failed.
        """
        number, since = draft.stored.change, draft.stored.since
        if number is None and since is None:
            return None
        for change in await self._store.history():
            if change.number == number:
                return change
            mine = since is not None and change.number > since and change.actor == actor
            if number is None and mine and await is_it(change):
                return change
        return None

    async def begin(self, draft: Draft[M]) -> None:
        """Record that a draft is about to be carried out: the last step before the change.

        Raises:
            StoreError: the database failed; nothing may be changed yet.
        """
        await self._kept.begin(draft.id, (await self._store.generation()).change)

    async def finish(self, draft: Draft[M], change: Change) -> None:
        """Record the change that a draft became.

        Raises:
            StoreError: the database failed; `made` finds the change all the same.
        """
        await self._kept.finish(draft.id, change.number)
