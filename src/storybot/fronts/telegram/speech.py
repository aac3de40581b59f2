"""Which language the bot speaks: what was set for the chat, or else what the person's app is in."""

from telegram import Chat, User
from telegram.constants import ChatType

from storybot.fronts.telegram.words.catalogue import LANGUAGES, Words, words_for
from storybot.store.readers import ReaderMemory


class Speech:
    """Chooses the words for a chat and a person."""

    def __init__(self, memory: ReaderMemory) -> None:
        self._memory = memory

    async def words(self, chat: Chat | None, user: User | None) -> Words:
        """Return the words for a person in a chat; in private, and inline, those of the person.

        Raises:
            StoreError: the database cannot say what was set.
        """
        where = chat.id if chat and chat.type != ChatType.PRIVATE else user.id if user else None
        chosen = (await self._memory.chat(where)).language if where is not None else None
        if chosen is not None and chosen in LANGUAGES:
            return LANGUAGES[chosen]
        return words_for(user.language_code if user else None)
