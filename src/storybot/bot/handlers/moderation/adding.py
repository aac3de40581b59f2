"""The /add command: shows what was understood of an article, and adds it when that is confirmed."""

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_captioned_file, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.cards import added_card, addition_card, dropped_card
from storybot.bot.handlers.moderation.drafts import Addition, Drafts
from storybot.bot.handlers.moderation.uploads import may_be_cut, read_article, split_target
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
from storybot.corpus.corpus import Added, AddResult, Corpus
from storybot.model.documents import Document, DocumentId, State, Version
from storybot.model.errors import NotFound, Refused
from storybot.store.document_store import Store


class Adding:
    """Adds articles and new versions of them from the chat."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
    ) -> None:
        self._corpus = corpus
        self._store = store
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons
        self._drafts = Drafts[Addition]()

    def handlers(self) -> Handlers:
        """Return the handlers of /add and of the buttons under its drafts."""
        add = self._permissions.for_moderators(self._add)
        on, press = self._buttons.on, self._permissions.for_moderators_press
        return [
            on_command("add", add, PLAIN),
            on_captioned_file("add", add, PLAIN),
            on(ConfirmAddition, press(self._confirm)),
            on(ConfirmVersion, press(self._confirm_version)),
            on(ShowDropped, press(self._show_dropped)),
            on(CancelAddition, press(self._cancel)),
        ]

    async def _add(self, command: Command) -> None:
        words = await self._locales.to(command)
        target_id, text = split_target(command)
        target = await self._target(target_id, words) if target_id else None
        document = await read_article(command, text, words.say.moderating)
        if target:
            document = _as_version(document, target)
        addition = Addition(
            document=document,
            target=target,
            same_source=await self._store.find(source=document.source),
            same_title=await self._find_title(document.title),
            maybe_cut=may_be_cut(command, text),
        )
        id = self._drafts.keep(addition)
        choices = _choices(id, addition, words.say.moderating)
        markup = self._buttons.under_reply(command.message, choices, command.user)
        await reply(command.message, addition_card(addition, words), markup)

    async def _target(self, id: str, words: Catalogue) -> Version:
        try:
            return await self._store.version(DocumentId(id))
        except NotFound as error:
            below = words.say.moderating.number_below
            raise Refused(f"{words.explain(error)} {below}") from error

    async def _find_title(self, title: str) -> Version | None:
        async for version in self._store.documents():
            same = version.document.title.casefold() == title.casefold()
            if same and version.state is State.LIVE:
                return version
        return None

    async def _confirm(self, pressed: ButtonPress, button: ConfirmAddition) -> None:
        draft = self._drafts.look(button.draft)
        if draft:
            await self._commit(pressed, button.draft, await self._as_new(draft.document))
        else:
            await self._warn_gone(pressed)

    async def _confirm_version(self, pressed: ButtonPress, button: ConfirmVersion) -> None:
        draft = self._drafts.look(button.draft)
        if draft:
            version = await self._store.version(button.of)
            await self._commit(pressed, button.draft, _as_version(draft.document, version))
        else:
            await self._warn_gone(pressed)

    async def _commit(self, pressed: ButtonPress, id: str, document: Document) -> None:
        """Add the document; a draft that could not be added stays."""
        words = await self._locales.to(pressed)
        draft = self._drafts.take(id)
        if not draft:
            await self._warn_gone(pressed)
            return
        try:
            (added,) = await self._corpus.add([document], actor=pressed.actor)
        except BaseException:
            self._drafts.put_back(id, draft)
            raise
        await pressed.tell(words.say.moderating.done)
        undo = await self._undo_button(added, words.say.moderating)
        await pressed.rewrite(added_card(added, words), undo)

    async def _undo_button(self, added: Added, say: Moderating) -> Keyboard:
        if added.result is AddResult.UNCHANGED:
            return ()
        change = (await self._store.history(added.version.id))[-1]
        return keyboard([Button(say.button_undo, TakeBack(change.number))])

    async def _as_new(self, document: Document) -> Document:
        """Return it with a source that no article has yet."""
        source, count = document.source, 1
        while await self._store.find(source=source):
            count += 1
            source = f"{document.source} ({count})"
        return document.model_copy(update={"source": source})

    async def _show_dropped(self, pressed: ButtonPress, button: ShowDropped) -> None:
        draft = self._drafts.look(button.draft)
        if draft and pressed.message:
            words = await self._locales.to(pressed)
            await reply(pressed.message, dropped_card(draft.document, words))
            await pressed.acknowledge()
        else:
            await self._warn_gone(pressed)

    async def _cancel(self, pressed: ButtonPress, button: CancelAddition) -> None:
        self._drafts.take(button.draft)
        say = (await self._locales.to(pressed)).say.moderating
        await pressed.acknowledge()
        await pressed.rewrite(FormattedText(say.not_added))

    async def _warn_gone(self, pressed: ButtonPress) -> None:
        await pressed.warn((await self._locales.to(pressed)).say.moderating.draft_gone)


def _as_version(document: Document, of: Version) -> Document:
    """Return it as a new version of an article, which lends what the text itself does not say."""
    old = of.document
    lent = {
        "publisher": document.publisher or old.publisher,
        "authors": document.authors or old.authors,
        "published": document.published or old.published,
        "url": document.url or old.url,
    }
    return document.model_copy(update={"source": old.source, **lent})


def _choices(id: str, addition: Addition, say: Moderating) -> Keyboard:
    """Offer what can be done with a draft."""
    cancel = Button(say.button_cancel, CancelAddition(id))
    known = addition.target or addition.same_source or addition.same_title
    row = [Button(say.button_add_new if known else say.button_add, ConfirmAddition(id))]
    if known:
        label = say.button_version.format(id=known.id)
        row.insert(0, Button(label, ConfirmVersion(id, known.id)))
    if addition.target:
        row.pop()
    dropped = [Button(say.button_dropped, ShowDropped(id))] if addition.document.dropped else []
    return keyboard([*row, cancel], dropped)
