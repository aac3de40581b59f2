"""Keeps the promise of a button: who asked to be told is told when the story answers.

The answer comes as a further reply to the question. That is tried whenever the corpus has changed,
also by another process; a question that was answered, or whose chat is gone, is tried no more.
"""

import asyncio
import logging
from typing import NoReturn

from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from storybot.answering.answer import Answerer
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES
from storybot.bot.messages.answer_card import ChatContext, quote_card
from storybot.corpus.corpus import Corpus
from storybot.model.answers import Answer
from storybot.model.errors import Refused, StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef, SentAnswer, Subscription

_DOOR = "wish"
_RANKED = 5
_PAUSE = 2.0
"""Seconds between looks at whether the corpus has changed."""
_log = logging.getLogger(__name__)


class Subscriptions:
    """Tells people of answers that were not there when they asked."""

    def __init__(self, answerer: Answerer, corpus: Corpus, memory: ReaderMemory) -> None:
        self._answerer = answerer
        self._corpus = corpus
        self._memory = memory

    async def grant(self, bot: Bot) -> NoReturn:
        """Look through the wishes at the start and after every change."""
        seen = -1
        while True:
            change = self._corpus.generation.change
            if change != seen and await self._look_through(bot):
                seen = change
            await asyncio.sleep(_PAUSE)

    async def _look_through(self, bot: Bot) -> bool:
        """Tell of what is answered now; False where that has to be tried again."""
        try:
            wishes = await self._memory.wishes()
        except StoreError as error:
            _log.warning("Who waits for an answer could not be read: %s", error)
            return False
        outcomes = [await self._look_at(bot, wish) for wish in wishes]
        return all(outcomes)

    async def _look_at(self, bot: Bot, wish: Subscription) -> bool:
        """Tell of one wish, if it is answered now; a fault in it is no fault of the others."""
        try:
            answer = await self._answerer.answer(wish.question, _RANKED)
            if answer.answered:
                await self._tell(bot, wish, answer)
        except (StoreError, TelegramError) as error:
            _log.warning("A reader who waits for an answer could not be told: %s", error)
            return False
        except Refused as error:  # kept by an older version, which let it grow past the limit
            _log.warning("A question that somebody waits for is given up: %s", error)
            await self._memory.drop_wishes(wish.chat, wish.message)
        except Exception:  # noqa: BLE001 - it would come again at every look: it is passed over
            _log.exception("A question that somebody waits for cannot be answered.")
        return True

    async def _tell(self, bot: Bot, wish: Subscription, answer: Answer) -> None:
        """Send an answer, keep what its buttons need, and forget the wish."""
        abstained = await self._memory.answer_at(wish.chat, wish.message)
        language = abstained.language if abstained else ENGLISH.language
        is_group = wish.chat < 0
        place = ChatContext(bot.username, private=not is_group, deletable=is_group)
        words = LANGUAGES.get(language, ENGLISH)
        card = quote_card(answer.citations, place, words, answer.contradicted)
        asked = abstained.asked if abstained and abstained.asked else wish.message
        try:
            sent = await bot.send_message(
                wish.chat,
                card.text.text,
                entities=card.text.entities,
                reply_markup=card.keyboard,
                message_thread_id=wish.topic,
                reply_parameters=ReplyParameters(asked, allow_sending_without_reply=True),
            )
        except ChatMigrated as moved:
            await self._memory.move_chat(wish.chat, moved.new_chat_id)
            raise
        except (BadRequest, Forbidden) as error:
            _log.info("A reader who waited for an answer cannot be told: %s", error)
        else:
            await self._memory.keep_answer(
                SentAnswer(
                    door=_DOOR,
                    language=language,
                    question=wish.question,
                    answered=True,
                    cited=QuoteRef.ranking(answer),
                    chat=wish.chat,
                    message=sent.message_id,
                )
            )
        await self._memory.drop_wishes(wish.chat, wish.message)
