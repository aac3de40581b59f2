"""What `corpus/backends.py` opens of PostgreSQL, by the URL of the setting."""

from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.inbox import Inbox
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.desk_tables.postgres_desk import PostgresDesk
from storybot.store.postgres.inbox_tables.postgres_inbox import PostgresInbox
from storybot.store.postgres.postgres_documents import PostgresStore
from storybot.store.postgres.postgres_readers import PostgresReaderMemory
from storybot.store.reader_memory import ReaderMemory


class PostgresBackend:
    """Opens each part of a database; all of them raise `StoreError` where that fails."""

    @staticmethod
    def check(url: str) -> None:
        """Check a URL before anything is opened.

        Raises:
            SettingError: it is none of a PostgreSQL database.
        """
        Target.of(url)

    @staticmethod
    async def store(url: str) -> Store:
        """Open the story."""
        return await PostgresStore.open(Target.of(url))

    @staticmethod
    async def readers(url: str) -> ReaderMemory:
        """Open the reader memory."""
        return await PostgresReaderMemory.open(url)

    @staticmethod
    async def desk(url: str) -> DeskStore:
        """Open the moderators' desk."""
        return await PostgresDesk.open(url)

    @staticmethod
    async def inbox(url: str) -> Inbox:
        """Open the inbox."""
        return await PostgresInbox.open(url)
