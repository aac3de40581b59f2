"""Offer what a moderator sends in private without a command as an article.

Registered before the handlers of questions: only after asking the database is it known who is a
moderator, and what is no article goes on to them.
"""

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.addressing import replies_to_bot
from storybot.bot.dispatch.commands import Command
from storybot.bot.dispatch.filters import EDITED, TOLD_IN_PRIVATE, Handlers, message_of, sender_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.message_words import command_of, text_of
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.handlers.moderation.drafting.additions import (
    Additions,
    Arrival,
    Brought,
    file_of,
    is_open,
)
from storybot.bot.handlers.moderation.uploads import may_be_cut, read_articles
from storybot.ingest.reading import is_address
from storybot.model.errors import Refused

_SHORTEST = 200
"""Characters from which a text of several paragraphs is taken for an article."""
_FEWEST_LINES = 3


class ArticleOffers:
    """Shows the card of an article to a moderator who pasted, forwarded or uploaded one."""

    def __init__(self, additions: Additions, permissions: Permissions, locales: Locales) -> None:
        self._additions = additions
        self._permissions = permissions
        self._locales = locales

    def handlers(self) -> Handlers:
        """Return the handlers of what may be an article, and of what is one after an edit."""
        edited = EDITED & filters.ChatType.PRIVATE & (filters.TEXT | filters.Document.ALL)
        return [
            MessageHandler(TOLD_IN_PRIVATE & _MayBeArticle(), self._offer),
            MessageHandler(edited, self._edited),
        ]

    async def _edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the edit of a pasted article on the card that it has; a question goes on.

        What was added already, or whose card is gone, gets another card; of several articles only
        those that read otherwise.
        """
        message = message_of(update)
        user = sender_of(message)
        if command_of(message) is not None or not await self._permissions.may_change(user):
            return
        drafts = await self._additions.drawn_for(message)
        known = [draft for draft in drafts if draft]
        if known and message.document and file_of(message) == known[-1].content.file:
            # Only its caption is another one, which is neither article nor question.
            raise ApplicationHandlerStop
        if not known or (len(drafts) == 1 and not is_open(known[0])):
            if known or (not message.document and _MayBeArticle().filter(message)):
                await self._additions.links.clear(message)
                await self._offer(update, context)
            return
        words = await self._locales.words(message.chat, user)
        text = text_of(message)
        command = Command(message, user, "", text)
        articles = await read_articles(command, text, words.say.moderating)
        brought = Brought(message, user.id, may_be_cut(command, text))
        await self._additions.reread(drafts, brought, articles, None, words)
        raise ApplicationHandlerStop

    async def _offer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        user = sender_of(message)
        if not await self._permissions.may_change(user):
            return
        words = await self._locales.words(message.chat, user)
        text = "" if message.document else text_of(message)
        command = Command(message, user, "", text)
        try:
            articles = await read_articles(command, text, words.say.moderating)
        except Refused:
            if message.document or is_address(text):
                raise
            return  # no article: a long question, perhaps
        brought = Brought(message, user.id, may_be_cut(command, text))
        await self._additions.show_all([Arrival(brought, one) for one in articles], words)
        raise ApplicationHandlerStop


class _MayBeArticle(filters.MessageFilter):
    """Files, addresses alone, and long texts of several paragraphs, also under a picture."""

    def filter(self, message: Message) -> bool:
        if command_of(message) is not None:
            return False
        if message.document:
            return True
        if replies_to_bot(message):
            return False
        text = text_of(message)
        lines = [line for line in text.splitlines() if line.strip()]
        long = len(text) >= _SHORTEST and len(lines) >= _FEWEST_LINES
        return long or is_address(text)
