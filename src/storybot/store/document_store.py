"""The Store protocol: the source of truth for documents, versions and changes.

Each method is one transaction: once it returns, the change survives a power cut; if it raises,
nothing was stored. Passages are derived from the live versions and stored, so that neither a
question nor a start of the program has to analyse articles. `tests/store/test_store_contract.py` is
this contract as tests, run on every implementation.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from storybot.model.audit import AuditEntry, AuditReport
from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.headings import Heading, Standing
from storybot.model.passages import Passage, PassageId, Sentence


class AnalysedDocument(NamedTuple):
    """An analysed document, from which its passages are made."""

    language: str
    title: Sequence[str]
    """Terms of its title."""
    passages: Sequence[Sequence[Sentence]]
    """Its sentences, in order, cut into passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A requested change of a document's standing."""

    action: Action
    actor: str
    id: DocumentId | None
    """None makes a new document."""
    before: Standing | None
    """The standing that the change is based on; if it differs now, that is a `Conflict`."""
    after: Standing
    """The new standing."""
    contents: tuple[Document, ...] = ()
    """New versions, numbered from the newest existing one."""
    cut: AnalysedDocument | None = None
    """The passages of the version that becomes quotable; None where none does."""
    reason: str = ""
    undoes: int | None = None
    decided: bool = False
    """Whether a person decided it."""

    @property
    def moves(self) -> bool:
        """Whether it changes the quotable text."""
        return self.before is None or self.before[:2] != self.after[:2]


class CommitOutcome(NamedTuple):
    """The effect of a change, with the updates for the index."""

    change: Change
    removed: range
    """Ids of the passages that are no longer quotable."""
    added: tuple[Passage, ...]
    """The newly quotable passages, those that are still there."""
    is_whole: bool = True
    """Whether all of them are: where not, a later change of the document has taken their place."""


KEPT_SECONDS = 60.0
"""How long the passages from before a `Store.recut` are kept for those who still read them."""


