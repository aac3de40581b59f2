"""What the bot says to talk that asks nothing of the story: a fixed line, or nothing.

Nothing of it is kept. Only "what is the story about" shows sentences: how the newest articles
begin, each whole and with its source.
"""

from telegram import Message
from telegram.constants import ChatType

from storybot.answering.talk.phrase_patterns import words_of
from storybot.bot.answers.latest_articles import LatestArticles
from storybot.bot.dispatch.addressing import mentions, question_of
from storybot.bot.dispatch.message_words import command_of
from storybot.bot.locales.catalogue import LANGUAGES, Catalogue, Messages
from storybot.bot.messages.answer_card import ChatContext
from storybot.bot.messages.callback_data import TurnSources
from storybot.bot.messages.citations import story_message
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.bot.messages.quote_card import Card
from storybot.model.answers import Talk
from storybot.store.document_store import Store


class TalkReplies:
    """Answers talk."""

    def __init__(self, store: Store, latest: LatestArticles) -> None:
        self._store = store
        self._latest = latest

    async def card(self, talk: Talk, context: ChatContext, words: Catalogue) -> Card | None:
        """Return what is said; None where a person would say nothing either.

        Raises:
            StoreError: the store failed.
        """
        if talk is Talk.SMALL:
            return None
        if talk is Talk.STORY:
            return await self.story(context, words)
        return Card(FormattedText(await self._line(talk, context, words)), ())

    async def story(self, context: ChatContext, words: Catalogue) -> Card:
        """Return how the newest articles begin, with a way to all of them.

        Raises:
            StoreError: the store failed.
        """
        newest = await self._latest.citations()
        if not newest:
            return Card(FormattedText(words.say.sources_empty), ())
        articles = Button(words.say.button_articles, TurnSources(0))
        return Card(story_message(newest, context.bot, words), keyboard([articles]))

    async def _line(self, talk: Talk, context: ChatContext, words: Catalogue) -> str:
        say = words.say
        if talk is Talk.HELP:
            return say.help.format(bot=context.bot)
        if talk is Talk.LANGUAGES:
            written = words.languages(await self._store.languages())
            return say.talk_languages.format(spoken=words.languages(LANGUAGES), written=written)
        lines = {
            Talk.GREETING: say.talk_greeting,
            Talk.THANKS: say.talk_thanks,
            Talk.PRAISE: say.talk_praise,
            Talk.COMPLAINT: say.talk_complaint,
            Talk.IDENTITY: say.talk_identity,
            Talk.MORE: say.talk_more,
            Talk.FAREWELL: say.talk_farewell,
        }
        return lines.get(talk, say.talk_chat)


def how_to_ask(message: Message, say: Messages) -> str:
    """Return what is said to small talk that calls for the bot; empty where it does not.

    /ask does, whatever follows; so does a message without a word, such as emoji, that is to the
    bot alone or mentions it.
    """
    if command_of(message) == "ask":
        return say.ask_usage
    if words_of(question_of(message) or ""):
        return ""
    if mentions(message):
        return say.ask_usage
    return say.wordless if message.chat.type == ChatType.PRIVATE else ""
