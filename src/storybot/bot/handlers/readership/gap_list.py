"""The /gaps command: what readers miss, and a way to answer it."""

import asyncio
from datetime import UTC, datetime, timedelta

from telegram import Chat, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, PRIVATE, Handlers, message_of, sender_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.drafting.additions import Additions, Brought
from storybot.bot.handlers.moderation.uploads import may_be_cut, read_articles
from storybot.bot.handlers.readership.gap_card import SPANS, gap_card
from storybot.bot.messages.callback_codec import verb_of
from storybot.bot.messages.callback_data import AnswerGap, AwaitGapAnswer, ShowGaps
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.bot.messages.quote_card import Card
from storybot.corpus.desk.gaps import Gap, find_gaps
from storybot.ingest.results import Article
from storybot.store.readers.question_log import QuestionLog

_QUESTION = 300
_DEFAULT_DAYS = 30


class GapList:
    """Lists gaps; in a moderator's private chat, the desk, with a button to answer each."""

    def __init__(
        self,
        log: QuestionLog,
        additions: Additions,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
    ) -> None:
        self._log = log
        self._additions = additions
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of the command, its buttons, and replies with an answer."""
        on, press = self._buttons.on, self._permissions.for_moderators_press
        return [
            on_command("gaps", self._permissions.for_moderators(self._list), PLAIN),
            on(ShowGaps, press(self._turn)),
            on(AnswerGap, press(self._ask)),
            on(AwaitGapAnswer, press(self._close)),
            MessageHandler(PRIVATE & filters.TEXT & _AnswersGap(), self._take),
        ]

    async def _list(self, command: Command) -> None:
        message, text = command.message, command.text.strip()
        days = int(text) if text in {str(span) for span in SPANS} else _DEFAULT_DAYS
        words = await self._locales.to(command)
        card = gap_card(await self._gaps(days), days, 0, words, at_desk=_is_desk(message.chat))
        await self._buttons.reply(message, card.text, card.keyboard, command.user.id)

    async def _turn(self, pressed: ButtonPress, button: ShowGaps) -> None:
        words, days = await self._locales.to(pressed), button.days
        at_desk = pressed.chat is not None and _is_desk(pressed.chat)
        card: Card = gap_card(await self._gaps(days), days, button.page, words, at_desk=at_desk)
        await pressed.acknowledge()
        await pressed.show(card)

    async def _ask(self, pressed: ButtonPress, button: AnswerGap) -> None:
        """Ask for the text that answers a question."""
        say = (await self._locales.to(pressed)).say.moderating
        message = pressed.message
        found = [gap for gap in await self._gaps(button.days) if gap.key == button.gap]
        if not found or not message or not _is_desk(message.chat):
            await pressed.warn(say.gap_gone)
            return
        question = escape_autolinks(shortened(found[0].wording, _QUESTION))
        waits = Button(say.button_cancel, AwaitGapAnswer(button.gap))
        asked = filled(say.gap_ask, question=question)
        await self._buttons.reply(message, asked, keyboard([waits]), pressed.user.id)
        await pressed.acknowledge()

    async def _close(self, pressed: ButtonPress, _: AwaitGapAnswer) -> None:
        await pressed.acknowledge()
        say = (await self._locales.to(pressed)).say.moderating
        await pressed.rewrite(FormattedText(say.not_added))

    async def _take(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the card of the article that answers, as /add does."""
        message = message_of(update)
        user = sender_of(message)
        words = await self._locales.words(message.chat, user)
        data = self._buttons.codec.parse(_data(message.reply_to_message), message.chat_id, user.id)
        if not data:
            await reply(message, words.say.button_outdated)
        elif not await self._permissions.may_change(user):
            await reply(message, words.say.moderating.moderators_only)
        else:
            text = message.text or ""
            command = Command(message, user, "", text)
            brought = Brought(message, user.id, may_be_cut(command, text))
            article: Article
            for article in await read_articles(command, text, words.say.moderating):
                await self._additions.show(brought, article, None, words)

    async def _gaps(self, days: int) -> list[Gap]:
        begin = datetime.now(UTC) - timedelta(days=days)
        asked = await self._log.since(begin)
        return await asyncio.to_thread(find_gaps, asked)


class _AnswersGap(filters.MessageFilter):
    """Replies to a message of the bot that asks for the answer to a question."""

    def filter(self, message: Message) -> bool:
        asked = message.reply_to_message
        mine = asked and asked.from_user and asked.from_user.id == message.get_bot().id
        return bool(mine) and verb_of(_data(asked)) == AwaitGapAnswer.verb


def _data(message: Message | None) -> str:
    """Return the data of the first button under a message; empty for none."""
    markup = message.reply_markup if message else None
    rows = markup.inline_keyboard if markup else ()
    return str(rows[0][0].callback_data or "") if rows and rows[0] else ""


def _is_desk(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE
