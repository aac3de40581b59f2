"""What `corpus/backends/databases.py` opens of PostgreSQL, by the URL of the setting."""

from storybot.store.database_report import DatabaseCounts, ServerReport
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.inbox import Inbox
from storybot.store.layout.moved_tables import MoveReport, SourceTables
from storybot.store.lease import Lease
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.desk_tables.postgres_desk import PostgresDesk
from storybot.store.postgres.inbox_tables.postgres_inbox import PostgresInbox
from storybot.store.postgres.inbox_tables.postgres_links import PostgresLinks
from storybot.store.postgres.locks.postgres_lease import PostgresLease
from storybot.store.postgres.postgres_documents import PostgresStore
from storybot.store.postgres.postgres_readers import PostgresReaderMemory
from storybot.store.postgres.upkeep import moving_in, server_inspection
from storybot.store.reader_memory import ReaderMemory
from storybot.store.workers import WorkerLinks


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

    @staticmethod
    async def lease(url: str) -> Lease:
        """Acquire the lease.

        Raises:
            AlreadyRunning: another process holds it.
        """
        return await PostgresLease.open(Target.of(url))

    @staticmethod
    async def inspect(url: str) -> ServerReport:
        """Look at a database and its server, changing nothing."""
        return await server_inspection.inspect(Target.of(url))

    @staticmethod
    async def count(url: str) -> DatabaseCounts:
        """Count what a database holds."""
        return await server_inspection.count(Target.of(url))

    @staticmethod
    async def move_in(url: str, source: SourceTables) -> MoveReport:
        """Move a whole story into an empty database."""
        return await moving_in.move_in(Target.of(url), source)

    @staticmethod
    async def links(url: str) -> WorkerLinks:
        """Open what the processes of one bot share."""
        return await PostgresLinks.open(url)
