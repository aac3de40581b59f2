"""Buttons under answers: turning to the next quote, its paragraph, votes, subscribing, deleting.

What they need is in the database, found by the message that they are under: they work after a
restart, and nobody can press for another message. What is too old to be kept says so.
"""

from dataclasses import replace

from telegram import Message
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated

from storybot.bot.answers.answer_targets import in_supergroup
from storybot.bot.answers.correcting.corrected_card import corrects
from storybot.bot.answers.correcting.quote_standing import standings_of, stands_instead
from storybot.bot.answers.current_quotes import QuoteGone, find_quote, quote_in_answer
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.ephemeral import is_ephemeral, number_of
from storybot.bot.dispatch.filters import Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import runs_group
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue, Messages
from storybot.bot.messages.answer_card import (
    ChatContext,
    abstention_keyboard,
    abstention_menu_keyboard,
    answer_menu_keyboard,
    answer_quote_card,
    answer_quote_keyboard,
    more_button,
    with_reasons,
)
from storybot.bot.messages.callback_data import (
    CastVote,
    DeleteAnswer,
    GiveReason,
    OpenMenu,
    ShowToAll,
    ShowView,
    ToggleSubscription,
)
from storybot.bot.messages.callback_fields import View
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Keyboard, keyboard
from storybot.bot.messages.quote_card import Card, ShownQuote
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import Feedback, Reason, SentAnswer, Subscription


