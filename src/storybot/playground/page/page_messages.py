"""Requests and responses of the page, as JSON; all outside input is parsed here."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from storybot.playground.objects import limits
from storybot.playground.page.hints import Hint
from storybot.playground.page.stage import SceneKey
from storybot.playground.world.inline import CallbackAnswer, InlineAnswer, InlineResult

CAPTION_LENGTH = 1024
_NAME_LENGTH = 255
_MessageId = Annotated[int, Field(ge=1, le=2**31)]
_Index = Annotated[int, Field(ge=0, le=limits.BUTTONS)]


class _Deed(BaseModel):
    """Something a person does in a chat."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chat: SceneKey
    author: int


class Sending(_Deed):
    """Write a message."""

    text: str = Field(min_length=1, max_length=limits.TEXT)
    reply_to: _MessageId | None = None
    quote: str = Field("", max_length=limits.QUOTE)
    """The selected part of the message replied to."""
    rich: bool = False
    """Whether its lines are sent as the blocks of a rich message."""


class Editing(_Deed):
    """Edit one's own message."""

    message_id: _MessageId
    text: str = Field(min_length=1, max_length=limits.TEXT)


class Uploading(_Deed):
    """Upload a file; the body of the request is its content."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH)
    caption: str = Field("", max_length=CAPTION_LENGTH)
    reply_to: _MessageId | None = None
    quote: str = Field("", max_length=limits.QUOTE)


class Pressing(_Deed):
    """Press a button under a message."""

    message_id: _MessageId
    row: _Index
    column: _Index
    ephemeral: bool = False
    """Whether the message is one that only its author sees, by an id of theirs."""


class Promoting(_Deed):
    """Make the bot an administrator of a group, or a member again."""

    is_admin: bool


class Typing(_Deed):
    """Type a question behind the bot's name; an offset asks for more results."""

    query: str = Field(max_length=limits.TEXT)
    offset: str = Field("", max_length=limits.NEXT_OFFSET_BYTES)


class Choosing(_Deed):
    """Send one of the offered results."""

    query_id: str = Field(max_length=32)
    result_id: str = Field(max_length=limits.RESULT_ID_BYTES)


class Pressed(BaseModel):
    """The bot's answer to a pressed button."""

    text: str
    show_alert: bool
    url: str

    @classmethod
    def of(cls, answer: CallbackAnswer) -> Self:
        """View an answer."""
        return cls(text=answer.text, show_alert=answer.show_alert, url=answer.url)


class ResultPreview(BaseModel):
    """A row in the list of inline results."""

    id: str
    title: str
    description: str
    url: str

    @classmethod
    def of(cls, result: InlineResult) -> Self:
        """View a result."""
        return cls(
            id=result.id,
            title=result.title,
            description=result.description or "",
            url=result.url or "",
        )


class Offered(BaseModel):
    """A page of inline results, the button above them, and where the next page begins."""

    query_id: str
    results: list[ResultPreview]
    next_offset: str
    button: dict[str, Any] | None

    @classmethod
    def of(cls, query_id: str, answer: InlineAnswer) -> Self:
        """View an answer."""
        return cls(
            query_id=query_id,
            results=[ResultPreview.of(result) for result in answer.results],
            next_offset=answer.next_offset,
            button=answer.button.as_json() if answer.button else None,
        )


class PersonView(BaseModel):
    """A person one can play, and the commands in their menu."""

    id: int
    name: str
    commands: list[dict[str, Any]]


class ChatView(BaseModel):
    """A chat of the page."""

    key: SceneKey
    title: str
    about: str
    note: str
    people: list[PersonView]
    hints: list[Hint]
    has_bot: bool
    rules: int = 0
    """The person who runs it, of a group."""
    bot_rules: bool = False
    """Whether the bot is an administrator of it."""


class StageView(BaseModel):
    """Everything of the page but the messages."""

    bot: str
    bot_id: int
    description: str
    chats: list[ChatView]
