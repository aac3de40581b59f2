"""Export and import articles with all their versions, as JSON Lines.

An import is a source like any other: it adds missing articles, one transaction each, and leaves
local decisions by people alone.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from storybot.corpus.change_results import AddResult
from storybot.corpus.corpus import Corpus
from storybot.corpus.following.cutting import Ahead
from storybot.model.documents import Document, DocumentId, State
from storybot.model.headings import Standing
from storybot.store.document_store import Store

_FORMAT: Literal["storybot 1"] = "storybot 1"
_REASON = "imported"


class ExportedArticle(BaseModel):
    """A line of an export: an article with all its versions, oldest first."""

    format: Literal["storybot 1"] = _FORMAT
    current: int = Field(ge=1)
    """Number of the version that is current."""
    state: State
    held: bool | None = None
    """See `Standing`; earlier exports lack it, and a retraction is always a decision."""
    arrived: int | None = Field(None, ge=0)
    versions: list[Document]

    @model_validator(mode="after")
    def _numbers_are_there(self) -> Self:
        for number in (self.current, self.arrived or 0):
            if number > len(self.versions):
                raise ValueError(f"version {number} is named and not among the versions")
        return self

    @property
    def standing(self) -> Standing:
        """How the article stood where it was exported."""
        newest = len(self.versions)
        arrived = newest if self.arrived is None else self.arrived
        follows = self.state is State.LIVE and arrived == self.current
        held = not follows if self.held is None else self.held
        return Standing(self.current, self.state, held or arrived > self.current, arrived, newest)


def quotable(articles: Iterable[ExportedArticle]) -> list[Document]:
    """Return the versions of articles that have to be cut if none of them is there."""
    return [a.versions[a.current - 1] for a in articles if a.state is State.LIVE]


class Imported(StrEnum):
    """The outcome of an imported article."""

    ADDED = "added"
    THERE = "there already"
    WAITING = "waiting, since a person decided how the article stands here"


async def export_article(store: Store, id: DocumentId) -> ExportedArticle:
    """Read an article with all its versions.

    Raises:
        StoreError: the store failed, or a version is damaged.
    """
    standing = await store.standing(id)
    return ExportedArticle(
        current=standing.version,
        state=standing.state,
        held=standing.held,
        arrived=standing.arrived,
        versions=[
            (await store.version(id, number)).document for number in range(1, standing.newest + 1)
        ],
    )


async def import_article(
    corpus: Corpus,
    store: Store,
    article: ExportedArticle,
    *,
    actor: str,
    ahead: Ahead | None = None,
) -> Imported:
    """Add an article with its standing, in one transaction; a repetition changes nothing.

    ``ahead`` has what was cut before of it and others: see `quotable`.

    Raises:
        StoreError: nothing of it was kept.
    """
    current = article.versions[article.current - 1]
    there = await store.find(source=article.versions[0].source)
    if there and not (await store.standing(there.id)).held:
        return Imported.THERE
    if article.state is State.LIVE and (there or await corpus.is_held_back(current)):
        (added,) = await corpus.add([current], actor=actor, reason=_REASON, ahead=ahead or Ahead())
        return Imported.WAITING if added.result is AddResult.WAITING else Imported.THERE
    changed = await corpus.insert(
        article.versions, article.standing, actor=actor, reason=_REASON, ahead=ahead or Ahead()
    )
    return Imported.ADDED if changed else Imported.THERE
