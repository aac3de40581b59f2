"""What the errors of the driver and of the server mean: pass on, try again, or say what to do."""

import asyncpg

from storybot.model.errors import StoreError

FAILURES = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""Errors of the database and of the way to it."""
_PASSING = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,  # it is starting or stopping
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby that is about to be promoted, or the wrong one
    asyncpg.InternalClientError,  # told that it ends, a connection is used before it has ended
)
"""With a new connection, or a moment later, the same statement may succeed."""

_ADVICE: tuple[tuple[type[Exception], str], ...] = (
    (
        asyncpg.InvalidAuthorizationSpecificationError,  # a wrong password too
        "Check user and password in STORYBOT_DATABASE, PGPASSWORD or ~/.pgpass, and pg_hba.conf.",
    ),
    (asyncpg.InvalidCatalogNameError, "Make it: `createdb --encoding UTF8 NAME`."),
    (asyncpg.InvalidSchemaNameError, "Make it: `CREATE SCHEMA NAME AUTHORIZATION USER`."),
    (
        asyncpg.InsufficientPrivilegeError,
        "Grant what is missing: docs/scaling.md lists the rights that storybot needs.",
    ),
    (
        asyncpg.TooManyConnectionsError,
        "Raise max_connections, or lower ?connections= in STORYBOT_DATABASE.",
    ),
    (asyncpg.DiskFullError, "Free some space where PostgreSQL keeps its data."),
    (
        asyncpg.ReadOnlySQLTransactionError,
        "Name the primary in STORYBOT_DATABASE, or see why it takes no changes: storybot doctor.",
    ),
    (asyncpg.LockNotAvailableError, "Another process keeps it locked; try again in a moment."),
    (asyncpg.QueryCanceledError, "PostgreSQL was too slow; look at its load."),
    (TimeoutError, "PostgreSQL did not answer in time; check that it runs and can be reached."),
    (OSError, "Check that PostgreSQL runs and listens there."),
    (asyncpg.PostgresConnectionError, "Check that PostgreSQL runs and listens there."),
    (asyncpg.InternalClientError, "The connection was cut; check that PostgreSQL runs."),
)


def is_passing(error: BaseException, *, lost: bool) -> bool:
    """Tell whether another attempt may succeed; ``lost`` says that the connection is gone.

    A time-out passes nothing on: what was too slow once would only add to the load.
    """
    if isinstance(error, TimeoutError):
        return False
    return lost or isinstance(error, (*_PASSING, OSError))


def is_failure(error: BaseException) -> bool:
    """Tell whether an error comes from the database or the way to it."""
    return isinstance(error, FAILURES)


def advice(error: BaseException) -> str:
    """Say what can be done about an error; empty where nothing is known."""
    return next((text for kind, text in _ADVICE if isinstance(error, kind)), "")


def reason(error: BaseException) -> str:
    """Return what went wrong, in a few words, without the parts of a connection's address."""
    words = str(error) or type(error).__name__
    return words.splitlines()[0].rstrip(".")


def not_read(error: BaseException, shown: str) -> StoreError:
    """Return the error that nothing could be read."""
    return StoreError(_sentence(f"Cannot read the database {shown}", error), "not_read")


def not_saved(error: BaseException, shown: str, *, unknown: bool = False) -> StoreError:
    """Return the error that nothing was changed; ``unknown`` if that could not be found out."""
    if unknown:
        return StoreError(
            f"Whether the change was made is not known: the connection to the database {shown} was"
            f" lost ({reason(error)}). Look before you repeat it.",
            "not_known",
        )
    return StoreError(_sentence(f"Nothing was changed in the database {shown}", error), "not_saved")


def _sentence(what: str, error: BaseException) -> str:
    return f"{what}: {reason(error)}. {advice(error)}".rstrip()
