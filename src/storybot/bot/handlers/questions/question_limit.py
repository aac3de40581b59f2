"""Keeps one reader from taking all the bot's time, whichever way the questions come in.

Registered before every other handler. Counted is what a reader can make the bot work with: texts,
mentions, replies, edits, guest calls, pressed buttons, inline queries.
"""

import time
from collections import deque
from collections.abc import Callable
from enum import Enum

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from storybot.bot.dispatch.addressing import mentions, replies_to_bot
from storybot.bot.dispatch.callbacks import answer_press
from storybot.bot.dispatch.filters import ASKING, EDITED, GUEST, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.message_words import COMMANDS, WITH_WORDS, IsCommandFor, command_of
from storybot.bot.dispatch.replies import reply

BEFORE_OTHERS = -1
"""The group of handlers that an update is offered to first."""
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_SECONDS = 60.0
_MOST_READERS = 1000
_ASKED = ASKING & IsCommandFor("ask")
_QUESTION = ((ASKING | GUEST) & ~COMMANDS & WITH_WORDS) | (EDITED & WITH_WORDS) | _ASKED


class Kind(Enum):
    """What is counted apart."""

    QUESTION = "question"
    GROUP_QUESTION = "group_question"
    BUTTON = "button"
    GROUP_BUTTON = "group_button"
    INLINE = "inline"


_MOST = {
    Kind.QUESTION: 120,
    Kind.GROUP_QUESTION: 15,
    Kind.BUTTON: 120,
    Kind.GROUP_BUTTON: 15,
    Kind.INLINE: 300,
}
"""How many there may be in a minute.

Questions to the bot, edited ones too, and buttons in one group: fewer than the twenty messages that
Telegram lets a bot send and edit there, so that whoever asks, edits or presses again and again does
not keep the others from their answers. What members say to each other, where the bot listens, is
no question to it.
Other questions: above Telegram's own per-chat limit, so a reader who waits for replies never hits
it.
Inline: an app asks at nearly every keystroke.
"""


class QuestionLimit:
    """Counts questions; the first one too many gets a kind word, further ones silence."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._asked: dict[tuple[Kind, int, int], deque[float]] = {}

    def handlers(self, locales: Locales) -> Handlers:
        """Return the handler that lets questions through, or not."""

        async def count(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            kind, reader = _kind(update), update.effective_sender
            if not kind or not reader:
                return
            excess = self.excess(reader.id, kind, _group(update, kind))
            if excess == 1:
                await _tell(update, locales)
            if excess:
                raise ApplicationHandlerStop

        return [TypeHandler(Update, count)]

    def excess(self, reader: int, kind: Kind = Kind.QUESTION, group: int = 0) -> int:
        """Count a question; return how many of the reader's are too many, 0 for none.

        Those in a ``group`` are counted apart, where its own limit is what they use up.
        """
        oldest, most = self._now() - _SECONDS, _MOST[kind]
        if len(self._asked) > _MOST_READERS:
            self._asked = {key: asked for key, asked in self._asked.items() if asked[-1] > oldest}
        asked = self._asked.setdefault((kind, reader, group), deque(maxlen=2 * most))
        while asked and asked[0] <= oldest:
            asked.popleft()
        asked.append(self._now())
        return max(len(asked) - most, 0)


def _kind(update: Update) -> Kind | None:
    """Tell as what an update counts; None for what is not counted, such as other commands."""
    if update.inline_query:
        return Kind.INLINE
    if query := update.callback_query:
        in_group = query.message and query.message.chat.type in _GROUPS
        return Kind.GROUP_BUTTON if in_group else Kind.BUTTON
    if not _QUESTION.check_update(update):
        return None
    message = update.message or update.edited_message
    in_group = message and message.chat.type in _GROUPS and _is_to_bot(message)
    return Kind.GROUP_QUESTION if in_group else Kind.QUESTION


def _group(update: Update, kind: Kind) -> int:
    chat = update.effective_chat
    return chat.id if chat and kind in {Kind.GROUP_QUESTION, Kind.GROUP_BUTTON} else 0


async def _tell(update: Update, locales: Locales) -> None:
    """Ask for patience, where the person spoke to the bot; others would only be disturbed."""
    message, query = update.message, update.callback_query
    words = await locales.words(update.effective_chat, update.effective_user)
    if query:
        await answer_press(query, words.say.slower, alert=True)
    elif message and _is_to_bot(message):
        await reply(message, words.say.slower)


def _is_to_bot(message: Message) -> bool:
    private = message.chat.type == ChatType.PRIVATE
    asked = private or command_of(message) == "ask"
    return asked or bool(mentions(message)) or replies_to_bot(message)
