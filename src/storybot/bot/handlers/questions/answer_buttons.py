"""Buttons under answers: turning to the next quote, its paragraph, votes, wishes, deleting.

What they need is in the database, found by the message that they are under: they work after a
restart, and nobody can press for another message. What is too old to be kept says so.
"""

from telegram import InlineKeyboardMarkup, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from storybot.bot.answers.current_quotes import QuoteGone, find_quote
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.callbacks import ButtonPress, on_button
from storybot.bot.dispatch.filters import Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import runs_group
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue, Messages
from storybot.bot.messages.answer_card import (
    VIEW,
    ChatContext,
    View,
    abstention_keyboard,
    quote_keyboard,
    quote_text,
)
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import button, keyboard
from storybot.model.answers import Citation
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import SentAnswer, Subscription


class AnswerButtons:
    """What readers do with an answer."""

    def __init__(
        self, memory: ReaderMemory, store: Store, speech: Locales, asking: AnswerReplies
    ) -> None:
        self._memory = memory
        self._store = store
        self._speech = speech
        self._asking = asking

    def handlers(self) -> Handlers:
        """Return the handlers of the buttons."""
        return [
            on_button("see", self._see, VIEW),
            on_button("vote", self._vote, f"{VIEW}:(up|down)"),
            on_button("wish", self._wish, "()"),
            on_button("delete", self._delete, "()"),
        ]

    async def _see(self, pressed: ButtonPress) -> None:
        """Show another quote, or the same one in its paragraph."""
        view = View.read(pressed.arguments[0])
        kept, citation = await self._shown(pressed, view)
        if not kept or not citation:
            return
        await pressed.acknowledge()
        place = _place(pressed)
        older = await self._older(kept, view)
        text = quote_text(citation, view, len(kept.cited), place, _words(kept), older)
        await pressed.rewrite(text, await self._keyboard(citation, kept, view, place))

    async def _vote(self, pressed: ButtonPress) -> None:
        """Keep one vote a person; the same button again takes it back."""
        view, up = View.read(pressed.arguments[0]), pressed.arguments[1] == "up"
        kept = await self._kept(pressed)
        citation = None
        if not kept or kept.answered:
            kept, citation = await self._shown(pressed, view)
        if not kept:
            return
        say = await self._say(pressed)
        counted = await self._memory.vote(kept.id, pressed.user.id, view.rank, up=up)
        await pressed.tell(say.vote_kept if counted else say.vote_removed)
        markup = await self._keyboard(citation, kept, view, _place(pressed))
        await pressed.query.edit_message_reply_markup(markup)

    async def _wish(self, pressed: ButtonPress) -> None:
        """Note that a person wants to be told; pressing again takes it back."""
        say = await self._say(pressed)
        kept, message = await self._kept(pressed), pressed.message
        if not kept or not message:
            await pressed.warn(say.answer_forgotten)
            return
        topic = message.message_thread_id if message.is_topic_message else None
        wish = Subscription(message.chat_id, message.message_id, self._asking.meant(kept), topic)
        if await self._memory.wish(wish, pressed.user.id):
            await pressed.warn(say.wish_kept)
        else:
            await pressed.tell(say.wish_removed)

    async def _delete(self, pressed: ButtonPress) -> None:
        """Delete an answer in a group, for who asked and for administrators."""
        say, message = await self._say(pressed), pressed.message
        kept = await self._kept(pressed)
        asked = kept is not None and self._memory.asked_by(kept, pressed.user.id)
        if not message:
            await pressed.warn(say.delete_failed)
        elif not asked and not await runs_group(message.chat, pressed.user):
            await pressed.warn(say.delete_refused)
        elif not await _deleted(message):
            await pressed.warn(say.delete_failed)
        else:
            await pressed.acknowledge()
            if kept:
                await self._memory.drop_answer(kept.id)

    async def _shown(
        self, pressed: ButtonPress, view: View
    ) -> tuple[SentAnswer, Citation] | tuple[None, None]:
        """Return the answer and the quote that a view of it shows; else tell why there is none."""
        kept = await self._kept(pressed)
        if not kept or not kept.answered or view.rank >= len(kept.cited):
            await pressed.warn((await self._say(pressed)).answer_forgotten)
            return None, None
        found = await find_quote(self._store, kept.cited[view.rank])
        if isinstance(found, QuoteGone):
            await self._withdraw(pressed, kept, view, found)
            return None, None
        return kept, found

    async def _older(self, kept: SentAnswer, view: View) -> Citation | None:
        """Return what an older article says instead of the quote shown, where it still does."""
        if not kept.cited[view.rank].contradicts_next:
            return None
        found = await find_quote(self._store, kept.cited[view.rank + 1])
        return None if isinstance(found, QuoteGone) else found

    async def _withdraw(
        self, pressed: ButtonPress, kept: SentAnswer, view: View, lost: QuoteGone
    ) -> None:
        """Say why a quote is gone, and take it out of the message, with a way to the others."""
        say = await self._say(pressed)
        await pressed.warn(
            say.quote_retracted if lost is QuoteGone.RETRACTED else say.quote_changed
        )
        live = [
            rank
            for rank, cited in enumerate(kept.cited)
            if rank != view.rank and not isinstance(await find_quote(self._store, cited), QuoteGone)
        ]
        words, count = _words(kept), len(kept.cited)
        buttons = [
            button(words.say.button_more.format(number=n + 1, count=count), "see", View(n).code)
            for n in live[:1]
        ]
        markup = keyboard(*buttons) if buttons else None
        await pressed.rewrite(FormattedText(words.say.answer_withdrawn), markup)

    async def _keyboard(
        self, citation: Citation | None, kept: SentAnswer, view: View, place: ChatContext
    ) -> InlineKeyboardMarkup:
        words, votes = _words(kept), await self._memory.votes(kept.id)
        if citation is None:
            return abstention_keyboard(place, words, votes)
        return quote_keyboard(citation, view, len(kept.cited), place, words, votes)

    async def _kept(self, pressed: ButtonPress) -> SentAnswer | None:
        query, message = pressed.query, pressed.query.message
        if query.inline_message_id:
            return await self._memory.answer_in(query.inline_message_id)
        if not message:
            return None
        return await self._memory.answer_at(message.chat.id, message.message_id)

    async def _say(self, pressed: ButtonPress) -> Messages:
        message = pressed.query.message
        chat = message.chat if message else None
        return (await self._speech.words(chat, pressed.user)).say


async def _deleted(message: Message) -> bool:
    try:
        return await message.delete()
    except BadRequest:  # after two days, or gone already
        return False


def _words(kept: SentAnswer) -> Catalogue:
    """Return the language of the answer: a press by somebody else does not change it."""
    return LANGUAGES.get(kept.language, ENGLISH)


def _place(pressed: ButtonPress) -> ChatContext:
    message = pressed.query.message
    private = bool(message and message.chat.type == ChatType.PRIVATE)
    inline = pressed.query.inline_message_id is not None
    bot = pressed.query.get_bot().username
    return ChatContext(bot, private=private, deletable=not private and not inline, inline=inline)
