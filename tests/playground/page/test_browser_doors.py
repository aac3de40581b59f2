"""Every way to reach the bot, tried in the playground's page as a person would."""

from pathlib import Path

import pytest

from worlds.browser import QUESTION, QUOTE, Open, Page, enter, say

DESIGNER = "Who designed the Lantern Bridge?"

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


def composer(page: Page) -> Page:
    """Return where one writes."""
    return page.get_by_label("Message", exact=True)


async def press_enter(page: Page, text: str) -> Page:
    """Type a text, press Enter and return the bot's next message."""
    count = await page.locator(".message.other").count()
    await composer(page).fill(text)
    await page.keyboard.press("Enter")
    answer = page.locator(".message.other").nth(count)
    await answer.wait_for()
    return answer


async def picture(page: Page, folder: Path) -> None:
    """Attach a picture."""
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    await page.locator("#file").set_input_files(folder / "photo.png")


async def test_a_sent_message_is_edited(open_page: Open) -> None:
    """Its answer changes with it, and one says that it was edited."""
    page = await open_page()
    answer = await say(page, QUESTION)
    await page.get_by_label("Edit message").last.click()
    await composer(page).fill(DESIGNER)
    await page.keyboard.press("Enter")
    await answer.locator("blockquote", has_text="Tobias Fenwick").first.wait_for()
    assert "edited" in await page.locator(".message.own .meta").last.inner_text()


async def test_a_picture_is_captioned_and_its_caption_edited(
    open_page: Open, tmp_path: Path
) -> None:
    """The caption is the question; edited, it is another one."""
    page = await open_page()
    await picture(page, tmp_path)
    answer = await press_enter(page, QUESTION)
    assert await answer.locator("blockquote").first.inner_text() == QUOTE
    own = page.locator(".message.own").last
    assert "photo.png" in await own.inner_text()
    await own.get_by_label("Edit message").click()
    assert await composer(page).input_value() == QUESTION
    await composer(page).fill(DESIGNER)
    await page.keyboard.press("Enter")
    await answer.locator("blockquote", has_text="Tobias Fenwick").first.wait_for()


async def test_a_selected_part_is_replied_to(open_page: Open) -> None:
    """With /ask typed and Enter the part goes along, and only it is asked."""
    page = await open_page()
    await enter(page, "group")
    await composer(page).fill(f"I walked home yesterday. {QUESTION} So many people!")
    await page.keyboard.press("Enter")
    said = page.locator(".message", has_text="I walked home").last
    await said.wait_for()
    await page.get_by_role("button", name="Ben", exact=True).click()
    said = page.locator(".message", has_text="I walked home").last
    await said.locator(".text").evaluate(
        """(node, part) => {
            const text = node.firstChild;
            const at = text.data.indexOf(part);
            getSelection().setBaseAndExtent(text, at, text, at + part.length);
        }""",
        QUESTION,
    )
    await said.get_by_label("Reply to Ada").click()
    await page.locator("#attached", has_text=QUESTION).wait_for()
    answer = await press_enter(page, "/ask")
    assert await answer.locator("blockquote").first.inner_text() == QUOTE
    asked = page.locator(".message.own").last
    assert await asked.locator(".reply .line").inner_text() == QUESTION
    assert "/ask@storybot" in await asked.inner_text()


async def test_a_rich_message_is_written_and_answered(open_page: Open) -> None:
    """It is drawn by its blocks."""
    page = await open_page()
    await page.get_by_label("Rich message").click()
    answer = await press_enter(page, "# My question\n- Who **opened** the Lantern Bridge?")
    assert await answer.locator("blockquote").first.inner_text() == QUOTE
    own = page.locator(".message.own").last
    assert await own.locator("h4").inner_text() == "My question"
    assert await own.locator("li strong").inner_text() == "opened"
    pressed = page.get_by_label("Rich message")
    assert await pressed.get_attribute("aria-pressed") == "false"


