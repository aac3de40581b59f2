"""Takes the pictures of the moderators' guide, as `pictures.py` takes the README's.

One afternoon at the desk, on a small phone: an article pasted, corrected, planned, released, what
readers were told put right, and what they asked in vain. What the bot dates has the day on which
they were taken.
"""

import asyncio
import shutil
import sys
import time
from datetime import UTC, datetime

from pictures import FLAGS, PICTURES, playground, say, window
from pictures import shoot as shoot_at_once
from playwright.async_api import Browser, Locator, Page, async_playwright

PHONE = (390, 900)
BEGUN = time.time() - 180
"""When the playground's clock stands still: what is due two minutes later is so at once."""
DESK, READER, GROUP, FRIENDS = "moderator", "reader", "group", "inline"
WHEAT = """\
Wheat price jumps at the port of Odesa

By Lena Hart
10 September 2023

Wheat at the port of Odesa costs 23 per cent more than in July, the union of traders said on Sunday.

Ships wait off the mouth of the Danube for eleven days on average. Insurers ask four times as much
as before the deal ended, said the union’s chairman, Petro Hnatyuk.

Comments

Sign up to our newsletter"""
ASKED = "How much more does wheat cost at the port of Odesa?"
EMBARGOED = """\
Ferry at Orlivka is to run again

10 September 2023

The ferry at Orlivka runs again from Thursday, the border service said on Sunday evening.

It had been stopped in July, when drones hit the terminal on the Ukrainian bank of the Danube."""
MISSED = "When does the ferry at Orlivka run again?"
TOLD = "from Thursday"
IN_VAIN = (
    "How many crew members were hurt?",
    "How many members of the crew were hurt?",
    "How many tonnes of wheat does Odesa store?",
)


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("There is no chromium on the PATH; Debian has it in the package chromium.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        async with playground(BEGUN) as url:
            await afternoon(browser, url)
        await browser.close()


async def afternoon(browser: Browser, url: str) -> None:
    """Play the afternoon and photograph it."""
    async with window(browser, url, PHONE) as page:
        await corrected(page, await added(page))
        await embargoed(page)
        await missed(page)


async def added(page: Page) -> int:
    """Paste an article, correct its publisher by reply, and add it; return its number."""
    await turn_to(page, DESK)
    await say(page, WHEAT)
    await page.get_by_role("button", name="Later").wait_for()
    await shoot(page, "desk-card")
    await press(page, "✎ Publisher")
    await answer(page, "The Quay Courier")
    await seen(page, "Done; the card")
    await shoot(page, "desk-mended")
    await press(page, "Add")
    await seen(page, "Added article")
    told = await page.locator(".message").get_by_text("Added article").last.inner_text()
    return int(told.split("Added article ")[1].split(",")[0])


async def corrected(page: Page, number: int) -> None:
    """Correct the figure after readers were told the wrong one; they see the right one."""
    await turn_to(page, GROUP)
    await say(page, f"/ask@storybot {ASKED}")
    await seen(page, "costs 23 per cent")
    await turn_to(page, FRIENDS)
    await page.get_by_label("Message", exact=True).fill(f"@storybot {ASKED}")
    await page.get_by_role("option").first.click()
    await seen(page, "costs 23 per cent")
    await turn_to(page, DESK)
    await say(page, f"/add {number}\n{WHEAT.replace('23 per', '32 per')}")
    version = f"New version of {number}"
    await page.get_by_role("button", name=version, exact=True).wait_for()
    await shoot(page, "desk-version")
    await press(page, version)
    await seen(page, "earlier answers")
    await turn_to(page, GROUP)
    await seen(page, "Corrected on")
    await shoot(page, "desk-corrected-group")
    await turn_to(page, FRIENDS)
    await seen(page, "Corrected on")
    await shoot(page, "desk-corrected-inline")
    await turn_to(page, DESK)
    await say(page, f"/history {number}")
    await seen(page, "added: “Wheat")
    await say(page, "/undo")
    await press(page, "Take it back")
    await seen(page, "is taken back")
    await shoot(page, "desk-undo")


async def embargoed(page: Page) -> None:
    """Plan the answer that a reader waits for; it is released, and the reader is told."""
    await turn_to(page, READER)
    await say(page, MISSED)
    await press(page, "Tell me later")
    await press(page, "OK")
    await turn_to(page, DESK)
    await say(page, EMBARGOED)
    await press(page, "Later")
    await answer(page, f"{datetime.fromtimestamp(BEGUN + 120, UTC):%H:%M}")
    await page.get_by_role("button", name="Add · Plan it").wait_for()
    await shoot(page, "desk-embargo")
    await press(page, "Add · Plan it")
    await seen(page, "It was planned for now")
    await shoot(page, "desk-released")
    await turn_to(page, READER)
    await seen(page, TOLD)
    await shoot(page, "desk-told")


async def missed(page: Page) -> None:
    """Show what readers asked in vain, and how much they asked."""
    await turn_to(page, READER)
    for number, question in enumerate(IN_VAIN, 1):
        await say(page, question)
        said = page.locator(".message").get_by_text("The story does not say.")
        await said.nth(number).wait_for()
    await turn_to(page, DESK)
    await say(page, "/gaps")
    await seen(page, "What readers missed")
    await shoot(page, "desk-gaps")
    await say(page, "/stats")
    await page.locator(".message img").last.wait_for()
    await shoot(page, "desk-stats")


async def turn_to(page: Page, chat: str) -> None:
    """Open a chat."""
    await page.get_by_role("button", name="All chats").click()
    await page.locator(f"[data-chat='{chat}']").click()


async def press(page: Page, label: str) -> None:
    """Press the last button of that label."""
    await page.get_by_role("button", name=label, exact=True).last.click()


async def seen(page: Page, text: str) -> None:
    """Wait until a message of the chat says something."""
    await page.locator(".message").get_by_text(text).last.wait_for()


async def shoot(page: Page, name: str) -> None:
    """Save what the window shows, without the notes that come and go over the chat."""
    await page.locator(".toast").last.wait_for(state="detached")
    await shoot_at_once(page, name)


def last(page: Page) -> Locator:
    """Return the last message of the chat."""
    return page.locator(".message").last


async def answer(page: Page, text: str) -> None:
    """Reply to the question that the bot has just asked."""
    await last(page).get_by_text("Reply to this message").wait_for()
    await page.get_by_label("Reply to Storybot").last.click()
    await say(page, text)


if __name__ == "__main__":
    asyncio.run(main())
