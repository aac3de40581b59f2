"""The Bot API's objects, as far as the playground supports them.

Field names are Telegram's: https://core.telegram.org/bots/api#available-types. The same classes
parse requests and serialise responses.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from storybot.playground.objects.reply_markup import InlineKeyboardMarkup, ReplyMarkup
from storybot.playground.objects.utf16 import Words, well_formed

ChatKind = Literal["private", "group", "supergroup", "channel"]
FOUND_BY_TELEGRAM = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    }
)
SET_BY_SENDER = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "blockquote",
        "expandable_blockquote",
    }
)


class Wire(BaseModel):
    """Something that travels as JSON."""

    model_config = ConfigDict(
        frozen=True, validate_by_name=True, validate_by_alias=True, coerce_numbers_to_str=True
    )

    def as_json(self) -> dict[str, Any]:
        """Serialise as the Bot API does: absent fields are omitted."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class User(Wire):
    """A person or a bot."""

    id: int
    is_bot: bool = False
    first_name: Words = ""
    last_name: Words | None = None
    username: str | None = None
    language_code: str | None = None


class Chat(Wire):
    """A conversation, as a message names it."""

    id: int
    type: ChatKind
    title: Words | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_forum: Literal[True] | None = None


class MessageEntity(Wire):
    """A marked part of a text; offset and length count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user: User | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @field_validator("type")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in FOUND_BY_TELEGRAM | SET_BY_SENDER:
            raise ValueError("Unsupported type specified")
        return kind

    @property
    def end(self) -> int:
        """The UTF-16 offset after its last unit."""
        return self.offset + self.length


class LinkPreviewOptions(Wire):
    """How, and whether, a link in the text is previewed."""

    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class FileDocument(Wire):
    """A file in a message."""

    file_id: str
    file_unique_id: str
    file_name: Words | None = None
    mime_type: str | None = None
    file_size: int | None = None


class PhotoSize(Wire):
    """A photo in a message, in one size."""

    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int | None = None


class TextQuote(Wire):
    """The part of the answered message that a reply quotes."""

    text: Words
    entities: tuple[MessageEntity, ...] | None = None
    position: int = 0
    is_manual: Literal[True] | None = None


class MessageOrigin(Wire):
    """The origin of a forwarded message."""

    type: Literal["user", "hidden_user", "chat", "channel"]
    date: int
    sender_user: User | None = None
    sender_user_name: str | None = None
    sender_chat: Chat | None = None
    chat: Chat | None = None
    message_id: int | None = None


class ForumTopicCreated(Wire):
    """A service message: a topic was opened."""

    name: Words
    icon_color: int = 0x6FB9F0


class Message(Wire):
    """A message, also a service message."""

    message_id: int
    """0 of an ephemeral message."""
    message_thread_id: int | None = None
    from_: Annotated[User | None, Field(alias="from")] = None
    sender_chat: Chat | None = None
    date: int
    chat: Chat
    forward_origin: MessageOrigin | None = None
    is_topic_message: Literal[True] | None = None
    is_automatic_forward: Literal[True] | None = None
    reply_to_message: "Message | None" = None
    quote: TextQuote | None = None
    via_bot: User | None = None
    edit_date: int | None = None
    has_protected_content: Literal[True] | None = None
    media_group_id: str | None = None
    """The album that it is part of."""
    text: str | None = None
    entities: tuple[MessageEntity, ...] | None = None
    link_preview_options: LinkPreviewOptions | None = None
    rich_message: Annotated[dict[str, Any] | None, AfterValidator(well_formed)] = None
    """The blocks of a rich message, which has no text."""
    document: FileDocument | None = None
    photo: tuple[PhotoSize, ...] | None = None
    caption: str | None = None
    caption_entities: tuple[MessageEntity, ...] | None = None
    new_chat_members: tuple[User, ...] | None = None
    left_chat_member: User | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    forum_topic_created: ForumTopicCreated | None = None
    reply_markup: InlineKeyboardMarkup | None = None
    reply_keyboard: Annotated[ReplyMarkup | None, Field(exclude=True)] = None
    """The reply keyboard that a person sees; bots are not told of it."""
    guest_bot_caller_user: User | None = None
    guest_query_id: str | None = None
    receiver_user: User | None = None
    """Who alone sees an ephemeral message, besides its author."""
    ephemeral_message_id: int | None = None
    """One of the person that it is to or from; another person's may be the same."""

    @property
    def is_service(self) -> bool:
        """Whether it reports an event rather than content written by a user."""
        content = (self.text, self.document, self.photo, self.rich_message)
        return all(part is None for part in content)

    @property
    def seen_only_by(self) -> int:
        """The id of the one person who sees an ephemeral message; 0 of a message to all."""
        if self.ephemeral_message_id is None or not self.from_ or not self.receiver_user:
            return 0
        return self.receiver_user.id if self.from_.is_bot else self.from_.id

    @property
    def inline_keyboard(self) -> InlineKeyboardMarkup | None:
        """The inline keyboard under it; its field name distinguishes it from a reply keyboard."""
        return self.reply_markup
