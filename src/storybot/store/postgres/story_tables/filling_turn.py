"""One process fills an index: an advisory lock, which the server gives back with its connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from storybot.store.postgres.connection import server_errors
from storybot.store.postgres.connection.pool import connect
from storybot.store.postgres.connection.target import Target

_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('storybot:fill:' || current_schema(), 0))"
_CLOSE_SECONDS = 5.0
"""Until the server has given the lock back; where it hangs, the connection is cut."""


@asynccontextmanager
async def filling_turn(target: Target) -> AsyncIterator[bool]:
    """Hold the turn to fill an index; yield False where another process has it.

    Raises:
        StoreError: the database cannot be reached.
    """
    try:
        connection = await connect(target)
        try:
            is_ours = bool(await connection.fetchval(_LOCK))
        except BaseException:
            connection.terminate()
            raise
    except Exception as error:
        if not server_errors.is_failure(error):
            raise
        raise server_errors.not_read(error, target.shown) from error
    try:
        yield is_ours
    finally:
        with suppress(*server_errors.FAILURES):
            await connection.close(timeout=_CLOSE_SECONDS)
        connection.terminate()
