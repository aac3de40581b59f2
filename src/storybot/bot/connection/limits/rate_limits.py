"""Keeps within Telegram's limits, so that no chat waits for another one and no answer is dropped.

About one message a second to a chat with bursts, twenty a minute to a group, thirty a second in
all: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
How long a burst may be, Telegram does not say. Refused with 429, a chat waits as long as it is
told, alone, and for a while its bursts are short. Answers to inline queries and to pressed buttons
are not limited and never wait.

A call that Telegram did not take is made again until it does. A message whose sending broke off may
have arrived: it is sent a second time, since an answer twice is better than none, but never a third
time; and not before Telegram is reached again, lest that one chance go the way of the first.

What is done in the background, such as correcting earlier answers, takes half of each limit and
gives way to everything else. It does not wait for a chat that is busy: it is told for how long.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from prometheus_client import Counter
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import BaseRateLimiter

from storybot.bot.calls.transport import Flooded, NotTaken, Unreachable
from storybot.bot.connection.limits.send_budget import MARGIN, OwnBudget, SendBudget, Window
from storybot.bot.dispatch.sendings import Delivery, current_delivery
from storybot.runtime.backoff import Backoff

_CHAT, _REFUSED_CHAT, _GROUP = (30, 30.0), (3, 3.0), (20, 60.0)
"""How many messages in how many seconds."""
_BACKGROUND = (15, 1.0)
_BUSY_SECONDS = 1.0
_SECONDS_REFUSED = 600.0
_MOST_IDLE_CHATS = 1000
_SENDING = ("send", "edit", "forward", "copy")
_HARMLESS = ("edit", "answer")
"""Calls that may be carried out twice without anybody noticing."""
_UNLIMITED = {"sendChatAction", "sendMessageDraft"}
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
_HARMLESS_REPEATS = 5
"""How often such a call is made again after it broke off."""
_ANSWER_SECONDS = 10.0
"""Later answers to inline queries and buttons are refused as too old."""
_FAILING_SECONDS = 600.0
"""How long an error on Telegram's side may last before the call itself is taken for its cause."""

Answer = Any
Call = Callable[[], Coroutine[Any, Any, Answer]]


class _Chat:
    """One chat: a call at a time, not too many, and none while Telegram says to wait."""

    def __init__(self, *, is_group: bool) -> None:
        self.turn = asyncio.Lock()
        self._held_until = self._strict_until = 0.0
        self._strict = Window(*_REFUSED_CHAT)
        self._windows = [Window(*(_GROUP if is_group else _CHAT)), self._strict]

    def hold(self, seconds: float, now: float) -> None:
        self._held_until = now + seconds + MARGIN
        self._strict_until = now + _SECONDS_REFUSED

    def wait(self, now: float) -> float:
        strict = now < self._strict_until
        windows = [window for window in self._windows if strict or window is not self._strict]
        return max(self._held_until - now, *(window.wait(now) for window in windows), 0.0)

    def wait_in_background(self, now: float) -> float:
        """Return the seconds until nobody else needs it, and half of its limits are free."""
        busy = _BUSY_SECONDS if self.turn.locked() else 0.0
        halves = (window.wait_for_half(now) for window in self._windows)
        return max(self._held_until - now, busy, *halves)

    def note(self, now: float) -> None:
        for window in self._windows:
            window.note(now)

    def is_idle(self, now: float) -> bool:
        free = not self.turn.locked() and self._held_until <= now and self._strict_until <= now
        return free and all(window.is_idle(now) for window in self._windows)


class RateLimiter(BaseRateLimiter[None]):
    """Lets each call of the bot wait for its turn; made for one bot.

    ``reach`` makes a call that changes nothing, and raises where Telegram cannot be reached.
    ``budget`` is what all chats share; of several workers, all processes.
    """

    def __init__(
        self,
        floods: Counter,
        reach: Callable[[], Awaitable[object]],
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        budget: SendBudget | None = None,
    ) -> None:
        self._floods = floods
        self._reach = reach
        self._reaching = asyncio.Lock()
        self._reached = -math.inf
        self._now = now
        self._sleep = sleep
        self._chats: dict[str, _Chat] = {}
        self._budget = budget or OwnBudget(now, sleep)
        self._background = Window(*_BACKGROUND)
        self._background_gate = asyncio.Lock()

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Answer:
        """Make the call when it may be made, again where it was not taken, and return its result.

        Raises:
            TelegramError: Telegram refuses it, or nobody can tell whether it was carried out.
        """
        under_way = current_delivery()
        harmless = endpoint.startswith(_HARMLESS)
        spare = Delivery(repeats=_HARMLESS_REPEATS) if harmless else under_way
        journal = spare.journal

        async def call() -> Answer:
            await journal.sending()
            try:
                return await callback(*args, **kwargs)
            except asyncio.CancelledError:  # nobody can tell whether it was carried out
                spare.repeats -= 1
                raise
            except TelegramError as error:
                if not _may_have_arrived(error):
                    await journal.not_taken()
                raise

        if endpoint.startswith("answer"):
            return await self._persist(call, None, spare, self._now() + _ANSWER_SECONDS)
        if not endpoint.startswith(_SENDING) or endpoint in _UNLIMITED:
            return await self._when_not_flooded(lambda: callback(*args, **kwargs))
        chat = self._chat(str(data["chat_id"])) if "chat_id" in data else None
        if under_way.in_background:
            return await self._give_way(call, chat)
        result = await self._persist(call, chat, spare, self._now() + _FAILING_SECONDS)
        await under_way.arrived()
        return result

    async def _give_way(self, call: Call, chat: _Chat | None) -> Answer:
        """Make a call once, when nothing else waits.

        Raises:
            Flooded: the chat is busy, or Telegram refuses it.
            TelegramError: Telegram refuses it, or cannot be reached.
        """
        async with self._background_gate:
            if chat and (wait := chat.wait_in_background(self._now())) > 0:
                raise Flooded(wait)
            while (
                wait := max(self._background.wait(self._now()), await self._budget.wait_for_half())
            ) > 0:
                await self._sleep(wait)
            self._background.note(self._now())
            if not chat:
                await self._budget.take()
        try:
            return await (self._in_turn(chat, call) if chat else call())
        except Flooded as flooded:
            self._floods.inc()
            if chat:
                chat.hold(flooded.seconds, self._now())
            raise

    async def _when_not_flooded(self, call: Call) -> Answer:
        while True:
            try:
                return await call()
            except Flooded as flooded:
                self._floods.inc()
                await self._sleep(flooded.seconds)

    async def _persist(
        self, call: Call, chat: _Chat | None, spare: Delivery, deadline: float
    ) -> Answer:
        """Make a call until it is taken; one without a chat not beyond the deadline."""
        backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        while True:
            named = None
            try:
                return await (self._in_turn(chat, call) if chat else call())
            except Flooded as flooded:
                self._floods.inc()
                named = flooded.seconds
                if chat:
                    chat.hold(named, self._now())
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    raise
                if self._now() > deadline and not (chat and isinstance(error, Unreachable)):
                    raise
                if _may_have_arrived(error):
                    spare.repeats -= 1
                    if spare.repeats < 0:
                        raise
                    if chat:
                        await self._until_reached()
            await self._sleep(backoff.pause() if named is None else named)

    async def _until_reached(self) -> None:
        """Wait until Telegram has answered since now; of several who wait, one asks."""
        since, backoff = self._now(), Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        async with self._reaching:
            while self._reached < since:
                try:
                    await self._reach()
                    self._reached = self._now()
                except TelegramError:
                    await self._sleep(backoff.pause())

    async def _in_turn(self, chat: _Chat, call: Call) -> Answer:
        async with chat.turn:
            while (wait := chat.wait(self._now())) > 0:
                await self._sleep(wait)
            await self._budget.take()
            chat.note(self._now())
            return await call()

    def _chat(self, id: str) -> _Chat:
        if id not in self._chats and len(self._chats) > _MOST_IDLE_CHATS:
            now = self._now()
            self._chats = {k: chat for k, chat in self._chats.items() if not chat.is_idle(now)}
        # The ids of groups are negative, and a name is that of a group or a channel.
        return self._chats.setdefault(id, _Chat(is_group=id.startswith(("-", "@"))))


def _may_have_arrived(error: TelegramError) -> bool:
    """Tell whether the call may have been carried out; a BadRequest is a NetworkError, too."""
    return isinstance(error, NetworkError) and not isinstance(error, NotTaken | BadRequest)
