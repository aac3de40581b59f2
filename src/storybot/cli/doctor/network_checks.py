"""What the bot is reached at, and Telegram: token, BotFather's switches, webhook, clock."""

import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from storybot.cli.doctor.findings import Finding, broken, ok, warning
from storybot.model.errors import StorybotError
from storybot.runtime.settings import Settings

_SECONDS = 5.0
_MOST_SKEW = 30.0
_MOST_PENDING = 100
_HEARD = "heard from Telegram"
"""How the bot's own answer at /healthz begins."""
_BOT = "Storybot-Bot"
"""The header of that answer in which a bot gives its id; older ones do not."""
_SWITCHES = {
    "supports_inline_queries": ("Inline mode", "/setinline"),
    "supports_guest_queries": ("Guest mode", "Bot Settings, Guest mode"),
    "can_join_groups": ("Joining groups", "/setjoingroups"),
}


async def address_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at STORYBOT_HTTP: the bot's health where it runs, else whether the address is free."""
    address = settings.http
    if not address:
        text = "STORYBOT_HTTP is empty: nothing watches the bot."
        yield warning("http", text, "Set it to 127.0.0.1:8080 for /healthz and /metrics.")
        return
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
            said = await client.get(f"http://{address}/healthz")
    except httpx.HTTPError:
        for finding in _free(address):
            yield finding
        return
    named = said.headers.get(_BOT, "")
    if not said.text.startswith(_HEARD):
        text = f"Another program answers at STORYBOT_HTTP, {address}."
        yield broken("http", text, "Set STORYBOT_HTTP to a free address, or end that program.")
    elif named and settings.bot_id and named != settings.bot_id:
        text = f"Another bot, {named}, answers at STORYBOT_HTTP, {address}: this one cannot."
        yield broken("http", text, "Give each bot an address of its own: 127.0.0.1:8081, 8082, …")
    elif said.is_success:
        yield ok("http", f"The bot runs: {said.text.strip()}.")
    else:
        text = f"The bot runs and is deaf: {said.text.strip()}."
        yield broken("http", text, "Its log says why; is Telegram reachable from here?")


def _free(address: str) -> Iterator[Finding]:
    host, _, port = address.rpartition(":")
    try:
        family, kind, *_, where = socket.getaddrinfo(
            host.strip("[]"), int(port), type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        text = f"STORYBOT_HTTP: {address} cannot be listened at ({error.strerror})."
        yield broken("http", text, "Set it to a free address of this machine.")
    else:
        yield ok("http", f"STORYBOT_HTTP, {address}, is free.")


async def telegram_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Ask Telegram what it knows of the bot; the token is shown nowhere."""
    if not settings.token:
        return
    async with httpx.AsyncClient(timeout=_SECONDS) as client:
        telegram = _Telegram(settings, client)
        try:
            me = await telegram.ask("getMe")
            yield ok("token", f"The token is that of @{me['username']}.")
            for finding in (*_switches(me), *telegram.clock()):
                yield finding
            for finding in _delivery(settings, await telegram.ask("getWebhookInfo")):
                yield finding
            for owner in sorted(settings.owners):
                with suppress(_Unknown):
                    await telegram.ask("getChat", chat_id=owner)
                    continue
                text = f"The owner {owner} has never written to the bot, which cannot reach them."
                yield warning("owners", text, f"Have them open t.me/{me['username']} and /start.")
        except _Unknown:
            text = "Telegram does not accept the token."
            yield broken("token", text, "@BotFather shows the bot's current one.")
        except _Trouble as error:
            text = f"Telegram cannot be reached at {settings.api_url}: {error}."
            yield broken("telegram", text, "Let this machine reach that address, port 443.")


class _Trouble(StorybotError):
    """Telegram did not answer, or not as it does."""


class _Unknown(StorybotError):
    """Telegram does not know the token, or the chat."""


class _Telegram:
    """Telegram's API, for questions that change nothing."""

    def __init__(self, settings: Settings, client: httpx.AsyncClient) -> None:
        assert settings.token
        self._root = f"{settings.api_url}/bot{settings.token.get_secret_value()}"
        self._client = client
        self._skew = 0.0

    async def ask(self, method: str, **parameters: int) -> dict[str, Any]:
        """Call a method and return its result.

        Raises:
            _Unknown: it was refused.
            _Trouble: there was no answer that can be read.
        """
        try:
            answer = await self._client.post(f"{self._root}/{method}", json=parameters)
            found: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise _Trouble(type(error).__name__) from None  # its message may hold the token
        with suppress(KeyError, ValueError):
            self._skew = time.time() - parsedate_to_datetime(answer.headers["date"]).timestamp()
        if answer.is_success and isinstance(found, dict) and "result" in found:
            result: dict[str, Any] = found["result"]
            return result
        if answer.is_client_error:
            raise _Unknown
        raise _Trouble(f"status {answer.status_code}")

    def clock(self) -> Iterator[Finding]:
        """Compare this machine's clock with that of the last answer."""
        if abs(self._skew) > _MOST_SKEW:
            late = "ahead of" if self._skew > 0 else "behind"
            text = f"This machine's clock is {abs(self._skew):.0f} s {late} Telegram's."
            yield warning("clock", text, "Have it set by NTP: times in answers depend on it.")
        else:
            yield ok("clock", "This machine's clock agrees with Telegram's.")


def _switches(me: dict[str, Any]) -> Iterator[Finding]:
    for field, (name, command) in _SWITCHES.items():
        if me.get(field, True):
            yield ok("switches", f"{name} is on.")
        else:
            yield warning("switches", f"{name} is off.", f"Switch it on at @BotFather: {command}.")


def _delivery(settings: Settings, info: dict[str, Any]) -> Iterator[Finding]:
    url, ours = info.get("url", ""), settings.webhook_url
    if url and not ours:
        text = "A webhook is set, which keeps updates from a bot that polls."
        yield warning("webhook", text, "The bot removes it when it starts; does another one run?")
    elif ours and not url.startswith(ours):
        text = f"Telegram delivers to {url or 'no webhook'}, not to {ours}."
        yield warning("webhook", text, "The bot sets it when it starts; does it run?")
    if (said := info.get("last_error_message")) and ours:
        text = f"Telegram could not deliver to the webhook: {said}"
        yield broken("webhook", text, "See that the proxy passes POST on, and its certificate.")
    if (count := info.get("pending_update_count", 0)) > _MOST_PENDING:
        text = f"{count} updates wait at Telegram."
        yield warning("webhook", text, "Is the bot running?")
