"""The Store protocol: the truth about documents, their versions and their changes.

Each method is one transaction: when it returns, the change survives the loss of power; when it
raises, nothing of it was kept. Passages are derived from the live versions and are kept here so
that nothing has to be cut or analysed when a question is asked or the program starts.
`tests/store/test_store_contract.py` is this contract as tests, run on every implementer.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.headings import Heading, Standing
from storybot.model.passages import Passage, PassageId, Sentence


class AnalysedDocument(NamedTuple):
    """A document, analysed: what its passages are made of."""

    language: str
    title: Sequence[str]
    """Terms of its title."""
    passages: Sequence[Sequence[Sentence]]
    """Its sentences, in order, cut into passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change asked for: from one standing of a document to another."""

    action: Action
    actor: str
    id: DocumentId | None
    """None makes a new document."""
    before: Standing | None
    """The standing that the change was decided on; another one now is a `Conflict`."""
    after: Standing
    """The standing to take."""
    contents: tuple[Document, ...] = ()
    """New versions, numbered on from the newest that there is."""
    cut: AnalysedDocument | None = None
    """The passages of the version that becomes quotable; None where none does."""
    reason: str = ""
    undoes: int | None = None
    decided: bool = False
    """Whether a person decided it."""

    @property
    def moves(self) -> bool:
        """Whether something else may be quoted after it."""
        return self.before is None or self.before[:2] != self.after[:2]


class CommitOutcome(NamedTuple):
    """What a change did, and what the index has to take out and put in."""

    change: Change
    removed: range
    """Ids of the passages that can no longer be quoted."""
    added: tuple[Passage, ...]
    """The passages that can be quoted instead, where they still can."""


class Generation(NamedTuple):
    """How far the store has come; an index of an older one has to catch up."""

    rebuilds: int
    """How often all passages were cut anew; after one, an index starts from nothing."""
    change: int
    """Number of the last change, 0 for none."""
    at: int
    """When that was, in microseconds since 1970: numbers can come again after a backup."""

    def after(self, number: int, at: datetime) -> "Generation":
        """Return the generation that a change of this number, made then, leads to."""
        since = at - datetime(1970, 1, 1, tzinfo=UTC)
        return Generation(self.rebuilds, number, since // timedelta(microseconds=1))


class Store(Protocol):
    """Documents by id, each with numbered versions of which one is current."""

    async def commit(self, edits: Sequence[Edit]) -> list[CommitOutcome]:
        """Make all the edits, or none.

        Ids and version numbers are never used twice, also after an undo. The passages of one
        version get consecutive ids in document order, higher than every id given before.

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

        The ones that are not there are left out; so is, and logged, one that does not match its
        hash.
        """
        ...

    async def find(self, *, source: str | None = None, text: str | None = None) -> Version | None:
        """Return the document of that source, or the first live one with exactly that text."""
        ...

    async def standing(self, id: DocumentId) -> Standing:
        """Return how a document stands.

        Raises:
            NotFound: there is none of that id.
        """
        ...

    async def headings(self, *, held: bool = False) -> list[Heading]:
        """Return all documents without their texts, in order of addition.

        ``held`` names only those that a person has decided on. Texts are not read, and so not
        held against their hashes: nothing of a heading may be quoted as the article's words.
        """
        ...

    def documents(self) -> AsyncIterator[Version]:
        """Yield the current version of every document, live or retracted, in order of addition."""
        ...

    async def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return the passages that are still quotable, in the order of ``ids``.

        The others are left out; so is, and logged, one whose text no longer matches its hash.
        """
        ...

    async def languages(self) -> list[str]:
        """Return the languages of the quotable passages, in alphabetical order."""
        ...

    def index_entries(self) -> AsyncIterator[Passage]:
        """Yield every quotable passage in order of id: what an index is rebuilt from."""
        ...

    async def history(self, id: DocumentId | None = None) -> list[Change]:
        """Return the changes of one document or of all, oldest first."""
        ...

    async def last_undoable(self, beside: int | None = None) -> Change | None:
        """Return the last change that moved a standing and was not taken back.

        ``beside`` is the number of a change: then only the changes of its document count.
        """
        ...

    async def outcomes_since(self, change: int) -> list[CommitOutcome]:
        """Return what the changes numbered above ``change`` did, oldest first."""
        ...

    async def generation(self) -> Generation:
        """Return how far the store has come."""
        ...

    async def analysis(self) -> str:
        """Return the name of the analysis that the passages were cut with; empty before any."""
        ...

    async def replace_passages(
        self, cuts: AsyncIterator[tuple[Version, AnalysedDocument]], *, analysis: str
    ) -> None:
        """Put newly cut passages, under new ids, in the place of all; counts as a rebuild."""
        ...

    async def moderators(self) -> dict[int, str]:
        """Return the user ids that may change the corpus, with the name each was granted under."""
        ...

    async def grant(self, user: int, name: str, *, actor: str) -> None:
        """Let a user change the corpus; written to the audit."""
        ...

    async def revoke(self, user: int, *, actor: str) -> bool:
        """Take that right back; False where the user did not have it. Written to the audit."""
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