async def test_an_ephemeral_answer_is_seen_by_who_asked_until_shown_to_all(
    open_page: Open,
) -> None:
    """It says so; another person does not see it; its buttons work."""
    page = await open_page()
    await enter(page, "group")
    await say(page, "/whisper@storybot on")
    answer = await say(page, f"/ask@storybot {DESIGNER}")
    asked = page.locator(".message.ephemeral.own")
    await asked.get_by_text("Only you see this").wait_for()
    only = page.locator(".message.ephemeral.other")
    await only.get_by_text("Only you see this").wait_for()
    await answer.get_by_role("button", name="In context").click()
    await only.get_by_role("button", name="Only the quote").wait_for()
    await page.get_by_role("button", name="Ben", exact=True).click()
    assert await page.locator(".message.ephemeral").count() == 0
    await page.get_by_role("button", name="Ada", exact=True).click()
    count = await page.locator(".message.other").count()
    await only.get_by_role("button", name="Show to all").click()
    await only.wait_for(state="detached")
    await page.get_by_role("button", name="Ben", exact=True).click()
    shown = page.locator(".message.other", has_text="Tobias Fenwick").last
    await shown.wait_for()
    assert await page.locator(".message.other").count() >= count
    await page.get_by_role("button", name="Ada", exact=True).click()
    await say(page, "/whisper@storybot off")


async def test_the_bot_is_made_administrator_and_listens(open_page: Open) -> None:
    """Then a question that is not addressed to it is answered; a member cannot do that."""
    page = await open_page()
    await enter(page, "group")
    await page.get_by_role("button", name="Make Storybot an administrator").click()
    rules = page.get_by_role("button", name="Storybot is an administrator")
    await rules.wait_for()
    told = await say(page, "/listen@storybot on")
    assert "make me an administrator" not in await told.inner_text()
    await page.get_by_role("button", name="Ben", exact=True).click()
    assert await rules.is_disabled()
    answer = await press_enter(page, QUESTION)
    assert await answer.locator("blockquote").first.inner_text() == QUOTE
    await page.get_by_role("button", name="Ada", exact=True).click()
    await say(page, "/listen@storybot off")
    await rules.click()
    await page.get_by_role("button", name="Make Storybot an administrator").wait_for()


async def test_a_typed_command_takes_the_file_along(open_page: Open, tmp_path: Path) -> None:
    """Though the list of commands is open when Enter is pressed."""
    page = await open_page()
    await enter(page, "moderator")
    article = tmp_path / "mill.txt"
    article.write_text("A mill turns\n\nThe miller Jon Aske set the mill going again.\n")
    await page.locator("#file").set_input_files(article)
    await composer(page).fill("")
    await composer(page).press_sequentially("/add")
    await page.get_by_role("option", name="/add").wait_for()
    await page.keyboard.press("Enter")
    sent = page.locator(".message.own", has_text="mill.txt").last
    await sent.wait_for()
    assert "/add" in await sent.locator(".text").inner_text()
    card = page.locator(".message.other", has_text="A mill turns").last
    await card.get_by_role("button", name="Cancel").click()
    await card.get_by_role("button", name="Cancel").wait_for(state="detached")


async def test_a_typed_command_keeps_the_reply(open_page: Open) -> None:
    """In a reply to what somebody else wrote, /ask and Enter ask that."""
    page = await open_page()
    await enter(page, "group")
    await composer(page).fill(DESIGNER)
    await page.keyboard.press("Enter")
    said = page.locator(".message", has_text=DESIGNER).last
    await page.get_by_role("button", name="Ben", exact=True).click()
    await said.get_by_label("Reply to Ada").click()
    answer = await press_enter(page, "/ask")
    assert "Tobias Fenwick" in await answer.locator("blockquote").first.inner_text()


async def test_a_caption_calls_the_bot_where_it_is_no_member(
    open_page: Open, tmp_path: Path
) -> None:
    """A guest call may stand under a picture."""
    page = await open_page()
    await enter(page, "inline")
    await picture(page, tmp_path)
    answer = await press_enter(page, f"{DESIGNER} @storybot")
    assert "Tobias Fenwick" in await answer.locator("blockquote").first.inner_text()
