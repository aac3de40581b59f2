"""Answer a question where it was asked, and record what the buttons of the answer need.

Every entry point calls it: private chats, groups, guest calls, edits, subscriptions. Each question
of a message gets an answer of its own; talk gets a fixed line or nothing, and is not recorded.
"""

import asyncio
import logging
from contextlib import suppress

from telegram import Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from storybot.answering.abstention.telling_words import names_subject, shares_telling_word
from storybot.answering.answer import MAX_QUESTIONS, Answerer
from storybot.answering.talk.utterance import Utterance, read_utterance
from storybot.bot.answers.answer_targets import (
    AnswerTarget,
    EditTarget,
    EntryPoint,
    GuestTarget,
    ReplyTarget,
    chat_context,
)
from storybot.bot.answers.follow_up_context import FollowUpContext
from storybot.bot.answers.rendered_cache import RenderedCache
from storybot.bot.answers.talk_replies import TalkReplies, how_to_ask
from storybot.bot.answers.whispers import Whispers
from storybot.bot.dispatch.addressing import replies_to_bot
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.ephemeral import is_ephemeral
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.message_words import command_of
from storybot.bot.dispatch.replies import reply
from storybot.bot.dispatch.sendings import current_delivery
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.answer_card import ChatContext, answer_card
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks
from storybot.bot.messages.quote_card import Card
from storybot.model.answers import Answer, Talk
from storybot.model.errors import Refused, StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import SentAnswer

RANKED = 5
"""Citations that a card leads to."""
SURE = 0.86
"""Confidence from which a question that was only overheard is answered: the lowest from which on,
at every hundredth, .85 or more of what is said is right, cross-validated on the newsroom and the
own questions together, and a hundredth more (docs/quality.md)."""
_SHARED = 2
"""Words that such a question and its answer share at least: "Who won?" is asked of anything."""
_SURER = 0.88
"""Confidence from which they may be ordinary: "When is the meeting?" is asked in any office."""
_LONGEST_RECORDING = 2.0
"""Seconds that a pressed button waits for answers on their way, as one held up by a flood is."""
_log = logging.getLogger(__name__)


