"""Cards of articles that are not added yet: keep, draw and redraw them.

A card shows its draft as it is now, beside the articles as they are now: it is drawn anew after
every correction, so that nobody confirms what was not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeGuard

from telegram import Bot, Message

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply
from storybot.bot.dispatch.sendings import current_delivery
from storybot.bot.handlers.moderation.drafting.addition_card import (
    TARGET,
    Understood,
    addition_card,
    choices,
)
from storybot.bot.handlers.moderation.drafting.card_links import CardLinks, print_of
from storybot.bot.handlers.moderation.drafting.drafts import Addition, Draft, Drafts, card_place
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_codec import ButtonScope
from storybot.bot.messages.formatted_text import FormattedText
from storybot.corpus.corpus import Corpus
from storybot.corpus.desk.amendments import carried
from storybot.corpus.desk.lookup import Lookup
from storybot.ingest.results import Article
from storybot.model.documents import Document, Version
from storybot.model.errors import Refused
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


@dataclass(frozen=True, slots=True)
class Brought:
    """A message that brought an article, and who sent it."""

    message: Message
    person: int
    maybe_cut: bool = False


class Arrival(NamedTuple):
    """An article that a message brought, or why it could not be read."""

    brought: Brought
    article: Article | Refused
    target: Version | None = None
    """The article that it is to be a new version of."""


class Additions:
    """The drafts of articles, and their cards."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        memory: ReaderMemory,
        buttons: Buttons,
        locales: Locales,
    ) -> None:
        self._store = store
        self._locales = locales
        self._buttons = buttons
        self.links = CardLinks(memory.drafts)
        self.lookup = Lookup(corpus, store)
        self.drafts = Drafts(memory.drafts, store, Addition)

    async def show_all(self, arrivals: Sequence[Arrival], words: Catalogue) -> None:
        """Send a card for each article; handled again after a crash, those that are missing.

        Raises:
            Refused: there is only one, and it could not be read.
        """
        if len(arrivals) == 1 and isinstance(refused := arrivals[0].article, Refused):
            raise refused
        delivery = current_delivery()
        for number, (brought, article, target) in enumerate(arrivals, 1):
            if number <= delivery.parts:
                continue
            delivery.has_more = number < len(arrivals)
            if isinstance(article, Refused):
                await reply(brought.message, words.explain(article))
            else:
                await self.show(brought, article, target, words)

    async def show(
        self,
        asked: Brought,
        article: Article,
        target: Version | None,
        words: Catalogue,
        place: int | None = None,
    ) -> None:
        """Keep an article as a draft, and send its card; ``place`` is which of its message's."""
        document = as_version(article.document, target) if target else article.document
        addition = Addition(
            document=document,
            person=asked.person,
            chat=asked.message.chat_id,
            asked=asked.message.message_id,
            file=file_of(asked.message),
            target=target.id if target else None,
            maybe_cut=asked.maybe_cut,
            notes=article.notes,
        )
        understood = await self._understood(addition)
        addition = addition.model_copy(update=understood.seen)
        id = await self.drafts.keep(addition)
        card, keys = addition_card(understood, words), choices(id, understood, words)
        sent = await self._buttons.reply(asked.message, card, keys, asked.person)
        await self.drafts.revise(id, addition.model_copy(update=card_place(sent, addition.chat)))
        await self.links.put(asked.message, id, place, print_of(article.document))

    async def send(self, bot: Bot, id: str) -> None:
        """Send the card of a draft that nobody asked for to whom it is for, in private."""
        draft = await self.drafts.look(id)
        if draft is None or draft.stored.change is not None:
            return
        addition = draft.content
        words = await self._locales.of_person(addition.person)
        understood = await self._understood(addition)
        card = addition_card(understood, words)
        sent = await bot.send_message(
            addition.chat,
            card.text,
            entities=card.entities,
            reply_markup=self._buttons.within(_scope(addition), choices(id, understood, words)),
        )
        shown = understood.seen | {"card": sent.message_id}
        await self.drafts.revise(id, addition.model_copy(update=shown))

    async def drawn_for(self, message: Message) -> list[Draft[Addition] | None]:
        """Return the drafts of a message's articles in their order; None for what is gone."""
        return [await self.drafts.look(id) for id in await self.links.of(message)]

    async def reread(
        self,
        drafts: Sequence[Draft[Addition] | None],
        asked: Brought,
        articles: Sequence[Article],
        target: Version | None,
        words: Catalogue,
    ) -> None:
        """Let the drafts of a message say what it says after an edit, each article on its card.

        What was added gets another card where it has changed, and what is gone gets one, unless it
        was planned or called off as it is; a card whose article is no longer there says so.
        """
        missing: list[tuple[int | None, Article]] = []
        places, wanted = await self._unsettled(drafts, asked.message, articles)
        for number, article in enumerate(wanted):
            place = places[number] if number < len(places) else None
            draft = None if place is None else drafts[place]
            if is_open(draft):
                await self._reread(draft, asked, article, target, words)
                read = print_of(article.document)
                await self.links.put(asked.message, draft.id, place, read)
            elif draft is None or not _says_the_same(draft.content, article):
                missing.append((place, article))
        for draft in filter(is_open, (drafts[place] for place in places[len(wanted) :])):
            await self._withdraw(asked.message.get_bot(), draft, words)
        delivery = current_delivery()
        for sent, (place, article) in enumerate(missing, 1):
            delivery.has_more = sent < len(missing)
            await self.show(asked, article, target, words, place)

    async def _unsettled(
        self,
        drafts: Sequence[Draft[Addition] | None],
        message: Message,
        articles: Sequence[Article],
    ) -> tuple[list[int], list[Article]]:
        """Return the places of drafts, and the articles, but for those that nothing is to be done.

        Of an article whose draft is gone and that reads as it did, everything was decided.
        """
        prints = await self.links.prints(message)
        gone = {print for draft, print in zip(drafts, prints, strict=True) if draft is None}
        settled = (gone - {""}) & {print_of(article.document) for article in articles}
        places = [
            number
            for number, (draft, print) in enumerate(zip(drafts, prints, strict=True))
            if draft is not None or print not in settled
        ]
        return places, [one for one in articles if print_of(one.document) not in settled]

    async def _reread(
        self,
        draft: Draft[Addition],
        asked: Brought,
        article: Article,
        target: Version | None,
        words: Catalogue,
    ) -> None:
        """Show an article on the card of its draft.

        What the moderator put into its fields stays, also the article that it is a version of
        where the message names no other one.
        """
        before = draft.content
        if target is None and before.target and TARGET in before.mended:
            target = await self._store.version(before.target)
        document = as_version(article.document, target) if target else article.document
        addition = before.model_copy(
            update={
                "document": carried(document, before.document, before.mended),
                "target": target.id if target else None,
                "file": file_of(asked.message),
                "maybe_cut": asked.maybe_cut,
                "notes": article.notes,
            }
        )
        await self.redraw(asked.message.get_bot(), draft.id, addition, words)

    async def _withdraw(self, bot: Bot, draft: Draft[Addition], words: Catalogue) -> None:
        """Drop a draft, and its buttons with it."""
        await self.drafts.drop(draft.id)
        if draft.content.card is not None:
            told = FormattedText(words.say.moderating.not_added)
            await self._buttons.edit(bot, _scope(draft.content), draft.content.card, told, ())

    async def redraw(self, bot: Bot, id: str, addition: Addition, words: Catalogue) -> None:
        """Keep what a draft says now, and show it on its card."""
        understood = await self._understood(addition)
        addition = addition.model_copy(update=understood.seen)
        await self.drafts.revise(id, addition)
        if addition.card is None:
            return
        card, keys = addition_card(understood, words), choices(id, understood, words)
        if sent := await self._buttons.edit(bot, _scope(addition), addition.card, card, keys):
            place = card_place(sent, addition.chat)
            await self.drafts.revise(id, addition.model_copy(update=place))

    async def as_new(self, document: Document) -> Document:
        """Return a document with a source that no article has yet."""
        source, count = document.source, 1
        while await self._store.find(source=source):
            count += 1
            source = f"{document.source} ({count})"
        return document.model_copy(update={"source": source})

    async def is_current(self, draft: Draft[Addition]) -> bool:
        """Tell whether the card still compares with what is there."""
        shown = {"base": draft.content.base, "retracted": draft.content.retracted}
        return (await self._understood(draft.content)).seen == shown

    async def _understood(self, addition: Addition) -> Understood:
        document = addition.document
        target = await self._store.version(addition.target) if addition.target else None
        source = await self._store.find(source=document.source)
        title = None if target or source else await self._same_title(document)
        known = target or source or title
        besides = [known.id] if known else []
        return Understood(
            addition=addition,
            target=target,
            same_source=None if target else source,
            same_title=title,
            alike=tuple(await self.lookup.alike(document, besides)),
        )

    async def _same_title(self, document: Document) -> Version | None:
        for article in await self._store.headings():
            if article.live and article.title.casefold() == document.title.casefold():
                return await self._store.version(article.id)
        return None


def as_version(document: Document, of: Version) -> Document:
    """Return it as a new version of an article, which lends what the text itself does not say."""
    old = of.document
    lent = {
        "publisher": document.publisher or old.publisher,
        "authors": document.authors or old.authors,
        "published": document.published or old.published,
        "url": document.url or old.url,
    }
    return document.model_copy(update={"source": old.source, **lent})


def file_of(message: Message) -> str:
    """Return the lasting id of the file in a message, which another file does not have."""
    return message.document.file_unique_id if message.document else ""


def is_open(draft: Draft[Addition] | None) -> TypeGuard[Draft[Addition]]:
    """Tell whether a draft is there and was not added yet."""
    return draft is not None and draft.stored.change is None


def _says_the_same(added: Addition, article: Article) -> bool:
    """Tell whether an article that was read again is what was added, with what was mended of it."""
    old = added.document
    new = carried(article.document, old, added.mended)
    return (new.title, new.text) == (old.title, old.text)


def _scope(addition: Addition) -> ButtonScope:
    return ButtonScope(addition.chat, addition.asked, addition.person)
