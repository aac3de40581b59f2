"""The /add command: shows what was understood of an article, and adds it when that is confirmed."""

from telegram import Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_caption, on_command
from storybot.bot.dispatch.filters import EDITED, PLAIN, Handlers, message_of, sender_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.albums import Albums
from storybot.bot.handlers.moderation.cards import added_card, dropped_card
from storybot.bot.handlers.moderation.drafting.additions import (
    Additions,
    Arrival,
    Brought,
    as_version,
    is_open,
)
from storybot.bot.handlers.moderation.drafting.drafts import Addition, Draft
from storybot.bot.handlers.moderation.drafting.plans import Planner, ScheduledChange, planned_card
from storybot.bot.handlers.moderation.uploads import may_be_cut, read_articles, split_target
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.callback_data import (
    CancelAddition,
    ConfirmAddition,
    ConfirmVersion,
    ShowDropped,
    TakeBack,
)
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.corpus.change_results import Added, AddResult
from storybot.corpus.corpus import Corpus
from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.errors import NotFound, Refused
from storybot.store.document_store import Store


class _InAlbum(filters.MessageFilter):
    """Files sent together with others, without a caption of their own."""

    def filter(self, message: Message) -> bool:
        return bool(message.media_group_id and message.document and not message.caption)


class Adding:
    """Adds articles and new versions of them from the chat."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        additions: Additions,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
        planner: Planner,
        albums: Albums,
    ) -> None:
        self._planner = planner
        self._corpus = corpus
        self._store = store
        self._additions = additions
        self._drafts = additions.drafts
        self._albums = albums
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of /add and of the buttons under its drafts."""
        add = self._permissions.for_moderators(self.add)
        edited = self._permissions.for_moderators(self._add_edited)
        on, press = self._buttons.on, self._permissions.for_moderators_press
        return [
            on_command("add", add, PLAIN),
            on_caption("add", add, PLAIN),
            on_command("add", edited, EDITED),
            on_caption("add", edited, EDITED),
            MessageHandler(PLAIN & filters.ChatType.GROUPS & _InAlbum(), self._add_beside),
            on(ConfirmAddition, press(self._confirm)),
            on(ConfirmVersion, press(self._confirm_version)),
            on(ShowDropped, press(self._show_dropped)),
            on(CancelAddition, press(self._cancel)),
        ]

    async def add(self, command: Command) -> None:
        """Show a card for each article that came with the command, and in its album before it."""
        words = await self._locales.to(command)
        target_id, text = split_target(command)
        target = await self._target(target_id, words) if target_id else None
        arrivals = await self._read(command, text, target, words)
        for message in await self._albums.want(command.message):
            arrivals += await self._read(Command(message, command.user, "", ""), "", None, words)
        await self._additions.show_all(arrivals, words)

    async def _add_beside(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a file without a caption whose album /add stands in: each is an article."""
        message = message_of(update)
        user = sender_of(message)
        if await self._permissions.may_change(user) and await self._albums.is_wanted(message):
            words = await self._locales.words(message.chat, user)
            found = await self._read(Command(message, user, "", ""), "", None, words)
            await self._additions.show_all(found, words)

    async def _read(
        self, command: Command, text: str, target: Version | None, words: Catalogue
    ) -> list[Arrival]:
        """Read what a message holds; where it is refused, the others of its album are not."""
        brought = Brought(command.message, command.user.id, may_be_cut(command, text))
        try:
            articles = await read_articles(command, text, words.say.moderating)
        except Refused as error:
            return [Arrival(brought, error)]
        return [Arrival(brought, article, target) for article in articles]

    async def _add_edited(self, command: Command) -> None:
        """Read an edited command again, and show it on the card that it has.

        An edit of anything else is no command; what was added already gets another card, and of
        several articles only those that read otherwise.
        """
        drafts = await self._additions.drawn_for(command.message)
        if not any(drafts):
            return
        if len(drafts) == 1 and not is_open(drafts[0]):
            await self._additions.links.clear(command.message)
            await self.add(command)
            return
        words = await self._locales.to(command)
        target_id, text = split_target(command)
        target = await self._target(target_id, words) if target_id else None
        articles = await read_articles(command, text, words.say.moderating)
        brought = Brought(command.message, command.user.id, may_be_cut(command, text))
        await self._additions.reread(drafts, brought, articles, target, words)

    async def _target(self, id: str, words: Catalogue) -> Version:
        try:
            return await self._store.version(DocumentId(id))
        except NotFound as error:
            below = words.say.moderating.number_below
            raise Refused(f"{words.explain(error)} {below}") from error

    async def _confirm(self, pressed: ButtonPress, button: ConfirmAddition) -> None:
        draft = await self._drafts.look(button.draft)
        if draft:
            await self._commit(pressed, draft, None, button.base)
        else:
            await self._show_planned(pressed, button.draft)

    async def _confirm_version(self, pressed: ButtonPress, button: ConfirmVersion) -> None:
        draft = await self._drafts.look(button.draft)
        if draft:
            await self._commit(pressed, draft, button.of, button.base)
        else:
            await self._show_planned(pressed, button.draft)

    async def _show_planned(self, pressed: ButtonPress, id: str) -> None:
        """Say that a draft is a plan, as after a crash; else that it is gone."""
        if plan := await self._planner.scheduled(id):
            await pressed.rewrite(planned_card(plan, await self._locales.to(pressed)))
        else:
            await self._warn_gone(pressed)

    async def _commit(
        self, pressed: ButtonPress, draft: Draft[Addition], of: DocumentId | None, shown: int
    ) -> None:
        """Add a document, or a new version; where that was done before, say so.

        ``shown`` is the version that the card compared with when it was pressed.
        """
        words, text = await self._locales.to(pressed), draft.content.document.text

        async def is_it(change: Change) -> bool:
            brings = change.action in {Action.ADD, Action.UPDATE}
            return brings and (await self._version_of(change)).document.text == text

        change = await self._drafts.made(draft, pressed.actor, is_it)
        if change:
            result = AddResult.ADDED if change.action is Action.ADD else AddResult.UPDATED
            added = Added(result, await self._version_of(change), change=change)
        elif shown != (draft.content.base or 0) or not await self._additions.is_current(draft):
            bot = pressed.query.get_bot()
            await self._additions.redraw(bot, draft.id, draft.content, words)
            await pressed.warn(words.say.moderating.card_outdated)
            return
        elif draft.content.due:
            plan = await self._planned(pressed, draft, of)
            await pressed.tell(words.say.moderating.done)
            await pressed.rewrite(planned_card(plan, words))
            return
        else:
            document = await (
                self._as_version(draft, of)
                if of
                else self._additions.as_new(draft.content.document)
            )
            base = draft.content.base if of else None
            await self._drafts.begin(draft)
            (added,) = await self._corpus.add(
                [document], actor=pressed.actor, decided=True, base=base
            )
            if added.change is None:
                await self._drafts.drop(draft.id)
            else:
                await self._drafts.finish(draft, added.change)
        await pressed.tell(words.say.moderating.done)
        await pressed.rewrite(added_card(added, words), _undo_button(added, words.say.moderating))

    async def _planned(
        self, pressed: ButtonPress, draft: Draft[Addition], of: DocumentId | None
    ) -> ScheduledChange:
        """Keep a draft until it is due, with what the article that it is a version of lends it."""
        document = await self._as_version(draft, of) if of else draft.content.document
        content = draft.content.model_copy(update={"document": document})
        return await self._planner.schedule(
            pressed, draft._replace(content=content), document.title, of
        )

    async def _version_of(self, change: Change) -> Version:
        return await self._store.version(change.document, change.after[0])

    async def _as_version(self, draft: Draft[Addition], of: DocumentId) -> Document:
        if draft.content.target == of:  # what it lends was shown, and may have been emptied since
            return draft.content.document
        return as_version(draft.content.document, await self._store.version(of))

    async def _show_dropped(self, pressed: ButtonPress, button: ShowDropped) -> None:
        draft = await self._drafts.look(button.draft)
        if draft and pressed.message:
            words = await self._locales.to(pressed)
            await reply(pressed.message, dropped_card(draft.content.document, words))
            await pressed.acknowledge()
        else:
            await self._warn_gone(pressed)

    async def _cancel(self, pressed: ButtonPress, button: CancelAddition) -> None:
        draft = await self._drafts.look(button.draft)
        if draft and draft.stored.change is not None:  # added a moment ago
            await self._commit(pressed, draft, None, draft.content.base or 0)
            return
        await self._drafts.drop(button.draft)
        say = (await self._locales.to(pressed)).say.moderating
        await pressed.acknowledge()
        await pressed.rewrite(FormattedText(say.not_added))

    async def _warn_gone(self, pressed: ButtonPress) -> None:
        await pressed.warn((await self._locales.to(pressed)).say.moderating.draft_gone)


def _undo_button(added: Added, say: Moderating) -> Keyboard:
    if added.change is None:
        return ()
    return keyboard([Button(say.button_undo, TakeBack(added.change.number))])