class Generation(NamedTuple):
    """The store's revision; an index at an older revision has to catch up."""

    rebuilds: int
    """Count of full re-chunkings; after one, an index starts from scratch."""
    change: int
    """Number of the last change, 0 for none."""
    at: int
    """Time of the change in microseconds since 1970: numbers can recur after a restored backup."""

    def same_documents(self, other: "Generation") -> bool:
        """Tell whether the documents are the same, be their passages cut anew or not."""
        return self[1:] == other[1:]

    def after(self, number: int, at: datetime) -> "Generation":
        """Return the generation after a change with this number and time."""
        since = at - datetime(1970, 1, 1, tzinfo=UTC)
        return Generation(self.rebuilds, number, since // timedelta(microseconds=1))


class Store(Protocol):
    """Documents by id, each with numbered versions, one of them current."""

    async def commit(self, edits: Sequence[Edit]) -> list[CommitOutcome]:
        """Apply all edits, or none.

        Ids and version numbers are never reused, even after an undo. The passages of one version
        get consecutive ids in document order, above all earlier ids.

        Raises:
            NotFound: there is no document or version of that id.
            Conflict: a document does not stand as its edit says it did, or its source is taken.
            StoreError: the database failed.
        """
        ...

    async def version(self, id: DocumentId, number: int | None = None) -> Version:
        """Return a version, the current one by default.

        Raises:
            NotFound: there is none.
            DamagedText: its text no longer matches its hash.
        """
        ...

    async def versions(self, keys: Collection[tuple[DocumentId, int]]) -> list[Version]:
        """Return the versions of these ids and numbers, in any order.

        Missing ones are omitted; so is, and logged, one that does not match its hash.
        """
        ...

    async def find(self, *, source: str | None = None, text: str | None = None) -> Version | None:
        """Return the document of that source, or the first live one with exactly that text."""
        ...

    async def standing(self, id: DocumentId) -> Standing:
        """Return the standing of a document.

        Raises:
            NotFound: there is none of that id.
        """
        ...

    async def headings(self, *, held: bool = False) -> list[Heading]:
        """Return all documents without their texts, in order of addition.

        ``held`` restricts it to those that a person has decided on. Texts are not read, and so not
        verified: nothing of a heading may be quoted as the article's words.
        """
        ...

    def documents(self) -> AsyncIterator[Version]:
        """Yield the current version of every document, live or retracted, in order of addition."""
        ...

    async def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return the passages that are still quotable, in the order of ``ids``.

        Others are omitted; so is, and logged, one whose text no longer matches its hash.
        """
        ...

    async def languages(self) -> list[str]:
        """Return the languages of the quotable passages, in alphabetical order."""
        ...

    def index_entries(self) -> AsyncIterator[Passage]:
        """Yield every quotable passage in order of id, to rebuild an index from."""
        ...

    async def history(self, id: DocumentId | None = None) -> list[Change]:
        """Return the changes of one document or of all, oldest first."""
        ...

    async def last_undoable(
        self, beside: int | None = None, *, actor: str | None = None
    ) -> Change | None:
        """Return the last change of a standing that has not been undone.

        ``beside`` is the number of a change: then only the changes of its document count; with an
        ``actor`` only theirs do.
        """
        ...

    async def audit(self, below: int, most: int) -> list[AuditEntry]:
        """Return up to ``most`` lines of the audit with numbers ``below`` one, newest first.

        Each change and each grant has one, written in its transaction.
        """
        ...

    async def verify_audit(self) -> AuditReport:
        """Recompute the audit's chain of hashes, and compare it with what it records."""
        ...

    async def untold_waits(self) -> list[Change]:
        """Return the changes since `mark_told` by which a version has come to wait."""
        ...

    async def mark_told(self, change: int) -> None:
        """Note that moderators were told of the versions that came up to a change.

        Raises:
            StoreError: it could not be noted; they are told again.
        """
        ...

    async def outcomes_since(self, change: int) -> list[CommitOutcome]:
        """Return the effects of changes numbered above ``change``, oldest first.

        All are read at one moment, so that together they lead to a state that the store had.
        """
        ...

    async def wait_for_change(self, seconds: float) -> None:
        """Wait until some process has changed the store, or until that long has passed.

        A hint to look sooner, and no more: it may be late, or return without a change.
        """
        ...

    def turn_to_fill(self) -> AbstractAsyncContextManager[bool]:
        """Hold the turn to fill a shared index; yields False where another process has it.

        It ends with the process, also one that is killed. Where the database was away meanwhile,
        two may have it.

        Raises:
            StoreError: the database cannot be reached.
        """
        ...

    async def generation(self) -> Generation:
        """Return the store's generation."""
        ...

    async def analysis(self) -> str:
        """Return the name of the analysis that the passages were cut with; empty before any."""
        ...

    async def recut(
        self,
        cut: Callable[[Sequence[Document]], Awaitable[Sequence[AnalysedDocument]]],
        *,
        analysis: str,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Cut all live documents anew, under new ids, and quote from those from then on.

        ``cut`` is given some documents at a time. Others read and change the store meanwhile:
        nothing is locked while a document is cut. The passages before it can still be read by
        their ids, for indexes that are yet to follow, for at least `KEPT_SECONDS`. Counts as a
        rebuild; ``progress`` is told how many are done.

        Raises:
            StoreError: it could not be written; what was quoted before still is.
        """
        ...

    async def moderators(self) -> dict[int, str]:
        """Return the user ids that may change the corpus, with the name each was granted under."""
        ...

    async def grant(self, user: int, name: str, *, actor: str) -> None:
        """Let a user change the corpus; written to the audit."""
        ...

    async def revoke(self, user: int, *, actor: str) -> bool:
        """Revoke that right; False if the user did not have it. Recorded in the audit."""
        ...

    async def backup(self, path: Path) -> None:
        """Copy the whole store, consistent, to a new file, while it is in use.

        Raises:
            StoreError: the file exists already or could not be written.
        """
        ...

    async def close(self) -> None:
        """Close the database; calling it twice is allowed."""
        ...