class AnswerButtons:
    """Callback handlers for the buttons under answers."""

    def __init__(
        self,
        memory: ReaderMemory,
        store: Store,
        locales: Locales,
        replies: AnswerReplies,
        buttons: Buttons,
    ) -> None:
        self._memory = memory
        self._store = store
        self._locales = locales
        self._replies = replies
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of the buttons."""
        return [
            self._buttons.on(ShowView, self._show),
            self._buttons.on(ShowToAll, self._share),
            self._buttons.on(OpenMenu, self._menu),
            self._buttons.on(CastVote, self._vote),
            self._buttons.on(GiveReason, self._reason),
            self._buttons.on(ToggleSubscription, self._subscribe),
            self._buttons.on(DeleteAnswer, self._delete),
        ]

    async def _show(self, pressed: ButtonPress, button: ShowView) -> None:
        """Show another quote, or the same one in its paragraph."""
        sent = await self._answer_of(pressed)
        shown = await self._quote(pressed, sent, button.view)
        if not sent or not shown:
            return
        votes = await self._memory.feedback.votes(sent.id)
        standings = await standings_of(self._store, sent, shown.ranks)
        shown = replace(shown, corrects=corrects(standings[0], _words(sent)))
        card = answer_quote_card(shown, _context(pressed), _words(sent), votes)
        await pressed.acknowledge()
        await self._put(pressed, sent, card, stands_instead(standings))

    async def _share(self, pressed: ButtonPress, button: ShowToAll) -> None:
        """Show an answer to all that only the person who pressed sees."""
        sent = await self._answer_of(pressed)
        if sent and not sent.is_ephemeral:  # all see it: the press was made up
            await pressed.warn((await self._say(pressed)).button_outdated)
            return
        shown = await self._quote(pressed, sent, button.view)
        if not sent or not shown or not pressed.message:
            return
        await pressed.acknowledge()
        context = _context(pressed)._replace(whispered=False, deletable=True)
        card = answer_quote_card(shown, context, _words(sent), Feedback())
        await self._replies.whispers.show_to_all(pressed.message, pressed.user, sent, card)

    async def _menu(self, pressed: ButtonPress, button: OpenMenu) -> None:
        """Show the further buttons, or the first ones again."""
        sent = await self._answer_of(pressed)
        shown = None
        if not sent or sent.answered:
            shown = await self._quote(pressed, sent, button.view)
        if not sent or (sent.answered and not shown):
            return
        await pressed.acknowledge()
        votes, context, words = (
            await self._memory.feedback.votes(sent.id),
            _context(pressed),
            _words(sent),
        )
        if shown:
            await pressed.change_buttons(
                answer_menu_keyboard(shown, context, words, votes)
                if button.opened
                else answer_quote_keyboard(shown, context, words, votes)
            )
            return
        await pressed.change_buttons(
            abstention_menu_keyboard(context, words, votes)
            if button.opened
            else abstention_keyboard(context, words, votes, is_told=await self._is_told(pressed))
        )

    async def _is_told(self, pressed: ButtonPress) -> bool:
        """Tell whether the reader of a private chat will be told; a group has many readers."""
        message = pressed.message
        if not message or message.chat.type != ChatType.PRIVATE:
            return False
        return await self._memory.subscribers.waits(message.chat_id, message.message_id)

    async def _vote(self, pressed: ButtonPress, button: CastVote) -> None:
        """Record one vote a person; the same button again takes it back."""
        sent = await self._answer_of(pressed)
        abstained = sent and not sent.answered
        shown = None if abstained else await self._quote(pressed, sent, button.view)
        if not sent or not (shown or abstained):
            return
        say, user = await self._say(pressed), pressed.user.id
        counted = await self._memory.feedback.vote(
            sent.id, user, button.view.rank, up=button.up, press=pressed.query.id
        )
        asks = counted and not button.up
        told = say.vote_kept if counted else say.vote_removed
        await pressed.tell(f"{told} {say.why_asked}" if asks else told)
        votes, context, words = (
            await self._memory.feedback.votes(sent.id),
            _context(pressed),
            _words(sent),
        )
        buttons = _among_votes(shown, context, words, votes)
        await pressed.change_buttons(with_reasons(buttons, button.view, words) if asks else buttons)

    async def _reason(self, pressed: ButtonPress, button: GiveReason) -> None:
        """Record why an answer did not help, as a vote of whoever says so."""
        sent, say = await self._answer_of(pressed), await self._say(pressed)
        if not sent or button.why not in tuple(Reason):
            await pressed.warn(say.answer_forgotten)
            return
        shown = await self._quote(pressed, sent, button.view) if sent.answered else None
        if sent.answered and not shown:
            return
        await self._memory.feedback.give_reason(
            sent.id, pressed.user.id, button.view.rank, button.why, press=pressed.query.id
        )
        await pressed.tell(say.vote_kept)
        votes, context = await self._memory.feedback.votes(sent.id), _context(pressed)
        await pressed.change_buttons(_among_votes(shown, context, _words(sent), votes))

    async def _subscribe(self, pressed: ButtonPress, _: ToggleSubscription) -> None:
        """Note that a person wants to be told; pressing again takes it back."""
        say = await self._say(pressed)
        sent, message = await self._answer_of(pressed), pressed.message
        if not sent or sent.answered or not message:
            await pressed.warn(say.answer_forgotten)
            return
        topic = message.message_thread_id if message.is_topic_message else None
        question = await self._replies.meant(sent)
        subscription = Subscription(message.chat_id, message.message_id, question, topic)
        if await self._memory.subscribers.toggle(
            subscription, pressed.user.id, press=pressed.query.id
        ):
            await pressed.warn(say.subscribed)
        else:
            await pressed.tell(say.unsubscribed)
        if message.chat.type == ChatType.PRIVATE:
            votes, told = await self._memory.feedback.votes(sent.id), await self._is_told(pressed)
            await pressed.change_buttons(
                abstention_keyboard(_context(pressed), _words(sent), votes, is_told=told)
            )

    async def _delete(self, pressed: ButtonPress, _: DeleteAnswer) -> None:
        """Delete an answer in a group, for who asked and for administrators."""
        say, message = await self._say(pressed), pressed.message
        sent = await self._answer_of(pressed)
        asked = sent is not None and self._memory.asked_by(sent, pressed.user.id)
        if not message:
            await pressed.warn(say.delete_failed)
        elif not asked and not await runs_group(message.chat, pressed.user):
            await pressed.warn(say.delete_refused)
        elif not await _deleted(message):
            await pressed.warn(say.delete_failed)
        else:
            await pressed.acknowledge()
            if sent:
                await self._memory.drop_answer(sent.id)

    async def _quote(
        self, pressed: ButtonPress, sent: SentAnswer | None, view: View
    ) -> ShownQuote | None:
        """Return the quote that a view of an answer shows; else tell why there is none."""
        if not sent or not sent.answered or view.rank >= len(sent.quotes):
            await pressed.warn((await self._say(pressed)).answer_forgotten)
            return None
        found = await quote_in_answer(self._store, sent, view)
        if not isinstance(found, QuoteGone):
            return found
        await pressed.warn(found.explain(await self._say(pressed)))
        await self._put(pressed, sent, await self._withdrawn(sent, view))
        return None

    async def _put(
        self, pressed: ButtonPress, sent: SentAnswer, card: Card, stands: str = ""
    ) -> None:
        """Put a card in the place of an answer; one sent to the supergroup is an answer itself."""
        moved = await pressed.show(card)
        if moved:
            there = in_supergroup(replace(sent, shown=card.shown), moved, pressed.user)
            await self._memory.keep_answer(there, asked_like=sent)
        elif not sent.is_ephemeral:
            await self._memory.note_shown(sent.id, card.shown, stands)

    async def _withdrawn(self, sent: SentAnswer, view: View) -> Card:
        """Make the card in the place of a quote that is gone, with a way to the others."""
        words, count = _words(sent), len(sent.quotes)
        others = [rank for rank in range(count) if rank != view.rank]
        for rank in others:
            if not isinstance(await find_quote(self._store, sent.quotes[rank]), QuoteGone):
                more = [more_button(rank, count, words)]
                return Card(FormattedText(words.say.answer_withdrawn), keyboard(more))
        return Card(FormattedText(words.say.answer_withdrawn), ())

    async def _answer_of(self, pressed: ButtonPress) -> SentAnswer | None:
        if found := await self._find_answer(pressed):
            return found
        await self._replies.settle()
        return await self._find_answer(pressed)

    async def _find_answer(self, pressed: ButtonPress) -> SentAnswer | None:
        query = pressed.query
        if query.inline_message_id:
            return await self._memory.answer_in(query.inline_message_id)
        if not query.message:
            return None
        chat, seen = query.message.chat.id, pressed.message
        if seen and is_ephemeral(seen):
            return await self._memory.answer_at(chat, number_of(seen), pressed.user.id)
        return await self._memory.answer_at(chat, query.message.message_id)

    async def _say(self, pressed: ButtonPress) -> Messages:
        return (await self._locales.words(pressed.chat, pressed.user)).say


def _among_votes(
    shown: ShownQuote | None, context: ChatContext, words: Catalogue, votes: Feedback
) -> Keyboard:
    """Return the buttons among which the votes on a quote are, or on an abstention."""
    if shown and context.whispered:
        return answer_menu_keyboard(shown, context, words, votes)
    if shown:
        return answer_quote_keyboard(shown, context, words, votes)
    if context.inline or context.whispered:
        return abstention_keyboard(context, words, votes)
    return abstention_menu_keyboard(context, words, votes)


async def _deleted(message: Message) -> bool:
    try:
        return await message.delete()
    except (BadRequest, ChatMigrated):  # after two days, or gone or left behind
        return False


def _words(sent: SentAnswer) -> Catalogue:
    """Return the language of the answer: a press by somebody else does not change it."""
    return LANGUAGES.get(sent.language, ENGLISH)


def _context(pressed: ButtonPress) -> ChatContext:
    bot = pressed.query.get_bot().username
    if pressed.query.inline_message_id:
        return ChatContext(bot, inline=True)
    private = bool(pressed.chat and pressed.chat.type == ChatType.PRIVATE)
    whispered = bool(pressed.message and is_ephemeral(pressed.message))
    deletable = not (private or whispered)
    return ChatContext(bot, private=private, deletable=deletable, whispered=whispered)