class AnswerReplies:
    """Answers messages; each once, whichever way it comes in."""

    def __init__(
        self,
        answerer: Answerer,
        memory: ReaderMemory,
        locales: Locales,
        buttons: Buttons,
        talk: TalkReplies,
    ) -> None:
        self._answerer = answerer
        self._memory = memory
        self._locales = locales
        self._buttons = buttons
        self._talk = talk
        self._context = FollowUpContext(answerer, memory)
        self.whispers = Whispers(memory, buttons)
        self._cards = RenderedCache[Card]()
        self._under_way: set[asyncio.Event] = set()

    async def answer(self, message: Message, text: str, entry_point: EntryPoint) -> None:
        """Reply to a message with the answers to its questions.

        What is only overheard is left alone unless the story surely answers it. A question that
        was brought along from elsewhere is shown first, for nobody wrote it here.

        Raises:
            StoreError: the store failed.
        """
        if not current_delivery().parts and await self._is_answered(message):
            return
        if await self.whispers.are_wanted(message):
            try:
                await self._answer(message, text, entry_point, whispered=True)
            except BadRequest as error:  # such as: the person is no member of the group
                if is_ephemeral(message):
                    raise
                _log.info("An answer could not be sent to its asker alone: %s", error)
            else:
                return
        await self._answer(message, text, entry_point, whispered=False)

    async def _answer(
        self, message: Message, text: str, entry_point: EntryPoint, *, whispered: bool
    ) -> None:
        carried = entry_point is EntryPoint.CARRIED
        words = await self._locales.words(message.chat, message.from_user)
        after = None if carried else await self._context.before(message)
        try:
            answers = await self._answerer.answers(text, RANKED, after, words.language)
        except Refused as error:
            if entry_point is not EntryPoint.OVERHEARD:
                await reply(message, words.explain(error), whispered=whispered)
            return
        said = read_utterance(text)
        answers = tuple(a for a in answers if _is_wanted(a, said, message, entry_point))
        if answers and answers[0].talk:
            await self._reply_to_talk(message, answers[0].talk, words, whispered=whispered)
            return
        has_rest = len(said.questions) > MAX_QUESTIONS and entry_point is not EntryPoint.OVERHEARD
        delivery, under = current_delivery(), None
        done = delivery.parts
        delivery.has_more = bool(answers)
        if carried and not done:
            under = await reply(message, escape_autolinks(f"“{text}”"))
        for number, answer in enumerate(answers, start=1 + carried):
            await self._context.note(message, answer, after)
            if number <= done:
                continue
            delivery.has_more = has_rest or answer is not answers[-1]
            target = ReplyTarget(
                *(message, answer.question, entry_point, words, self._buttons, under),
                is_last=answer is answers[-1],
                whispered=whispered,
            )
            await self.deliver(answer, target)
        delivery.has_more = False
        if has_rest:
            left = words.say.questions_left.format(count=MAX_QUESTIONS)
            await reply(message, left, whispered=whispered)

    async def answer_guest(self, message: Message, text: str) -> None:
        """Answer a message that called the bot into a chat where it may be no member.

        Raises:
            StoreError: the store failed.
        """
        if await self._is_answered(message):
            return
        words = await self._locales.words(None, message.from_user)
        target = GuestTarget(message, words, self._buttons)
        try:
            answer = (
                await self._answerer.answer(text, RANKED, language=words.language) if text else None
            )
        except Refused as error:
            await target.send(Card(FormattedText(words.explain(error)), ()))
            return
        if answer and not answer.talk:
            await self.deliver(answer, target)
            return
        talk = answer.talk if answer else None
        card = await self._talk.card(talk, target.context, words) if talk else None
        await target.send(card or Card(FormattedText(words.say.start), ()))

    async def answer_again(self, message: Message, text: str, given: SentAnswer) -> None:
        """Put the answer to an edited question in the place of the first one.

        One that only its asker saw stays, and a new one is sent.

        Raises:
            StoreError: the store failed.
        """
        if not text or text == given.question:
            return
        if given.is_ephemeral:
            await self._memory.drop_answer(given.id)
            await self.answer(message, text, EntryPoint.GROUP)
            return
        target = EditTarget(message, given, self._buttons)
        after = await self._context.leaned(message.chat_id, message.message_id)
        try:
            answer = await self._answerer.answer(text, RANKED, after, given.language)
        except Refused as error:
            await self._put_instead(target, Card(FormattedText(target.words.explain(error)), ()))
            return
        if answer.talk:
            card = await self._talk.card(answer.talk, target.context, target.words)
            await self._put_instead(target, card or Card(FormattedText("…"), ()))
        elif answer.question != given.question:
            await self._context.note(message, answer, after)
            await self.deliver(answer, target)

    async def show_story(self, message: Message, words: Catalogue) -> None:
        """Reply with how the newest articles begin.

        Raises:
            StoreError: the store failed.
        """
        await self._reply_to_talk(message, Talk.STORY, words)

    async def deliver(self, answer: Answer, target: AnswerTarget) -> None:
        """Render an answer, send it, and record what its buttons need.

        Where recording fails the answer stands, and its buttons do not work.
        """
        recorded = asyncio.Event()
        self._under_way.add(recorded)
        try:
            card = self._card(answer, target.context, target.words)
            sent = await target.send(card)
            try:
                await target.record(self._memory, answer, sent, card.shown)
            except StoreError as error:
                _log.error("An answer that was sent could not be kept: %s", error)
        finally:
            self._under_way.remove(recorded)
            recorded.set()

    def _card(self, answer: Answer, context: ChatContext, words: Catalogue) -> Card:
        """Make the card of an answer, or take the one of the same answer to somebody else."""
        shown = (answer.answered, answer.written_in, context, words.language)
        return self._cards.get(answer.citations, shown, lambda: answer_card(answer, context, words))

    async def settle(self) -> None:
        """Wait until the answers on their way are recorded: readers may press sooner than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_RECORDING):
                for recorded in tuple(self._under_way):
                    await recorded.wait()

    def forget(self, reader: int) -> None:
        """Let no further question of a reader lean on one before it."""
        self._context.forget(reader)

    async def meant(self, given: SentAnswer) -> str:
        """Return what was asked; a follow-up completed, unless that was long ago."""
        found = await self._context.meant(given.chat or 0, given.asked or 0)
        return found or given.question

    async def _is_answered(self, message: Message) -> bool:
        """Tell whether a message has its answer; the ids of ephemeral ones come again.

        A message in private is brought by one update alone, so at first it has none. In a group it
        may have come as a guest call, too.
        """
        is_new = message.chat.type == ChatType.PRIVATE and current_delivery().is_first
        if is_ephemeral(message) or is_new:
            return False
        return bool(await self._memory.answer_to(message.chat_id, message.message_id))

    async def _reply_to_talk(
        self, message: Message, talk: Talk, words: Catalogue, *, whispered: bool = False
    ) -> None:
        if card := await self._talk.card(talk, chat_context(message), words):
            await self._buttons.reply(message, card.text, card.keyboard, whispered=whispered)
        elif hint := how_to_ask(message, words.say):
            await reply(message, hint, whispered=whispered)

    async def _put_instead(self, target: EditTarget, card: Card) -> None:
        """Put what is no answer in the place of one, whose buttons are forgotten."""
        await target.send(card)
        await self._memory.drop_answer(target.given.id)


def _is_wanted(answer: Answer, said: Utterance, message: Message, entry_point: EntryPoint) -> bool:
    """Tell whether an answer is said: nothing that was not asked for, unless it is sure."""
    is_question = said.talk is None and all(one.is_question for one in said.questions)
    if entry_point is EntryPoint.OVERHEARD:
        speaks_of_story = is_question and not said.is_personal
        return speaks_of_story and _is_sure(answer)
    casual = entry_point is EntryPoint.GROUP and replies_to_bot(message) and not command_of(message)
    return answer.answered or bool(answer.talk) or is_question or not casual


def _is_sure(answer: Answer) -> bool:
    if not answer.answered or answer.confidence < SURE:
        return False
    first = answer.citations[0]
    shared = {first.text[start:end].casefold() for start, end in first.matches}
    tells = shares_telling_word(first) or names_subject(answer.asked, first)
    return len(shared) >= _SHARED and (tells or answer.confidence >= _SURER)
