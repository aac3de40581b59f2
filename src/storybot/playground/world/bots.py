"""A bot account: its switches, its queue and its profile."""

from dataclasses import dataclass, field
from typing import Any

from storybot.playground.objects.bot_api_objects import User
from storybot.playground.world.updates import UpdateQueue


@dataclass(frozen=True)
class Webhook:
    """Where a bot wants its updates delivered."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""


@dataclass
class WebhookState:
    """The state of webhook deliveries."""

    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass
class Profile:
    """The bot's profile per language; commands also per scope."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    """By scope, as its canonical JSON, and language code."""


@dataclass
class Bot:
    """A bot account; the switches are BotFather's."""

    token: str
    user: User
    queue: UpdateQueue
    can_join_groups: bool = True
    can_read_all_group_messages: bool = False
    """True when privacy mode is off."""
    supports_inline_queries: bool = True
    inline_feedback: bool = True
    """Whether chosen inline results are reported."""
    supports_guest_queries: bool = True
    profile: Profile = field(default_factory=Profile)
    webhook: Webhook | None = None
    webhook_state: WebhookState = field(default_factory=WebhookState)

    @property
    def mention(self) -> str:
        """Its @username as written in a text."""
        return f"@{self.user.username}"

    def is_called(self, mention: str) -> bool:
        """Return whether the mention names this bot."""
        return mention.lower() == self.mention.lower()

    def as_me(self) -> dict[str, Any]:
        """Return the result of getMe."""
        return self.user.as_json() | {
            "can_join_groups": self.can_join_groups,
            "can_read_all_group_messages": self.can_read_all_group_messages,
            "supports_inline_queries": self.supports_inline_queries,
            "supports_guest_queries": self.supports_guest_queries,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
