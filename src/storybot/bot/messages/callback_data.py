"""Typed callback data: a class for each verb, encoded and parsed side by side.

`ButtonCodec` signs it, since a client can send whatever it likes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, NamedTuple, Self, get_type_hints

from storybot.bot.messages.callback_fields import READERS, View, written
from storybot.model.documents import DocumentId
from storybot.store.records import QuoteRef


@dataclass(frozen=True, slots=True)
class ButtonData:
    """Callback data: a subclass is a verb, its fields are the arguments."""

    verb: ClassVar[str]
    personal: ClassVar[bool] = False
    """Whether only the person whom it was shown to may press it."""

    @property
    def payload(self) -> str:
        """The verb and its arguments."""
        names: tuple[str, ...] = self.__match_args__
        values = [written(getattr(self, name)) for name in names]
        return ":".join([self.verb, *values])

    @classmethod
    def read(cls, arguments: list[str]) -> Self:
        """Read the arguments of `payload`.

        Raises:
            ValueError: they are not such arguments.
        """
        kinds = _KINDS[cls.verb]
        return cls(*(READERS[kind](text) for kind, text in zip(kinds, arguments, strict=True)))


@dataclass(frozen=True, slots=True)
class ShowView(ButtonData):
    """Show another quote of an answer, or the same one in its paragraph."""

    verb = "see"
    view: View


@dataclass(frozen=True, slots=True)
class ShowToAll(ButtonData):
    """Show an answer to all that only one person in a group sees."""

    verb = "share"
    view: View


@dataclass(frozen=True, slots=True)
class OpenMenu(ButtonData):
    """Show the further buttons of an answer, or the first ones again."""

    verb = "menu"
    view: View
    opened: bool


@dataclass(frozen=True, slots=True)
class CastVote(ButtonData):
    """Say that an answer helped, or that it did not."""

    verb = "vote"
    view: View
    up: bool


@dataclass(frozen=True, slots=True)
class ToggleSubscription(ButtonData):
    """Be told when an unanswered question is answered."""

    verb = "wish"


@dataclass(frozen=True, slots=True)
class CancelWaiting(ButtonData):
    """Stop waiting for the answer to a question."""

    verb = "unwait"
    personal = True
    id: int


@dataclass(frozen=True, slots=True)
class GiveReason(ButtonData):
    """Say why an answer did not help."""

    verb = "why"
    view: View
    why: str


@dataclass(frozen=True, slots=True)
class DeleteAnswer(ButtonData):
    """Delete an answer in a group."""

    verb = "delete"


@dataclass(frozen=True, slots=True)
class ListSources(ButtonData):
    """Send the list of articles."""

    verb = "story"


@dataclass(frozen=True, slots=True)
class TurnSources(ButtonData):
    """Turn the list of articles to another page."""

    verb = "sources"
    page: int


@dataclass(frozen=True, slots=True)
class ChooseLanguage(ButtonData):
    """Set the language of a chat."""

    verb = "lang"
    language: str


@dataclass(frozen=True, slots=True)
class ShowSentQuote(ButtonData):
    """Show a quote that somebody sent inline alone, or in its paragraph."""

    verb = "quote"
    quote: QuoteRef
    wide: bool
    nearest: bool
    """Whether it was sent as no answer."""
    older: QuoteRef | None = None
    """What an older article says instead."""

    @property
    def result_id(self) -> str:
        """The inline result that the quote is sent by: the same in every list."""
        return quote_id(self.quote) + ".n" * self.nearest + ".o" * bool(self.older)


@dataclass(frozen=True, slots=True)
class ConfirmAddition(ButtonData):
    """Add an article."""

    verb = "add"
    personal = True
    draft: str
    base: int
    """The version that the card compared with; 0 for none. Pressed twice, or handled again, it
    confirms no more than what that card showed."""


@dataclass(frozen=True, slots=True)
class ConfirmVersion(ButtonData):
    """Add an article as a new version of another."""

    verb = "version"
    personal = True
    draft: str
    of: DocumentId
    base: int
    """The version that the card compared with."""


@dataclass(frozen=True, slots=True)
class ShowDropped(ButtonData):
    """List the lines of an article that were left out."""

    verb = "dropped"
    personal = True
    draft: str


@dataclass(frozen=True, slots=True)
class EditDraft(ButtonData):
    """Ask for another value of a field of a draft; empty: choose the field."""

    verb = "mend"
    personal = True
    draft: str
    field: str


@dataclass(frozen=True, slots=True)
class AwaitValue(ButtonData):
    """Close the question for a value; also tells what a reply to that question is meant for."""

    verb = "await"
    personal = True
    draft: str
    field: str


@dataclass(frozen=True, slots=True)
class CancelAddition(ButtonData):
    """Drop a draft."""

    verb = "cancel"
    personal = True
    draft: str


@dataclass(frozen=True, slots=True)
class ConfirmRetraction(ButtonData):
    """Retract an article."""

    verb = "retract"
    personal = True
    draft: str


@dataclass(frozen=True, slots=True)
class ConfirmRestoration(ButtonData):
    """Quote a version of an article again."""

    verb = "restore"
    personal = True
    draft: str


@dataclass(frozen=True, slots=True)
class ConfirmModerator(ButtonData):
    """Let a person change articles."""

    verb = "name"
    personal = True
    draft: str


@dataclass(frozen=True, slots=True)
class TakeBack(ButtonData):
    """Undo a change."""

    verb = "undo"
    personal = True
    change: int


@dataclass(frozen=True, slots=True)
class ShowGaps(ButtonData):
    """Show another page or span of what readers miss."""

    verb = "gaps"
    personal = True
    days: int
    page: int


@dataclass(frozen=True, slots=True)
class AnswerGap(ButtonData):
    """Ask for the text that answers what readers miss."""

    verb = "gap"
    personal = True
    days: int
    gap: str


@dataclass(frozen=True, slots=True)
class AwaitGapAnswer(ButtonData):
    """Close that question; also tells what a reply to it is meant for."""

    verb = "gapawait"
    personal = True
    gap: str


@dataclass(frozen=True, slots=True)
class TurnHistory(ButtonData):
    """Turn the history to another page: of an article, or of all where its number is 0."""

    verb = "history"
    personal = True
    of: DocumentId
    page: int


@dataclass(frozen=True, slots=True)
class CallOffPlan(ButtonData):
    """Call off a change that is planned."""

    verb = "calloff"
    personal = True
    plan: str


@dataclass(frozen=True, slots=True)
class LeaveAsIs(ButtonData):
    """Close a question of a moderator's command, changing nothing."""

    verb = "leave"
    personal = True


