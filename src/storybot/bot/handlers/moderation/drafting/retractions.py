"""Cards that ask whether an article is to be retracted, when, and why."""

from telegram import Bot

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.commands import Command
from storybot.bot.handlers.moderation.cards import article_card
from storybot.bot.handlers.moderation.drafting.addition_card import LATER
from storybot.bot.handlers.moderation.drafting.drafts import Drafts, Retraction, card_place
from storybot.bot.handlers.moderation.drafting.due_lines import due_line
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_codec import ButtonScope
from storybot.bot.messages.callback_data import ConfirmRetraction, EditDraft, LeaveAsIs
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.model.documents import Version
from storybot.store.document_store import Store
from storybot.store.readers.draft_store import DraftStore

REASON = "reason"
"""The field of a retraction that says why."""
_LONGEST = 500


class Retractions:
    """The drafts of retractions, and their cards."""

    def __init__(self, store: Store, kept: DraftStore, buttons: Buttons) -> None:
        self._store = store
        self._buttons = buttons
        self.drafts = Drafts(kept, store, Retraction)

    async def show(self, command: Command, version: Version, reason: str, words: Catalogue) -> None:
        """Keep a retraction as a draft, and ask."""
        wanted = Retraction(
            id=version.id,
            number=version.number,
            reason=shortened(reason, _LONGEST),
            person=command.user.id,
            chat=command.message.chat_id,
            asked=command.message.message_id,
        )
        id = await self.drafts.keep(wanted)
        card, keys = retraction_card(wanted, version, words), _choices(id, wanted, words)
        sent = await self._buttons.reply(command.message, card, keys, wanted.person)
        await self.drafts.revise(id, wanted.model_copy(update=card_place(sent, wanted.chat)))

    async def redraw(self, bot: Bot, id: str, wanted: Retraction, words: Catalogue) -> None:
        """Keep what a draft says now, and show it on its card."""
        await self.drafts.revise(id, wanted)
        if wanted.card is None:
            return
        version = await self._store.version(wanted.id, wanted.number)
        card = retraction_card(wanted, version, words)
        scope = ButtonScope(wanted.chat, wanted.asked, wanted.person)
        keys = _choices(id, wanted, words)
        if sent := await self._buttons.edit(bot, scope, wanted.card, card, keys):
            await self.drafts.revise(id, wanted.model_copy(update=card_place(sent, wanted.chat)))


def with_reason(wanted: Retraction, text: str) -> Retraction:
    """Return a retraction with another reason."""
    return wanted.model_copy(update={"reason": shortened(" ".join(text.split()), _LONGEST)})


def retraction_card(wanted: Retraction, version: Version, words: Catalogue) -> FormattedText:
    """Ask whether an article is to be retracted."""
    say = words.say.moderating
    reason = escape_autolinks(wanted.reason)
    given = filled(say.retract_reason, reason=reason) if wanted.reason else reason
    pieces = [FormattedText(say.retract_ask), article_card(version, words), given]
    return joined([*pieces, due_line(wanted, words)], "\n\n")


def _choices(id: str, wanted: Retraction, words: Catalogue) -> Keyboard:
    say, desk = words.say.moderating, words.say.newsdesk
    plan = f" · {desk.button_plan}" if wanted.due else ""
    yes = Button(say.button_retract + plan, ConfirmRetraction(id))
    later = Button(desk.button_later, EditDraft(id, LATER))
    why = Button(desk.button_reason, EditDraft(id, REASON))
    return keyboard([yes, Button(say.button_cancel, LeaveAsIs())], [later, why])
