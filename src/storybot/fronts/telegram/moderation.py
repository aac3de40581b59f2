"""Commands that retract, restore and take back, and the history that they leave."""

import re

from telegram import InlineKeyboardMarkup

from storybot.corpus import Corpus
from storybot.errors import Conflict, Refused
from storybot.fronts.telegram.buttons import Pressed, button, keyboard, on_button
from storybot.fronts.telegram.cards import (
    article_card,
    change_line,
    history_card,
    standing_card,
    undone_card,
)
from storybot.fronts.telegram.commands import Command, on_command
from storybot.fronts.telegram.drafts import DRAFT_ID, GONE, Drafts, Retraction
from storybot.fronts.telegram.marked import Marked, inert
from storybot.fronts.telegram.origins import PLAIN, Handlers
from storybot.fronts.telegram.render import shortened
from storybot.fronts.telegram.rights import Rights
from storybot.fronts.telegram.sending import reply
from storybot.model import DocumentId, State
from storybot.store.base import Store

_SHOWN_CHANGES = 20
_REASON = 500
_RETRACT_USAGE = (
    "Name the article by its number, as in /sources, and say why: /retract 7 It was wrong."
)
_RESTORE_USAGE = (
    "Name the article by its number, and its version where it is not the last one: /restore 7, or"
    " /restore 7 2."
)
_RETRACT = re.compile(r"([0-9]{1,18})(?:\s+(.*))?", re.DOTALL)
_RESTORE = re.compile(r"([0-9]{1,18})(?:\s+([0-9]{1,9}))?")


class Moderation:
    """Changes articles that are there already."""

    def __init__(self, corpus: Corpus, store: Store, rights: Rights) -> None:
        self._corpus = corpus
        self._store = store
        self._rights = rights
        self._drafts = Drafts[Retraction]()

    def handlers(self) -> Handlers:
        """Return the handlers of the commands and of the buttons under what they show."""
        guard, press = self._rights.for_moderators, self._rights.for_moderators_press
        return [
            on_command("retract", guard(self._retract), PLAIN),
            on_command("restore", guard(self._restore), PLAIN),
            on_command("undo", guard(self._undo), PLAIN),
            on_command("history", guard(self._history), PLAIN),
            on_button("retract", press(self._confirm_retract), DRAFT_ID),
            on_button("undo", press(self._confirm_undo), "([0-9]{1,18})"),
            on_button("leave", press(self._leave), "()"),
        ]

    async def _retract(self, command: Command) -> None:
        found = _RETRACT.fullmatch(command.text)
        if not found:
            raise Refused(_RETRACT_USAGE)
        version = await self._store.version(DocumentId(found[1]))
        if version.state is State.RETRACTED:
            raise Conflict(f"Article {version.id} is retracted already.")
        reason = shortened(found[2] or "", _REASON)
        id = self._drafts.keep(Retraction(version.id, version.number, reason))
        card = Marked("Retract this?\n\n") + article_card(version)
        card = card + "\n\nReason: " + inert(reason) if reason else card
        await reply(command.message, card, _choices("Retract", "retract", id))

    async def _confirm_retract(self, pressed: Pressed) -> None:
        id = pressed.arguments[0]
        draft = self._drafts.take(id)
        if not draft:
            await pressed.warn(GONE)
            return
        now = await self._store.version(draft.id)
        if now.number != draft.number:
            raise Conflict(f"Article {draft.id} has changed since; look at it again and repeat.")
        version = await self._corpus.retract(draft.id, actor=pressed.actor, reason=draft.reason)
        await pressed.tell("Retracted.")
        await pressed.rewrite(standing_card(version), await self._undo_button(draft.id))

    async def _restore(self, command: Command) -> None:
        found = _RESTORE.fullmatch(command.text)
        if not found:
            raise Refused(_RESTORE_USAGE)
        number = int(found[2]) if found[2] else None
        id = DocumentId(found[1])
        version = await self._corpus.restore(id, number, actor=command.actor)
        await reply(command.message, standing_card(version), await self._undo_button(id))

    async def _undo(self, command: Command) -> None:
        change = await self._corpus.last_change()
        card = Marked("Take back this change?\n\n") + change_line(change)
        await reply(command.message, card, _choices("Take it back", "undo", change.number))

    async def _confirm_undo(self, pressed: Pressed) -> None:
        number = int(pressed.arguments[0])
        change, version = await self._corpus.undo(actor=pressed.actor, change=number)
        await pressed.tell("Taken back.")
        await pressed.rewrite(undone_card(change, version))

    async def _history(self, command: Command) -> None:
        id = DocumentId(command.text) if command.text else None
        if id is not None:
            await self._store.version(id)
        changes = await self._store.history(id)
        await reply(command.message, history_card(changes, _SHOWN_CHANGES))

    async def _leave(self, pressed: Pressed) -> None:
        await pressed.tell("Nothing was changed.")
        await pressed.rewrite(Marked("Nothing was changed."))

    async def _undo_button(self, id: DocumentId) -> InlineKeyboardMarkup:
        change = (await self._store.history(id))[-1]
        return keyboard(button("Undo", "undo", change.number))


def _choices(label: str, verb: str, argument: object) -> InlineKeyboardMarkup:
    return keyboard(button(label, verb, argument), button("Cancel", "leave", ""))