VERBS: Mapping[str, type[ButtonData]] = {
    kind.verb: kind
    for kind in (
        *(ShowView, ShowToAll, OpenMenu, CastVote, ToggleSubscription, DeleteAnswer),
        *(ListSources, TurnSources, ChooseLanguage, ShowSentQuote, CancelWaiting, GiveReason),
        *(ConfirmAddition, ConfirmVersion, ShowDropped, CancelAddition),
        *(EditDraft, AwaitValue),
        *(ConfirmRetraction, ConfirmRestoration, TakeBack, LeaveAsIs),
        *(ConfirmModerator, ShowGaps, AnswerGap, AwaitGapAnswer),
        *(CallOffPlan, TurnHistory),
    )
}


def quote_id(quote: QuoteRef) -> str:
    """Name a quote by its place in a version, as inline results do."""
    return f"{quote.document}.{quote.version}.{quote.start}.{quote.end}"


class ChosenQuote(NamedTuple):
    """What the id of an inline result names."""

    quote: QuoteRef
    nearest: bool
    has_older: bool


def chosen_quote(result: str) -> ChosenQuote | None:
    """Read the id of an inline result; None for one that is no quote."""
    found = _QUOTE_ID.fullmatch(result)
    if not found:
        return None
    version, start, end = map(int, found.group(2, 3, 4))
    quote = QuoteRef(DocumentId(found[1]), version, start, end)
    return ChosenQuote(quote, bool(found["nearest"]), bool(found["older"]))


_QUOTE_ID = re.compile(
    r"([0-9]{1,18})\.([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})(?P<nearest>\.n)?(?P<older>\.o)?",
    re.ASCII,
)
_KINDS: Mapping[str, tuple[Any, ...]] = {
    kind.verb: tuple(get_type_hints(kind)[field.name] for field in fields(kind))
    for kind in VERBS.values()
}
