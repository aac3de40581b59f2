"""The JSON of articles and changes that other programs read: fields and names are a contract."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from storybot.corpus.change_results import Added
from storybot.model.changes import Change
from storybot.model.documents import Version
from storybot.model.headings import Heading

if TYPE_CHECKING:  # they import what reads articles, which most commands do without
    from storybot.corpus.desk.gaps import Gap
    from storybot.corpus.folder import Taken

Timestamp = Annotated[datetime | date, PlainSerializer(lambda value: value.isoformat())]


class _View(BaseModel):
    model_config = ConfigDict(defer_build=True)  # a command prints one or two of them

    def dump(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class ArticleRow(_View):
    """A row of `list --json`."""

    id: str
    title: str
    publisher: str
    published: Timestamp | None
    url: str | None
    language: str
    source: str
    version: int
    state: str
    paragraphs: int
    waiting: int | None = Field(
        default=None,
        description="the version that waits to be taken; only where one does",
    )

    @classmethod
    def of(cls, article: Heading) -> Self:
        """View an article."""
        return cls(
            id=article.id,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
            url=article.url,
            language=article.language,
            source=article.source,
            version=article.standing.version,
            state=article.standing.state,
            paragraphs=article.paragraphs,
            waiting=article.standing.waiting,
        )

    def dump(self) -> dict[str, Any]:
        """Omit ``waiting`` if nothing waits."""
        row = super().dump()
        if self.waiting is None:
            del row["waiting"]
        return row


class DroppedView(_View):
    """Lines that were left out as page furniture."""

    text: str
    reason: str


class ArticleView(ArticleRow):
    """The output of `show --json`."""

    standfirst: str
    authors: list[str]
    text: str
    spans: list[tuple[int, int]]
    captions: list[str]
    dropped: list[DroppedView]

    @classmethod
    def of_version(cls, version: Version, waiting: int | None) -> Self:
        """View an article with its text."""
        document = version.document
        return cls(
            id=version.id,
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            url=document.url,
            language=document.language,
            source=document.source,
            version=version.number,
            state=version.state,
            paragraphs=len(document.spans),
            waiting=waiting,
            standfirst=document.standfirst,
            authors=list(document.authors),
            text=document.text,
            spans=list(document.spans),
            captions=list(document.captions),
            dropped=[DroppedView(text=d.text, reason=d.reason) for d in document.dropped],
        )


class AddedView(_View):
    """A row of `add --json`."""

    source: str
    id: str | None
    version: int | None
    outcome: str
    reason: str | None
    notes: list[str] = Field(default=[], description="what to check: a guessed encoding, say")

    @classmethod
    def of(cls, taken: "Taken") -> Self:
        """View the outcome of adding a source."""
        if taken.added is None:
            return cls(
                source=taken.source, id=None, version=None, outcome="refused", reason=taken.refused
            )
        added: Added = taken.added
        return cls(
            source=taken.source,
            id=added.version.id,
            version=added.version.number,
            outcome=added.result,
            reason=added.note or None,
            notes=[note.message for note in taken.notes],
        )


class ChangeView(_View):
    """A row of `history --json`."""

    number: int
    at: datetime
    actor: str
    action: str
    id: str
    title: str
    version: int
    state: str
    before: int | None
    reason: str
    undoes: int | None
    brought: int | None = Field(description="the version that came with it")

    @classmethod
    def of(cls, change: Change) -> Self:
        """View a line of the audit."""
        return cls(
            number=change.number,
            at=change.at,
            actor=change.actor,
            action=change.action,
            id=change.document,
            title=change.title,
            version=change.after[0],
            state=change.after[1],
            before=change.before[0] if change.before else None,
            reason=change.reason,
            undoes=change.undoes,
            brought=change.brought,
        )


class GapView(_View):
    """Alike questions that were not answered well; ``question`` is null for few readers."""

    question: str | None
    asked: int
    readers: int
    unanswered: int
    down: int
    again: int
    doors: dict[str, int]
    languages: list[str]
    reasons: dict[str, int]

    @classmethod
    def of(cls, gap: "Gap") -> Self:
        """View a gap as everybody may."""
        return cls(
            question=gap.wording if gap.is_public else None,
            asked=gap.asked,
            readers=gap.readers,
            unanswered=gap.unanswered,
            down=gap.down,
            again=gap.again,
            doors=dict(gap.doors),
            languages=list(gap.languages),
            reasons=dict(gap.reasons),
        )
