"""The /add command: shows what was understood of an article, and adds it when that is confirmed."""

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_captioned_file, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.cards import added_card, addition_card, dropped_card
from storybot.bot.handlers.moderation.drafts import Addition, Draft, Drafts
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
from storybot.corpus.corpus import Added, AddResult, Corpus
from storybot.ingest.results import Article
from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.errors import NotFound, Refused
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


class Adding:
    """Adds articles and new versions of them from the chat."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        memory: ReaderMemory,
        permissions: Permissions,
        locales: Locales,
        buttons: Buttons,
    ) -> None:
        self._corpus = corpus
        self._store = store
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons
        self._drafts = Drafts(memory.drafts, store, Document)

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
        for article in await read_articles(command, text, words.say.moderating):
            await self._show(command, text, article, target)

    async def _show(
        self, command: Command, text: str, article: Article, target: Version | None
    ) -> None:
        """Keep an article as a draft, and show what was understood of it."""
        words = await self._locales.to(command)
        document = _as_version(article.document, target) if target else article.document
        addition = Addition(
            document=document,
            target=target,
            same_source=await self._store.find(source=document.source),
            same_title=await self._find_title(document.title),
            maybe_cut=may_be_cut(command, text),
            notes=article.notes,
        )
        id = await self._drafts.keep(document)
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
        for article in await self._store.headings():
            if article.live and article.title.casefold() == title.casefold():
                return await self._store.version(article.id)
        return None

    async def _confirm(self, pressed: ButtonPress, button: ConfirmAddition) -> None:
        draft = await self._drafts.look(button.draft)
        if draft:
            await self._commit(pressed, draft, None)
        else:
            await self._warn_gone(pressed)

    async def _confirm_version(self, pressed: ButtonPress, button: ConfirmVersion) -> None:
        draft = await self._drafts.look(button.draft)
        if draft:
            await self._commit(pressed, draft, button.of)
        else:
            await self._warn_gone(pressed)

    async def _commit(
        self, pressed: ButtonPress, draft: Draft[Document], of: DocumentId | None
    ) -> None:
        """Add a document, or a new version; where that was done before, say so."""
        words, text = await self._locales.to(pressed), draft.content.text

        async def is_it(change: Change) -> bool:
            brings = change.action in {Action.ADD, Action.UPDATE}
            return brings and (await self._version_of(change)).document.text == text

        change = await self._drafts.made(draft, pressed.actor, is_it)
        if change:
            result = AddResult.ADDED if change.action is Action.ADD else AddResult.UPDATED
            added = Added(result, await self._version_of(change), change=change)
        else:
            document = await (self._as_version(draft, of) if of else self._as_new(draft.content))
            await self._drafts.begin(draft)
            (added,) = await self._corpus.add([document], actor=pressed.actor, decided=True)
            if added.change is None:
                await self._drafts.drop(draft.id)
            else:
                await self._drafts.finish(draft, added.change)
        await pressed.tell(words.say.moderating.done)
        await pressed.rewrite(added_card(added, words), _undo_button(added, words.say.moderating))

    async def _version_of(self, change: Change) -> Version:
        return await self._store.version(change.document, change.after[0])

    async def _as_version(self, draft: Draft[Document], of: DocumentId) -> Document:
        return _as_version(draft.content, await self._store.version(of))

    async def _as_new(self, document: Document) -> Document:
        """Return it with a source that no article has yet."""
        source, count = document.source, 1
        while await self._store.find(source=source):
            count += 1
            source = f"{document.source} ({count})"
        return document.model_copy(update={"source": source})

    async def _show_dropped(self, pressed: ButtonPress, button: ShowDropped) -> None:
        draft = await self._drafts.look(button.draft)
        if draft and pressed.message:
            words = await self._locales.to(pressed)
            await reply(pressed.message, dropped_card(draft.content, words))
            await pressed.acknowledge()
        else:
            await self._warn_gone(pressed)

    async def _cancel(self, pressed: ButtonPress, button: CancelAddition) -> None:
        draft = await self._drafts.look(button.draft)
        if draft and draft.stored.change is not None:  # added a moment ago
            await self._commit(pressed, draft, None)
            return
        await self._drafts.drop(button.draft)
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


def _undo_button(added: Added, say: Moderating) -> Keyboard:
    if added.change is None:
        return ()
    return keyboard([Button(say.button_undo, TakeBack(added.change.number))])


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
