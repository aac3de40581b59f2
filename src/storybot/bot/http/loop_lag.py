"""Watches how late the event loop gets to what is due: whatever blocks it holds up every reader."""

import asyncio
from collections.abc import Callable
from typing import NoReturn

_SECONDS = 0.5


async def watch_lag(observe: Callable[[float], object]) -> NoReturn:
    """Tell how late each wake-up is, for ever."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _SECONDS
        await asyncio.sleep(_SECONDS)
        observe(max(loop.time() - due, 0.0))
