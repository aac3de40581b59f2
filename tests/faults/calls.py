"""What a call of the Bot API costs: ``python -m faults.calls URL TOKEN CHAT CALLS aiohttp``.

In a process of its own, so that the stand-in of the Bot API does not count.
"""

import asyncio
import math
import sys
import time
from http import HTTPStatus
from pathlib import Path

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from faults.world import Row
from storybot.bot.calls.transport import Transport
from storybot.playground.world.people import Person
from worlds.bot_process import World, new_world

_CONNECTIONS = 64
_KINDS = ("aiohttp", "httpx")
_MOST_MILLISECONDS = 1.5
"""Room for slower machines: a fast one of our days takes half of that."""


async def cost_of_calls(folder: Path, calls: int) -> Row:
    """Make calls through the bot's transport and through the library's own, as many at once."""
    spent = dict.fromkeys(_KINDS, math.nan)
    answered = dict.fromkeys(_KINDS, 0)
    async with new_world(folder) as world:
        reader = Person(world.telegram, "Reader")
        reader.send(reader.chat_with(world.bot), "hello")
        for kind in _KINDS:
            before = _answered(world)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "faults.calls", world.url, world.bot.token),
                *(str(reader.user.id), str(calls), kind),
                cwd=Path(__file__).parents[1],
                stdout=asyncio.subprocess.PIPE,
            )
            told, _ = await process.communicate()
            spent[kind] = float(told or math.nan)
            answered[kind] = _answered(world) - before
    return Row(
        f"{calls:,} calls, {_CONNECTIONS} at once",
        f"at most {_MOST_MILLISECONDS} ms of processor time a call",
        f"{spent['aiohttp']:.2f} ms a call; through the library's own transport"
        f" {spent['httpx']:.2f} ms",
        passed=min(answered.values()) == max(answered.values()) == calls + _CONNECTIONS,
        in_time=spent["aiohttp"] <= min(_MOST_MILLISECONDS, spent["httpx"]),
    )


def _answered(world: World) -> int:
    """Count the calls that Telegram has carried out; those before the measured ones count too."""
    calls = world.telegram.journal.of("sendChatAction")
    return sum(call.code == HTTPStatus.OK for call in calls)


async def _measure(url: str, token: str, chat: int, calls: int, kind: str) -> float:
    """Return the milliseconds of processor time that a call takes."""
    request: BaseRequest = Transport(_CONNECTIONS)
    if kind == "httpx":
        request = HTTPXRequest(connection_pool_size=_CONNECTIONS, httpx_kwargs={"trust_env": False})
    async with Bot(token, base_url=f"{url}/bot", request=request) as bot:
        places = asyncio.Semaphore(_CONNECTIONS)

        async def call() -> None:
            async with places:
                await bot.send_chat_action(chat, "typing")

        await asyncio.gather(*(call() for _ in range(_CONNECTIONS)))
        begun = time.process_time()
        await asyncio.gather(*(call() for _ in range(calls)))
        return (time.process_time() - begun) / calls * 1e3


if __name__ == "__main__":
    url, token, chat, calls, kind = sys.argv[1:]
    print(asyncio.run(_measure(url, token, int(chat), int(calls), kind)))  # noqa: T201
