"""The playground in Chromium, for the tests that want to see it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from worlds.browser import CHROMIUM, FLAGS, Open, Page, playground


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Run the playground on two invented articles and return its address."""
    async with playground(tmp_path_factory.mktemp("playground")) as address:
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Any]:
    """Start Chromium."""
    api = pytest.importorskip("playwright.async_api", reason="it is a dev dependency")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on the PATH")
    async with api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Any, url: str) -> AsyncIterator[Open]:
    """Open windows; in the end no script may have failed, and nothing have been blocked."""
    complaints: list[str] = []
    contexts = []

    async def open_page(width: int = 1000, height: int = 700, **options: Any) -> Page:
        options.setdefault("reduced_motion", "reduce")
        size = {"width": width, "height": height}
        context = await browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        await page.goto(url)
        # Earlier tests wrote into the same chats: who counts messages before all are there
        # takes an old one for the answer.
        await page.locator("#history[aria-busy=false]").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []
