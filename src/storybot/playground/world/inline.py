"""Questions that wait for a bot's answer: inline queries, pressed buttons, guest calls."""

from dataclasses import dataclass

from storybot.playground.clock import GUARD_SECONDS, Bell, Clock
from storybot.playground.markup.entities import Formatted
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import LinkPreviewOptions, User, Wire
from storybot.playground.objects.refusal import BotApiError, bad_request
from storybot.playground.objects.reply_markup import InlineKeyboardMarkup
from storybot.playground.world.bots import Bot
from storybot.playground.world.rooms import Posted


class InlineQueryResultsButton(Wire):
    """A button above the results."""

    text: str
    start_parameter: str | None = None
    web_app: dict[str, str] | None = None


@dataclass(frozen=True)
class InlineResult:
    """An inline result: its row in the list, and the message that choosing it sends."""

    id: str
    title: str
    description: str | None
    url: str | None
    thumbnail_url: str | None
    content: Formatted
    link_preview_options: LinkPreviewOptions | None
    keyboard: InlineKeyboardMarkup | None


@dataclass(frozen=True)
class InlineAnswer:
    """A bot's answer to an inline query."""

    results: tuple[InlineResult, ...]
    next_offset: str
    button: InlineQueryResultsButton | None
    cache_time: int
    is_personal: bool
    answered: float


@dataclass
class InlineQuery:
    """An inline query, and its answer once there is one."""

    id: str
    bot: Bot
    user: User
    query: str
    offset: str
    asked: float
    bell: Bell
    answer: InlineAnswer | None = None

    async def answered(self, timeout: float = GUARD_SECONDS) -> InlineAnswer:  # noqa: ASYNC109
        """Wait for the answer.

        Raises:
            TimeoutError: none came within that many seconds.
        """
        return await self.bell.until(lambda: self.answer, timeout)


@dataclass(frozen=True)
class CallbackAnswer:
    """A bot's answer to a callback query."""

    text: str
    show_alert: bool
    url: str


@dataclass
class CallbackQuery:
    """A callback query, and its answer once there is one."""

    id: str
    bot: Bot
    data: str
    asked: float
    bell: Bell
    answer: CallbackAnswer | None = None

    async def answered(self, timeout: float = GUARD_SECONDS) -> CallbackAnswer:  # noqa: ASYNC109
        """Wait for the answer.

        Raises:
            TimeoutError: none came within that many seconds.
        """
        return await self.bell.until(lambda: self.answer, timeout)


@dataclass
class GuestQuery:
    """A guest call of a bot, and the bot's answer."""

    id: str
    bot: Bot
    asked: float
    message: Posted
    answer: Posted | None = None


TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Questions:
    """All open queries, and the inline answers that Telegram caches."""

    def __init__(self, clock: Clock, patience: float = 1) -> None:
        self._clock = clock
        self._answer_seconds = limits.INLINE_ANSWER_SECONDS * patience
        self._inline: dict[str, InlineQuery] = {}
        self._callbacks: dict[str, CallbackQuery] = {}
        self._guests: dict[str, GuestQuery] = {}
        self._cache: dict[tuple[int, int, str, str], InlineAnswer] = {}
        self.inline_messages: dict[str, Posted] = {}
        """Messages sent through a bot, by the id that the bot may edit them with."""

    def ask_inline(self, query: InlineQuery) -> bool:
        """Store an inline query; return whether to ask the bot, as the answer may be cached."""
        self._inline[query.id] = query
        for user_id in (0, query.user.id):
            answer = self._cache.get((query.bot.user.id, user_id, query.query, query.offset))
            if answer and self._clock.now() < answer.answered + answer.cache_time:
                query.answer = answer
                return False
        return True

    def answer_inline(self, bot: Bot, query_id: str, answer: InlineAnswer) -> None:
        """Accept a bot's answer.

        Raises:
            BotApiError: there is no such query, it was answered, or it is too old.
        """
        query = self._inline.get(query_id)
        if query is None or query.bot is not bot or query.answer or self._is_stale(query.asked):
            raise bad_request(TOO_OLD)
        query.answer = answer
        owner = query.user.id if answer.is_personal else 0
        self._cache[bot.user.id, owner, query.query, query.offset] = answer
        query.bell.ring()

    def ask_callback(self, query: CallbackQuery) -> None:
        """Store a callback query."""
        self._callbacks[query.id] = query

    def answer_callback(self, bot: Bot, query_id: str, answer: CallbackAnswer) -> None:
        """Accept a bot's answer.

        Raises:
            BotApiError: there is no such query, it was answered, or it is too old.
        """
        query = self._callbacks.get(query_id)
        if query is None or query.bot is not bot or query.answer or self._is_stale(query.asked):
            raise bad_request(TOO_OLD)
        query.answer = answer
        query.bell.ring()

    def ask_guest(self, query: GuestQuery) -> None:
        """Store a guest call."""
        self._guests[query.id] = query

    def guest(self, bot: Bot, query_id: str) -> GuestQuery:
        """Return the guest call that the bot may still answer.

        Raises:
            BotApiError: there is no such call, it was answered, or its message was deleted.
        """
        query = self._guests.get(query_id)
        if query is None or query.bot is not bot or query.answer or query.message.is_deleted:
            raise bad_request(TOO_OLD)
        return query

    def keep_inline(self, posted: Posted) -> str:
        """Return an id by which the bot can edit a message that it does not own."""
        inline_message_id = f"AgAAAPlayground{len(self.inline_messages):06d}"
        self.inline_messages[inline_message_id] = posted
        return inline_message_id

    def inline_id(self, posted: Posted) -> str | None:
        """Return the id by which the bot can edit the message, if there is one."""
        return next((key for key, kept in self.inline_messages.items() if kept == posted), None)

    def sent_through(self, bot: Bot, inline_message_id: str) -> Posted:
        """Return the message sent through the bot.

        Raises:
            BotApiError: the id names none of the bot's.

        """
        posted = self.inline_messages.get(inline_message_id)
        if posted is None or posted.is_deleted:
            raise BotApiError(400, "Bad Request: MESSAGE_ID_INVALID")
        via = posted.message.via_bot or posted.message.from_
        if via is None or via.id != bot.user.id:
            raise BotApiError(400, "Bad Request: MESSAGE_ID_INVALID")
        return posted

    def _is_stale(self, asked: float) -> bool:
        return self._clock.now() - asked > self._answer_seconds
