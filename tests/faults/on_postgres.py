"""A bot whose story is on a PostgreSQL server of its own, where that is installed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from engines.postgresql import Server, programs, server
from faults.world import Row
from worlds.bot_process import World, new_world


def not_run(fault: str, goal: str) -> Row | None:
    """Return the row of what cannot be run, as no PostgreSQL is installed; None where one is."""
    if programs() is None:
        return Row(fault, goal, "not run: no PostgreSQL is installed", passed=False)
    return None


@asynccontextmanager
async def world_on_postgres(folder: Path) -> AsyncIterator[tuple[World, Server]]:
    """Make a world, and a server that keeps what it confirmed through its crashes."""
    with server(safe=True) as made:
        async with new_world(folder) as world:
            world.settings["STORYBOT_DATABASE"] = made.url
            yield world, made
