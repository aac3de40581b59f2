"""Keyboards under messages, and Telegram's rules for them."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, model_validator

from storybot.playground.objects import limits
from storybot.playground.objects.links import WrongLinkError, checked_link
from storybot.playground.objects.refusal import bad_request
from storybot.playground.objects.utf16 import utf16_length


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class CopyTextButton(_Part):
    """A button that copies its text."""

    text: str


class SwitchInlineQueryChosenChat(_Part):
    """The kinds of chat offered for an inline query."""

    query: str = ""
    allow_user_chats: bool | None = None
    allow_bot_chats: bool | None = None
    allow_group_chats: bool | None = None
    allow_channel_chats: bool | None = None


class InlineKeyboardButton(_Part):
    """A button under a message."""

    text: str
    url: str | None = None
    callback_data: str | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: SwitchInlineQueryChosenChat | None = None
    copy_text: CopyTextButton | None = None
    web_app: dict[str, Any] | None = None
    login_url: dict[str, Any] | None = None
    style: str | None = None
    icon_custom_emoji_id: str | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        actions = (
            self.url or None,
            self.callback_data or None,
            self.switch_inline_query,
            self.switch_inline_query_current_chat,
            self.switch_inline_query_chosen_chat,
            self.copy_text,
            self.web_app,
            self.login_url,
        )
        if all(action is None for action in actions):
            raise ValueError("Text buttons are unallowed in the inline keyboard")
        return self


class InlineKeyboardMarkup(_Part):
    """Rows of buttons under a message."""

    inline_keyboard: tuple[tuple[InlineKeyboardButton, ...], ...] = ()

    @property
    def buttons(self) -> list[InlineKeyboardButton]:
        """Every button, row by row."""
        return [button for row in self.inline_keyboard for button in row]


class ReplyKeyboardMarkup(_Part):
    """Prepared replies in place of the letter keys."""

    keyboard: tuple[tuple[dict[str, Any] | str, ...], ...]
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    input_field_placeholder: str | None = None
    selective: bool | None = None


class ReplyKeyboardRemove(_Part):
    """Removes the reply keyboard."""

    remove_keyboard: bool
    selective: bool | None = None


class ForceReply(_Part):
    """Opens a reply to the message."""

    force_reply: bool
    input_field_placeholder: str | None = None
    selective: bool | None = None


_NO_KEYBOARD = "inline_keyboard"


def _kind(value: Any) -> str:
    """Return the kind of keyboard by its first distinctive field, in the order Telegram checks."""
    for name in ("keyboard", "inline_keyboard", "remove_keyboard", "force_reply"):
        if name in value if isinstance(value, dict) else hasattr(value, name):
            return name
    return _NO_KEYBOARD


ReplyMarkup = Annotated[
    Annotated[InlineKeyboardMarkup, Tag("inline_keyboard")]
    | Annotated[ReplyKeyboardMarkup, Tag("keyboard")]
    | Annotated[ReplyKeyboardRemove, Tag("remove_keyboard")]
    | Annotated[ForceReply, Tag("force_reply")],
    Discriminator(_kind),
]


def checked(markup: ReplyMarkup | None) -> ReplyMarkup | None:
    """Return the keyboard as Telegram stores it: no empty buttons, None if no button is left.

    Raises:
        BotApiError: a button or the keyboard is not acceptable.
    """
    if not isinstance(markup, InlineKeyboardMarkup):
        return markup
    worded = (tuple(b for b in row if b.text.strip()) for row in markup.inline_keyboard)
    rows = tuple(row for row in worded if row)
    if not rows:
        return None
    kept = InlineKeyboardMarkup(inline_keyboard=rows)
    if len(kept.buttons) > limits.BUTTONS or max(map(len, rows)) > limits.BUTTONS_IN_ROW:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in kept.buttons:
        _check(button)
    return kept


def _check(button: InlineKeyboardButton) -> None:
    if button.url:
        try:
            checked_link(button.url)
        except WrongLinkError as error:
            raise bad_request(f"Inline keyboard button {error}") from error
    if len((button.callback_data or "").encode()) > limits.CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.copy_text and not 0 < utf16_length(button.copy_text.text) <= limits.COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    query = button.switch_inline_query or button.switch_inline_query_current_chat or ""
    if len(query) > limits.INLINE_QUERY:
        raise bad_request("SWITCH_INLINE_QUERY_TOO_LONG")
