"""Wait for what else a person has asked, before what is kept of them is deleted.

An inline query is answered beside what happens in the chat, by another process maybe: it holds the
person's words until it is noted as done, and may record an answer until then.
"""

import asyncio
from collections.abc import Awaitable, Callable

_LOOKS, _BETWEEN_LOOKS = 50, 0.05
"""How often, and in seconds; one that does not end is not waited for."""


async def nothing_else(count: Callable[[], Awaitable[int]]) -> None:
    """Wait until only one of a person's updates is under way: the one that asks to be forgotten."""
    for _ in range(_LOOKS):
        if await count() <= 1:
            break
        await asyncio.sleep(_BETWEEN_LOOKS)
