"""The destination of an answer that a reader waited for."""

from dataclasses import dataclass, replace

from telegram import Bot, ReplyParameters

from storybot.bot.answers.answer_targets import EntryPoint, SentAs, answer_record
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.answer_card import ChatContext
from storybot.bot.messages.callback_codec import ButtonScope
from storybot.bot.messages.quote_card import Card
from storybot.model.answers import Answer
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import SentAnswer, Subscription


@dataclass(frozen=True, slots=True)
class SubscriberTarget:
    """A further reply to a question that could not be answered at first."""

    bot: Bot
    subscription: Subscription
    abstained: SentAnswer | None
    """The answer that said so, while it is remembered."""
    buttons: Buttons

    @property
    def words(self) -> Catalogue:
        """The language of the first answer."""
        return LANGUAGES.get(self.abstained.language, ENGLISH) if self.abstained else ENGLISH

    @property
    def context(self) -> ChatContext:
        """The chat, as far as the buttons depend on it."""
        is_group = self.subscription.chat < 0
        return ChatContext(self.bot.username, private=not is_group, deletable=is_group)

    async def send(self, card: Card) -> SentAs:
        """Reply to the question, or to the answer that abstained."""
        chat, asked = self.subscription.chat, self._asked
        sent = await self.bot.send_message(
            chat,
            card.text.text,
            entities=card.text.entities,
            reply_markup=self.buttons.within(ButtonScope(chat, asked), card.keyboard),
            message_thread_id=self.subscription.topic,
            reply_parameters=ReplyParameters(asked, allow_sending_without_reply=True),
        )
        return SentAs(sent.message_id)

    @property
    def _asked(self) -> int:
        asked = self.abstained.asked if self.abstained else None
        return asked or self.subscription.message

    async def record(
        self, memory: ReaderMemory, answer: Answer, sent: SentAs | None, shown: tuple[int, ...]
    ) -> None:
        """Record the answer by its own message: the question's has one already."""
        await memory.keep_answer(
            replace(
                answer_record(answer, EntryPoint.SUBSCRIPTION, self.words, shown),
                chat=self.subscription.chat,
                message=sent.message if sent else None,
                reply_to=self._asked,
            ),
            asked_like=self.abstained,
        )
