"""What Chromium puts on the clipboard when all of a page is copied: text and markup."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from storybot.ingest.reading import read_bytes
from worlds.browser import CHROMIUM, FLAGS

STORY = (
    "The harbour council of Kelm voted on Tuesday to buy a second crane, after three hard winters.",
    "It will cost 6.2 million euros and is expected to work from May, said council leader Okafor.",
    "What it replaces",
    "The conditions are:",
    "No work at night before ten years have passed.",
    "No noise above sixty decibels at the quay.",
    "Fishermen had asked for a bridge instead, and were told that the channel was too deep.",
    "The works in Turku confirmed the order on Thursday. Steel will be cut there in October.",
)
PAGE = f"""<!doctype html><meta charset="utf-8"><title>Kelm buys a crane</title>
<style>.loud {{ text-transform: uppercase }}</style>
<nav><ul><li><a href="/">Home</a><li><a href="/w">World</a><li><a href="/s">Sport</a></ul></nav>
<form><input type="search" value="Search the archive"><select><option>English
<option selected>Deutsch</select><button>Go</button></form>
<article><h1>Kelm harbour buys a second crane</h1><p>By Nell Hart</p>
<p><time>5 March 2025, 08:00 GMT</time></p>
<figure><img src="/crane.png" alt="The old crane at the quay" width="9" height="9">
<figcaption>The old crane. Photo: Ann Lee</figcaption></figure>
<p>{STORY[0]}</p><p>{STORY[1]}</p><h2 class="loud">{STORY[2]}</h2>
<p>{STORY[3]}</p><ul><li>{STORY[4]}</li><li>{STORY[5]}</li></ul>
<details><summary></summary><p>The old crane was built in 1961.</p></details>
<p class="loud">{STORY[6]}</p><p>{STORY[7]}</p></article>
<aside><h3>More on this story</h3><ul><li><a href="/1">Island road closed again</a></ul></aside>
<footer><p>© 2025 The Kelm Gazette. All rights reserved.</p>
<a href="/p">Privacy policy</a> <a href="/t">Terms of use</a></footer>"""
COPY = """async () => {
    const [item] = await navigator.clipboard.read();
    const copied = {selection: String(getSelection())};
    for (const type of item.types) copied[type] = await (await item.getType(type)).text();
    return copied;
}"""

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def copied(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Copy the page as a reader does, with Ctrl+A and Ctrl+C."""
    api = pytest.importorskip("playwright.async_api", reason="it is a dev dependency")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on the PATH")
    folder: Path = tmp_path_factory.mktemp("page")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    async with asyncio.timeout(60), api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page: Any = await context.new_page()
        await page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
        await page.goto("https://kelm.example/crane")  # answered above: nothing is fetched
        await page.keyboard.press("Control+a")
        await page.keyboard.press("Control+c")
        forms: dict[str, str] = await page.evaluate(COPY)
        await browser.close()
    return forms


async def test_the_clipboard_is_what_it_is_said_to_be(copied: dict[str, str]) -> None:
    """Its text has source case, alt texts, chosen options and field values; a selection has not."""
    text, selection = copied["text/plain"], copied["selection"]
    assert {"Search the archive", "Deutsch", "The old crane at the quay"} <= set(text.splitlines())
    assert STORY[6] in text
    assert STORY[6].upper() in selection
    assert "Deutsch" not in selection
    assert "•" not in text


@pytest.mark.parametrize("form", ["text/plain", "text/html", "selection"])
async def test_a_copy_of_a_page_is_read(copied: dict[str, str], form: str) -> None:
    """The story whole, its head, and nothing of the menus, in each form."""
    found = read_bytes(copied[form].encode(), name="copy.txt", source="a")
    story = list(STORY)
    if form == "selection":
        story[2], story[6] = story[2].upper(), story[6].upper()
    assert [found.paragraph(i) for i in range(len(found.spans))] == story
    assert (found.title, found.authors) == ("Kelm harbour buys a second crane", ("Nell Hart",))
    assert found.published == datetime(2025, 3, 5, 8, tzinfo=UTC)
    assert found.publisher == "The Kelm Gazette"
    dropped = {line.text for line in found.dropped}
    assert {"Home", "World", "Sport", "Go", "Island road closed again"} <= dropped
