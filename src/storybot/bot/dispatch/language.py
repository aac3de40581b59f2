"""Choose the locale: the chat's setting, or else the language of the person's app."""

from telegram import Chat, Update, User
from telegram.constants import ChatType

from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue, catalogue_for
from storybot.model.errors import StoreError
from storybot.store.reader_memory import ReaderMemory


class Locales:
    """Chooses the words for a chat and a person."""

    def __init__(self, memory: ReaderMemory) -> None:
        self._memory = memory

    async def words(self, chat: Chat | None, user: User | None) -> Catalogue:
        """Return the words for a person in a chat; in private, and inline, those of the person.

        Raises:
            StoreError: the database cannot say what was set.
        """
        where = chat.id if chat and chat.type != ChatType.PRIVATE else user.id if user else None
        chosen = (await self._memory.chat(where)).language if where is not None else None
        if chosen is not None and chosen in LANGUAGES:
            return LANGUAGES[chosen]
        return catalogue_for(user.language_code if user else None)

    async def of_person(self, id: int) -> Catalogue:
        """Return the words for a person who is written to in private, unasked.

        Raises:
            StoreError: the database cannot say what was set.
        """
        return LANGUAGES.get((await self._memory.chat(id)).language or "", ENGLISH)

    async def to(self, asked: Command | ButtonPress) -> Catalogue:
        """Return the words for who gave a command or pressed a button.

        Raises:
            StoreError: the database cannot say what was set.
        """
        return await self.words(asked.chat, asked.user)

    async def about_failure(self, update: Update) -> Catalogue:
        """Return the words for who sent an update that failed, as the database may have done."""
        user = update.effective_user
        try:
            return await self.words(update.effective_chat, user)
        except StoreError:
            return catalogue_for(user.language_code if user else None)
