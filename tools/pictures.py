"""Takes the README's pictures from the playground, so that they stay true (`make pictures`).

It runs the playground on the project's own articles in a temporary database, on a clock that
stands still, and photographs it in Chromium. The same program makes the same pictures.
"""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from storybot.cli.playground import play_story
from storybot.playground.clock import ManualClock
from storybot.runtime.settings import Settings

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
NOW = datetime(2023, 9, 11, 9, 41, tzinfo=UTC).timestamp()
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--disable-lcd-text",
    "--disable-partial-raster",
    "--disable-skia-runtime-opts",
)
DESKTOP, PHONE = (1000, 680), (360, 740)


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("There is no chromium on the PATH; Debian has it in the package chromium.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for take in (answer, abstention, phone, whisper, group, inline):
            async with playground() as url:
                await take(browser, url)
        await browser.close()


async def answer(browser: Browser, url: str) -> None:
    """Show a reader's question and its answer."""
    async with window(browser, url, DESKTOP) as page:
        await hint(page, 0)
        await messages(page, 2)
        await shoot(page, "answer")


async def abstention(browser: Browser, url: str) -> None:
    """Show a question that the story does not answer, and what is nearest."""
    async with window(browser, url, DESKTOP) as page:
        await say(page, "Was the grain deal signed in 2021?")
        await messages(page, 2)
        await shoot(page, "abstention")


async def phone(browser: Browser, url: str) -> None:
    """Show an answer on a small phone, in light colours and in dark ones."""
    for colours in ("light", "dark"):
        async with window(browser, url, PHONE, dark=colours == "dark") as page:
            if colours == "light":
                await hint(page, 1)
            await messages(page, 2)
            await shoot(page, f"phone-{colours}")


async def whisper(browser: Browser, url: str) -> None:
    """Show an answer in a group that only who asked sees."""
    async with window(browser, url, PHONE) as page:
        await page.get_by_role("button", name="All chats").click()
        await page.get_by_role("button", name="Reading circle").click()
        await say(page, "/whisper@storybot on")
        await messages(page, 4)
        await say(page, "/ask@storybot Who stood in for Putin at the G20?")
        await page.locator(".ephemeral.other").wait_for()
        await shoot(page, "whisper")


async def group(browser: Browser, url: str) -> None:
    """Show a group in which two people ask."""
    async with window(browser, url, DESKTOP) as page:
        await page.get_by_role("button", name="Reading circle").click()
        await hint(page, 0)
        await messages(page, 4)
        await page.get_by_role("button", name="Ben", exact=True).click()
        await page.get_by_label("Reply to Storybot").last.click()
        await page.get_by_label("Message", exact=True).fill("And who replaced Putin at the G20?")
        await page.keyboard.press("Enter")
        await messages(page, 6)
        await shoot(page, "group")


async def inline(browser: Browser, url: str) -> None:
    """Show the list of quotes that inline mode offers."""
    async with window(browser, url, DESKTOP, dark=True) as page:
        await page.get_by_role("button", name="Ada and Ben").click()
        await say(page, "Could he be arrested if he went to Turkey?")
        await messages(page, 1)
        await page.get_by_role("button", name="Ben", exact=True).click()
        await page.get_by_label("Message", exact=True).fill("@storybot Is Turkey an ICC member?")
        await page.get_by_role("option").nth(3).wait_for()
        await shoot(page, "inline-dark")


@asynccontextmanager
async def playground(now: float = NOW) -> AsyncIterator[str]:
    """Run the playground on the project's articles, at a moment, and yield its URL."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/storybot.db"
        settings = Settings(
            _env_file=None,
            STORYBOT_DATABASE=database,
            STORYBOT_CORPUS=ROOT / "corpus",
            STORYBOT_HTTP="127.0.0.1:0",
        )
        announced: asyncio.Queue[str] = asyncio.Queue()
        playing = asyncio.create_task(play_story(settings, announced.put_nowait, ManualClock(now)))
        yield next(word for word in (await announced.get()).split() if "://" in word)
        os.kill(os.getpid(), signal.SIGTERM)  # as an operator would end it
        await playing


@asynccontextmanager
async def window(
    browser: Browser, url: str, size: tuple[int, int], *, dark: bool = False
) -> AsyncIterator[Page]:
    """Open the page in a window of that size."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        timezone_id="UTC",
    )
    page = await context.new_page()
    await page.goto(url)
    await page.locator("#history[aria-busy=false]").wait_for()
    await page.locator(".hint").first.wait_for()
    yield page
    await context.close()


async def hint(page: Page, number: int) -> None:
    """Press one of the things to try."""
    await page.locator(".hint").nth(number).click()


async def say(page: Page, text: str) -> None:
    """Write a message."""
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def messages(page: Page, count: int) -> None:
    """Wait until the chat shows that many messages."""
    await page.locator(".message").nth(count - 1).wait_for()


async def shoot(page: Page, name: str) -> None:
    """Save what the window shows."""
    await page.mouse.move(0, 0)
    path = PICTURES / f"{name}.png"
    await page.screenshot(path=path, animations="disabled", caret="hide")
    sys.stderr.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    asyncio.run(main())
