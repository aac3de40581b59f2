"""Commands that retract, restore and take back, and the history that they leave."""

import re
from dataclasses import replace

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.handlers.moderation.cards import (
    article_card,
    change_line,
    history_card,
    standing_card,
    undone_card,
)
from storybot.bot.handlers.moderation.drafting.article_history import (
    HistoryPage,
    article_history,
)
from storybot.bot.handlers.moderation.drafting.comparison import comparison
from storybot.bot.handlers.moderation.drafting.drafts import Draft, Drafts, Restoration, Retraction
from storybot.bot.handlers.moderation.drafting.plans import Planner, planned_card
from storybot.bot.handlers.moderation.drafting.retractions import Retractions
from storybot.bot.handlers.moderation.named_articles import NamedArticles
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.callback_data import (
    ButtonData,
    ConfirmRestoration,
    ConfirmRetraction,
    LeaveAsIs,
    TakeBack,
    TurnHistory,
)
from storybot.bot.messages.formatted_text import FormattedText, joined
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.corpus.corpus import Corpus
from storybot.model.changes import Action, Change
from storybot.model.documents import DocumentId, State, Version
from storybot.model.errors import Conflict, Refused
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory

_SHOWN_CHANGES = 8
"""On a page: as many as one message holds, whatever their titles and reasons."""
_NAMED_LINES = 500
"""Lines of the audit in which the names of people are looked for."""
_BEYOND = 2**62
_ALL = DocumentId("0")
_REASON = 500
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class Moderation:
    """Changes articles that are there already."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        memory: ReaderMemory,
        named: NamedArticles,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
        retractions: Retractions,
        planner: Planner,
    ) -> None:
        self._corpus = corpus
        self._store = store
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons
        self._named = named
        self._retractions = retractions
        self._planner = planner
        self._restorations = Drafts(memory.drafts, store, Restoration)

    def handlers(self) -> Handlers:
        """Return the handlers of the commands and of the buttons under what they show."""
        guard, press = self._permissions.for_moderators, self._permissions.for_moderators_press
        return [
            on_command("retract", guard(self._retract), PLAIN),
            on_command("restore", guard(self._restore), PLAIN),
            on_command("undo", guard(self._undo), PLAIN),
            on_command("history", guard(self._history), PLAIN),
            self._buttons.on(ConfirmRetraction, press(self._confirm_retract)),
            self._buttons.on(ConfirmRestoration, press(self._confirm_restore)),
            self._buttons.on(TakeBack, press(self._confirm_undo)),
            self._buttons.on(TurnHistory, press(self._turn_history)),
            self._buttons.on(LeaveAsIs, press(self._leave)),
        ]

    async def _retract(self, command: Command) -> None:
        words = await self._locales.to(command)
        say = words.say.moderating
        if not command.text and not command.message.reply_to_message:
            raise Refused(say.retract_usage)
        version, rest = await self._named.of(command, "retract", say)
        await self.retract_article(command, version, rest)

    async def retract_article(self, command: Command, version: Version, rest: str = "") -> None:
        """Ask whether an article is to be retracted; ``rest`` is the reason.

        Raises:
            Conflict: it is retracted already.
        """
        words = await self._locales.to(command)
        if version.state is State.RETRACTED:
            raise Conflict("It is retracted already.", "retracted_already", id=version.id)
        await self._retractions.show(command, version, rest, words)

    async def _confirm_retract(self, pressed: ButtonPress, button: ConfirmRetraction) -> None:
        words = await self._locales.to(pressed)
        say = words.say.moderating
        draft = await self._retractions.drafts.look(button.draft)
        if not draft:
            if plan := await self._planner.scheduled(button.draft):
                await pressed.rewrite(planned_card(plan, words))
            else:
                await pressed.warn(say.draft_gone)
            return
        wanted = draft.content
        if wanted.due:
            title = (await self._store.version(wanted.id, wanted.number)).document.title
            plan = await self._planner.schedule(pressed, draft, title)
            await pressed.tell(say.done)
            await pressed.rewrite(planned_card(plan, words))
            return

        async def is_it(change: Change) -> bool:
            retracts = change.action is Action.RETRACT and change.document == wanted.id
            return retracts and change.reason == wanted.reason

        change = await self._retractions.drafts.made(draft, pressed.actor, is_it)
        if not change:
            change = await self._retract_as_shown(draft, pressed.actor, say)
        version = await self._store.version(wanted.id, change.after[0])
        waiting = (await self._store.standing(wanted.id)).waiting
        await pressed.tell(say.done)
        card = standing_card(replace(version, state=change.after[1]), words, waiting)
        await pressed.rewrite(card, _undo_button(change, say))

    async def _retract_as_shown(
        self, draft: Draft[Retraction], actor: str, say: Moderating
    ) -> Change:
        wanted = draft.content
        if (await self._store.version(wanted.id)).number != wanted.number:
            raise Conflict(say.retract_changed.format(id=wanted.id))
        await self._retractions.drafts.begin(draft)
        done = await self._corpus.retract(
            wanted.id, actor=actor, reason=wanted.reason, base=wanted.number
        )
        await self._retractions.drafts.finish(draft, done.change)
        return done.change

    async def _restore(self, command: Command) -> None:
        """Show the version that is to be quoted, and what it changes, and ask."""
        words = await self._locales.to(command)
        say = words.say.moderating
        if not command.text and not command.message.reply_to_message:
            raise Refused(say.restore_usage)
        now, rest = await self._named.of(command, "restore", say)
        if rest and not _NUMBER.fullmatch(rest):
            raise Refused(say.restore_usage)
        then = await self._store.version(now.id, int(rest) if rest else None)
        if now.state is State.LIVE and then.number == now.number:
            raise Conflict("It is live.", "live_already", id=now.id, number=now.number)
        draft = Restoration(id=now.id, number=then.number, base=now.number)
        id = await self._restorations.keep(draft)
        changed = comparison(now.document, then.document, words)
        pieces = [FormattedText(say.restore_ask), article_card(then, words)]
        card = joined([*pieces, changed] if then.number != now.number else pieces, "\n\n")
        choices = _choices(say, say.button_restore, ConfirmRestoration(id))
        await self._reply(command, card if card.fits else joined(pieces, "\n\n"), choices)

    async def _confirm_restore(self, pressed: ButtonPress, button: ConfirmRestoration) -> None:
        words = await self._locales.to(pressed)
        say = words.say.moderating
        draft = await self._restorations.look(button.draft)
        if not draft:
            await pressed.warn(say.draft_gone)
            return
        wanted = draft.content

        async def is_it(change: Change) -> bool:
            return change.action is Action.RESTORE and change.document == wanted.id

        change = await self._restorations.made(draft, pressed.actor, is_it)
        if not change:
            await self._restorations.begin(draft)
            done = await self._corpus.restore(
                wanted.id, wanted.number, actor=pressed.actor, base=wanted.base
            )
            change = done.change
            await self._restorations.finish(draft, change)
        version = await self._store.version(wanted.id, change.after[0])
        waiting = (await self._store.standing(wanted.id)).waiting
        await pressed.tell(say.done)
        card = standing_card(replace(version, state=change.after[1]), words, waiting)
        await pressed.rewrite(card, _undo_button(change, say))

    async def _undo(self, command: Command) -> None:
        """Ask whether to take back this moderator's last change, or the change of a number."""
        words = await self._locales.to(command)
        say = words.say.moderating
        if _NUMBER.fullmatch(command.text):
            change = await self._store.last_undoable(int(command.text))
            if change is None or change.number != int(command.text):
                raise Conflict("Another change came in between.", "change_between")
        else:
            change = await self._store.last_undoable(actor=command.actor)
        if change is None:
            raise Conflict("There is nothing to undo.", "nothing_to_undo")
        zone = await self._planner.zone(command.user.id)
        line = change_line(change, words, await self._names(), zone)
        card = FormattedText(f"{say.undo_ask}\n\n") + line
        choices = _choices(say, say.button_take_back, TakeBack(change.number))
        await self._reply(command, card, choices)

    async def _confirm_undo(self, pressed: ButtonPress, button: TakeBack) -> None:
        words = await self._locales.to(pressed)
        changes = await self._store.history()
        if any(change.undoes == button.change for change in changes):  # pressed before
            undone = next(change for change in changes if change.number == button.change)
            version = await self._store.version(undone.document)
        else:
            done = await self._corpus.undo(actor=pressed.actor, change=button.change)
            undone, version = done.undone, done.version
        await pressed.tell(words.say.moderating.done)
        await pressed.rewrite(undone_card(undone, version, words))

    async def _history(self, command: Command) -> None:
        words = await self._locales.to(command)
        say = words.say.moderating
        named = bool(command.text or command.message.reply_to_message)
        id = (await self._named.of(command, "history", say)).version.id if named else None
        await self._show_history(command, id)

    async def show_article_history(self, command: Command, version: Version, _: str = "") -> None:
        """Show what became of one article."""
        await self._show_history(command, version.id)

    async def _show_history(self, command: Command, of: DocumentId | None) -> None:
        words = await self._locales.to(command)
        card, keys = await self._history_page(of, 0, command.user.id, words)
        await self._reply(command, card, keys)

    async def _turn_history(self, pressed: ButtonPress, button: TurnHistory) -> None:
        words = await self._locales.to(pressed)
        of = None if button.of == _ALL else button.of
        card, keys = await self._history_page(of, button.page, pressed.user.id, words)
        await pressed.acknowledge()
        await pressed.rewrite(card, keys)

    async def _history_page(
        self, of: DocumentId | None, page: int, person: int, words: Catalogue
    ) -> tuple[FormattedText, Keyboard]:
        """Return some changes, with people's names and in this one's time, and the way on."""
        changes = await self._store.history(of)
        names = await self._names()
        zone = await self._planner.zone(person)
        if of and changes:
            shown = await article_history(self._store, changes, page, words, names, zone)
        else:
            stop = max(len(changes) - page * _SHOWN_CHANGES, 0)
            card = history_card(changes[max(stop - _SHOWN_CHANGES, 0) : stop], words, names, zone)
            shown = HistoryPage(card, page, stop > _SHOWN_CHANGES)
        desk, id = words.say.newsdesk, of or _ALL
        newer = [Button(desk.button_newer, TurnHistory(id, shown.number - 1))]
        older = [Button(desk.button_older, TurnHistory(id, shown.number + 1))]
        ways = [*newer * (shown.number > 0), *older * shown.has_older]
        return shown.card, keyboard(ways)

    async def _names(self) -> dict[str, str]:
        """Return the names of those who have changed something."""
        audit = await self._store.audit(_BEYOND, _NAMED_LINES)
        return {entry.actor: entry.name for entry in reversed(audit) if entry.name}

    async def _leave(self, pressed: ButtonPress, _: LeaveAsIs) -> None:
        say = (await self._locales.to(pressed)).say.moderating
        await pressed.acknowledge()
        await pressed.rewrite(FormattedText(say.not_changed))

    async def _reply(self, command: Command, card: FormattedText, buttons: Keyboard) -> None:
        await self._buttons.reply(command.message, card, buttons, command.user.id)


def _undo_button(change: Change, say: Moderating) -> Keyboard:
    return keyboard([Button(say.button_undo, TakeBack(change.number))])


def _choices(say: Moderating, label: str, confirm: ButtonData) -> Keyboard:
    return keyboard([Button(label, confirm), Button(say.button_cancel, LeaveAsIs())])
