"""Buttons under quotes that people sent inline: in context, or only the quote.

They carry the quote's place, so that they work in every chat and for ever. Telegram tells which
result a message was sent as, where inline feedback is on: then no other quote is shown there.
"""

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.current_quotes import QuoteGone, quote_in_button
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.filters import Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.messages.callback_data import ShowSentQuote
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.quote_card import sent_quote_card
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


class SentQuotes:
    """Buttons under quotes that people sent inline."""

    def __init__(
        self, store: Store, memory: ReaderMemory, locales: Locales, buttons: Buttons
    ) -> None:
        self._store = store
        self._memory = memory
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handler of the buttons."""
        return [self._buttons.on(ShowSentQuote, self._show)]

    async def _show(self, pressed: ButtonPress, button: ShowSentQuote) -> None:
        words = await self._locales.words(None, pressed.user)
        if not await self._was_sent_with(pressed, button):
            await pressed.warn(words.say.button_outdated)
            return
        found = await quote_in_button(self._store, button)
        if isinstance(found, QuoteGone):
            await pressed.warn(found.explain(words.say))
            await pressed.rewrite(FormattedText(words.say.answer_withdrawn))
            return
        await pressed.acknowledge()
        bot = pressed.query.get_bot().username
        await pressed.show(sent_quote_card(found, button, bot, words))

    async def _was_sent_with(self, pressed: ButtonPress, button: ShowSentQuote) -> bool:
        """Tell whether a button is of the message that it was pressed under, as far as is known."""
        inline_message = pressed.query.inline_message_id
        if inline_message is None:
            return False
        sent = await self._memory.answer_in(inline_message)
        if sent is None:
            return await self._memory.chosen_in(inline_message) in {None, button.result_id}
        # A corrected message shows another quote than the result that it was sent as.
        return sent.entry_point == EntryPoint.INLINE and sent.quotes[0].is_at(button.quote)
