"""The playground's page in a real browser, with the real bot behind it."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

Page = Any

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BRIDGE = """\
---
title: Lantern Bridge opens after nine years
publisher: The Quay Courier
published: 2024-05-06
url: https://example.com/courier/lantern-bridge
language: en
---

Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning.

The engineer Tobias Fenwick designed the bridge. It cost 48 million crowns, twice the estimate.
"""
FERRY = "The last ferry of Marlow Quay stops\n\n" + "\n\n".join(
    f"Passenger {n} said that the ferry would be missed by everybody on shore {n}."
    for n in range(1, 31)
)
QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."
Open = Callable[..., Awaitable[Page]]


@asynccontextmanager
async def playground(folder: Path) -> AsyncIterator[str]:
    """Run the playground on two invented articles and yield its address."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bridge.md").write_text(BRIDGE)
    (folder / "corpus" / "ferry.txt").write_text(FERRY)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "storybot", "playground"),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "STORYBOT_HTTP": "127.0.0.1:0"},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    async with asyncio.timeout(90):
        line = ""
        while not line.startswith("Playground: "):
            line = (await process.stderr.readline()).decode()
    yield line.split()[1]
    process.terminate()
    _, rest = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, b"Traceback" in rest) == (0, False)


async def enter(page: Page, chat: str) -> None:
    """Open a chat."""
    await page.locator(f'[data-chat="{chat}"]').click()


async def say(page: Page, text: str) -> Page:
    """Write a message and return the bot's next one."""
    count = await page.locator(".message.other").count()
    await page.get_by_label("Message", exact=True).fill(text)
    await page.get_by_role("button", name="Send").click()
    answer = page.locator(".message.other").nth(count)
    await answer.wait_for()
    return answer
