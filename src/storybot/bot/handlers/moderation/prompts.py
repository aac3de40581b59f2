"""Ask for a value by a message, and take the reply to that message as the value.

What a reply is meant for stands in the signed button under the question: nothing is kept in
between, and a reply counts only from the person who was asked.
"""

from collections.abc import Mapping
from datetime import datetime

from telegram import Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.filters import PLAIN, Handlers, message_of, sender_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.drafting.addition_card import LATER, TARGET
from storybot.bot.handlers.moderation.drafting.additions import Additions, as_version
from storybot.bot.handlers.moderation.drafting.drafts import Addition
from storybot.bot.handlers.moderation.drafting.retractions import (
    REASON,
    Retractions,
    with_reason,
)
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_codec import ButtonScope, verb_of
from storybot.bot.messages.callback_data import AwaitValue, EditDraft
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.corpus.desk.amendments import NOTHING, Field, amended
from storybot.corpus.desk.due_times import read_due_time
from storybot.model.errors import NotFound, Refused
from storybot.store.desk.plan_store import PlanStore


class Prompts:
    """Corrects drafts by question and reply."""

    def __init__(
        self,
        additions: Additions,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
        retractions: Retractions,
        plans: PlanStore,
        zone: str,
    ) -> None:
        self._retractions = retractions
        self._plans = plans
        self._default_zone = zone
        self._additions = additions
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of the buttons, and of replies to questions."""
        press = self._permissions.for_moderators_press
        return [
            self._buttons.on(EditDraft, press(self._ask)),
            self._buttons.on(AwaitValue, press(self._close)),
            MessageHandler(PLAIN & filters.TEXT & _AnswersPrompt(), self._take),
        ]

    async def _ask(self, pressed: ButtonPress, button: EditDraft) -> None:
        words = await self._locales.to(pressed)
        say, zone = words.say.moderating, await self._zone(pressed.user.id)
        question = _questions(words, zone).get(button.field)
        found = await self._additions.drafts.look(button.draft)
        if found and found.content.card is None and pressed.message:
            # Its sending was not recorded before a crash.
            card = found.content.model_copy(update={"card": pressed.message.message_id})
            await self._additions.drafts.revise(button.draft, card)
        there = found or await self._retractions.drafts.look(button.draft)
        if not question or not pressed.message or not there:
            await pressed.warn(say.draft_gone)
            return
        waits = Button(say.button_cancel, AwaitValue(button.draft, button.field))
        await self._buttons.reply(pressed.message, question, keyboard([waits]), pressed.user.id)
        await pressed.acknowledge()

    async def _close(self, pressed: ButtonPress, _: AwaitValue) -> None:
        await pressed.acknowledge()
        await pressed.rewrite(
            FormattedText((await self._locales.to(pressed)).say.moderating.not_changed)
        )

    async def _take(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Put a value into the draft that it was asked for; what is none is asked for again.

        People correct a slip by a reply to what they are told of it, rather than to the question.
        """
        message = message_of(update)
        user, question = sender_of(message), message.reply_to_message
        found = self._buttons.codec.parse(data_under(question), message.chat_id, user.id)
        words = await self._locales.words(message.chat, user)
        say = words.say.moderating
        if not found or not isinstance(found[0], AwaitValue) or not question:
            await reply(message, words.say.button_outdated)
            return
        if not await self._permissions.may_change(user):
            await reply(message, say.moderators_only)
            return
        try:
            filled = await self._fill_in(message, found[0], words)
        except (Refused, NotFound) as error:
            again = keyboard([Button(say.button_cancel, found[0])])
            await self._buttons.reply(message, words.explain(error), again, user.id)
            return
        if not filled:
            await reply(message, say.draft_gone)
            return
        scope, mended = ButtonScope(message.chat_id), FormattedText(say.mended)
        await self._buttons.edit(message.get_bot(), scope, question.message_id, mended, ())

    async def _fill_in(self, message: Message, waits: AwaitValue, words: Catalogue) -> bool:
        """Put the text of a message into a draft and redraw its card; False where it is gone."""
        bot, text = message.get_bot(), message.text or ""
        draft = await self._additions.drafts.look(waits.draft)
        if draft and draft.stored.change is None:
            if waits.field == LATER:
                due = await self._due(text, draft.content.person, message.date)
                addition = draft.content.model_copy(update=due)
            else:
                addition = await self._amended(draft.content, waits.field, text, message.date)
            await self._additions.redraw(bot, draft.id, addition, words)
            return True
        retraction = await self._retractions.drafts.look(waits.draft)
        if retraction is None or retraction.stored.change is not None:
            return False
        if waits.field == LATER:
            due = await self._due(text, retraction.content.person, message.date)
            wanted = retraction.content.model_copy(update=due)
        else:
            wanted = with_reason(retraction.content, "" if text.strip() in NOTHING else text)
        await self._retractions.redraw(bot, retraction.id, wanted, words)
        return True

    async def _zone(self, person: int) -> str:
        return await self._plans.zone(person) or self._default_zone

    async def _due(self, text: str, person: int, now: datetime) -> dict[str, datetime | str | None]:
        """Read when a draft is due, and remember the zone that a moderator names.

        Raises:
            Refused: it is no time to come.
        """
        if text.strip() in NOTHING:
            return {"due": None, "zone": ""}
        zone = await self._zone(person)
        due = read_due_time(text, zone, now)
        if due.zone != zone:
            await self._plans.set_zone(person, due.zone)
        return {"due": due.at, "zone": due.zone}

    async def _amended(self, addition: Addition, field: str, text: str, now: datetime) -> Addition:
        """Return a draft with another value in a field.

        Raises:
            Refused: the value is none for that field.
            NotFound: there is no such article.
        """
        mended = tuple({*addition.mended, field})
        if field != TARGET:
            document = amended(addition.document, Field(field), text, now)
            return addition.model_copy(update={"document": document, "mended": mended})
        if text.strip() in NOTHING:
            return addition.model_copy(update={"target": None, "mended": mended})
        target = await self._additions.lookup.named(text)
        document = as_version(addition.document, target)
        chosen = {"document": document, "target": target.id, "mended": mended}
        return addition.model_copy(update=chosen)


class _AnswersPrompt(filters.MessageFilter):
    """Replies to a message of the bot that asks for a value."""

    def filter(self, message: Message) -> bool:
        asked = message.reply_to_message
        mine = asked and asked.from_user and asked.from_user.id == message.get_bot().id
        return bool(mine) and verb_of(data_under(asked)) == AwaitValue.verb


def data_under(message: Message | None) -> str:
    """Return the data of the first button under a message; empty for none."""
    markup = message.reply_markup if message else None
    rows = markup.inline_keyboard if markup else ()
    return str(rows[0][0].callback_data or "") if rows and rows[0] else ""


def _questions(words: Catalogue, zone: str) -> Mapping[str, str]:
    say, desk = words.say.moderating, words.say.newsdesk
    return {
        Field.TITLE: say.ask_title,
        Field.DATE: say.ask_date,
        Field.LINK: say.ask_link,
        Field.PUBLISHER: say.ask_publisher,
        Field.AUTHORS: say.ask_authors,
        Field.LINES: say.ask_lines,
        TARGET: say.ask_target,
        LATER: desk.ask_later.format(zone=zone),
        REASON: desk.ask_reason,
    }
