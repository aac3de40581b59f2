"""Getting updates: getMe, getUpdates and the webhook's settings; leaving."""

import re
from typing import Any
from urllib.parse import urlsplit

from storybot.playground.botapi.methods.request import Caller, ParameterValue, Request
from storybot.playground.objects import limits
from storybot.playground.objects.refusal import BotApiError, bad_request
from storybot.playground.world.bots import Webhook, WebhookState

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


class Nothing(Request):
    """A method without parameters."""


class GetUpdates(Request):
    """https://core.telegram.org/bots/api#getupdates."""

    offset: int = 0
    limit: int = limits.UPDATES
    timeout: float = 0
    allowed_updates: ParameterValue[tuple[str, ...] | None] = None


class SetWebhook(Request):
    """https://core.telegram.org/bots/api#setwebhook."""

    url: str = ""
    ip_address: str = ""
    max_connections: int = 40
    allowed_updates: ParameterValue[tuple[str, ...] | None] = None
    drop_pending_updates: bool = False
    secret_token: str = ""


class DeleteWebhook(Request):
    """https://core.telegram.org/bots/api#deletewebhook."""

    drop_pending_updates: bool = False


def get_me(caller: Caller, _: Nothing) -> dict[str, Any]:
    """Return the bot's identity and BotFather settings."""
    return caller.bot.as_me()


async def get_updates(caller: Caller, request: GetUpdates) -> list[dict[str, Any]]:
    """Acknowledge updates before the offset and return those after it."""
    bot = caller.bot
    if bot.webhook:
        raise BotApiError(409, _WEBHOOK_ACTIVE)
    _remember_allowed(caller, request.allowed_updates)
    limit = min(max(request.limit, 1), limits.UPDATES)
    seconds = min(max(request.timeout, 0), limits.POLL_SECONDS)
    if caller.telegram.flood:
        limit, seconds = caller.telegram.flood.slowed(bot.user.id, request.offset, limit, seconds)
    updates = await bot.queue.fetch(request.offset, limit, seconds)
    return [update.as_json() for update in updates]


def set_webhook(caller: Caller, request: SetWebhook) -> bool:
    """Deliver updates to a URL; an empty one switches back to polling.

    Plain HTTP and any port are accepted, as by a self-hosted Bot API server.
    """
    if not request.url:
        return delete_webhook(
            caller, DeleteWebhook(drop_pending_updates=request.drop_pending_updates)
        )
    address = urlsplit(request.url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise bad_request("invalid webhook URL specified")
    if len(request.secret_token) > 256:  # noqa: PLR2004
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(request.secret_token):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(caller, request.allowed_updates)
    if request.drop_pending_updates:
        caller.bot.queue.clear()
    caller.bot.webhook = Webhook(
        request.url,
        request.secret_token,
        min(max(request.max_connections, 1), 100),
        request.ip_address,
    )
    caller.bot.webhook_state = WebhookState()
    caller.bot.queue.interrupt("Conflict: terminated by setWebhook request")
    caller.telegram.bell.ring()
    return True


def delete_webhook(caller: Caller, request: DeleteWebhook) -> bool:
    """Go back to polling."""
    caller.bot.webhook = None
    if request.drop_pending_updates:
        caller.bot.queue.clear()
    caller.telegram.bell.ring()
    return True


def get_webhook_info(caller: Caller, _: Nothing) -> dict[str, Any]:
    """Return the webhook's URL and the state of its deliveries."""
    bot = caller.bot
    info: dict[str, Any] = {
        "url": bot.webhook.url if bot.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue.pending()),
    }
    if bot.webhook:
        info["max_connections"] = bot.webhook.max_connections
        if bot.webhook_state.last_error_date:
            info["last_error_date"] = bot.webhook_state.last_error_date
            info["last_error_message"] = bot.webhook_state.last_error_message
    if not bot.queue.is_default:
        info["allowed_updates"] = sorted(bot.queue.allowed)
    return info


def _remember_allowed(caller: Caller, kinds: tuple[str, ...] | None) -> None:
    if kinds is not None:
        caller.bot.queue.allow(list(kinds))
