"""Offers an update to the handlers of its kind, and lets through what they raise.

The library offers each update to every handler, of which nearly all are for another kind, and logs
their errors itself.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.constants import MessageEntityType
from telegram.ext import (
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
)

from storybot.bot.connection.failures import App

_QUERIES = ("inline_query", "chosen_inline_result", "callback_query")
_MESSAGE, _COMMAND = "message", "command"
_KINDS: Mapping[type[BaseHandler[Any, Any, Any]], Collection[str]] = {
    InlineQueryHandler: _QUERIES[:1],
    ChosenInlineResultHandler: _QUERIES[1:2],
    CallbackQueryHandler: _QUERIES[2:],
    CommandHandler: (_COMMAND,),
    MessageHandler: (_MESSAGE, _COMMAND),
}
"""The kinds of updates that a handler is for; one that is not named may be for any."""

_Groups = Sequence[Sequence[BaseHandler[Any, Any, Any]]]


class OfferingApplication(App):
    """An application that offers updates by their kind, and raises its handlers' errors."""

    def __init__(self, **parts: Any) -> None:
        """Make an application; the library's builder calls it."""
        super().__init__(**parts)
        self._offered: dict[str, _Groups] = {}

    def add_handler(self, handler: BaseHandler[Any, Any, Any], group: int = 0) -> None:
        """Register a handler, to which the updates of its kind are offered."""
        super().add_handler(handler, group)
        self._offered.clear()

    async def process_update(self, update: object) -> None:
        """Offer an update; in each group the first handler that takes it gets it.

        Raises:
            Exception: a handler did.
        """
        assert isinstance(update, Update), "the only kind that is received"
        context = self.context_types.context.from_update(update, self)
        for handlers in self._groups(update):
            try:
                for handler in handlers:
                    check = handler.check_update(update)
                    if check is not None and check is not False:
                        await handler.handle_update(update, self, check, context)
                        break
            except ApplicationHandlerStop:
                return

    def _groups(self, update: Update) -> _Groups:
        """Return the handlers that an update may be for, by their groups."""
        kind = _kind(update)
        if kind not in self._offered:
            self._offered[kind] = [
                [one for one in handlers if kind in _KINDS.get(type(one), (kind,))]
                for handlers in self.handlers.values()
            ]
        return self._offered[kind]


def _kind(update: Update) -> str:
    for name in _QUERIES:
        if getattr(update, name):
            return name
    message = update.effective_message
    first = message.entities[:1] if message else ()
    is_command = first and first[0].type == MessageEntityType.BOT_COMMAND
    return _COMMAND if is_command else _MESSAGE
