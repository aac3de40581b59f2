"""The playground in a real browser: the real bot, its handlers, and what the page draws."""

from pathlib import Path
from typing import Any

import pytest

from worlds.browser import QUESTION, QUOTE, Open, Page, enter, say

LIGHTHOUSE = """\
/add
The lighthouse is dark

Keeper Rosalind Achterberg switched the lighthouse off on Friday.
"""

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_an_answer_is_drawn_as_telegram_draws_it(open_page: Open) -> None:
    """The quote stands in a block quote, its matching words bold, its title a link."""
    page = await open_page()
    answer = await say(page, QUESTION)
    quote = answer.locator("blockquote").first
    assert await quote.inner_text() == QUOTE
    assert "opened" in await quote.locator("strong").all_inner_texts()
    link = answer.get_by_role("link", name="Lantern Bridge opens after nine years").first
    assert (await link.get_attribute("href")).startswith("https://example.com/courier/lantern")
    assert (await link.get_attribute("target"), await link.get_attribute("rel")) == (
        "_blank",
        "noopener noreferrer",
    )
    assert QUESTION in await answer.locator(".reply").inner_text()


async def test_a_start_link_opens_the_paragraph(open_page: Open) -> None:
    """The paragraph sign leads to the quote in its paragraph, inside the page."""
    page = await open_page()
    answer = await say(page, "What did the bridge cost?")
    count = await page.locator(".message.other").count()
    await answer.get_by_role("link", name="¶").first.click()
    shown = page.locator(".message.other").nth(count)
    await shown.wait_for()
    assert "The engineer Tobias Fenwick designed" in await shown.locator("blockquote").inner_text()
    assert (await shown.locator(".reply .line").inner_text()) == "/start"


async def test_an_edited_question_changes_its_answer(open_page: Open) -> None:
    """The pencil puts the text into the composer, and sending it changes message and answer."""
    page = await open_page()
    await enter(page, "group")
    answer = await say(page, f"/ask@storybot {QUESTION}")
    key = await answer.get_attribute("data-id")
    await page.get_by_label("Edit message").last.click()
    await page.locator("#attached", has_text="Edit message").wait_for()
    field = page.get_by_label("Message", exact=True)
    assert await field.input_value() == f"/ask@storybot {QUESTION}"
    await field.fill("/ask@storybot Who designed the bridge?")
    await page.keyboard.press("Enter")
    changed = page.locator(f'.message[data-id="{key}"] blockquote', has_text="Tobias Fenwick")
    await changed.first.wait_for()
    assert await page.locator("#attached").is_hidden()


async def test_what_the_story_does_not_say_is_said(open_page: Open) -> None:
    """The abstention comes first, the nearest passages named as such."""
    page = await open_page()
    await page.get_by_role("button", name="Who won the football World Cup?").click()
    answer = page.locator(".message.other", has_text="World Cup").last
    assert "The story does not say." in await answer.locator(".text").inner_text()


async def test_a_new_chat_offers_to_start(open_page: Open) -> None:
    """An empty chat says what the bot can do; the menu of `/` holds the bot's own commands."""
    page = await open_page()
    await enter(page, "moderator")
    await page.get_by_text("What can this bot do?").wait_for()
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.locator(".message.other").first.wait_for()
    await page.get_by_role("button", name="Commands").click()
    await page.get_by_role("option", name="/add").wait_for()
    await page.keyboard.type("sour")
    assert await page.get_by_role("option").count() == 1
    await page.keyboard.press("Enter")
    await page.locator(".message.other", has_text="2 articles").wait_for()


async def test_two_people_ask_in_a_group(open_page: Open) -> None:
    """Each writes in their own name; a reply to the bot is a question to it."""
    page = await open_page()
    await enter(page, "group")
    answer = await say(page, f"/ask@storybot {QUESTION}")
    assert await answer.locator("blockquote").first.inner_text() == QUOTE
    await page.get_by_role("button", name="Ben", exact=True).click()
    asked = page.locator(".message", has_text=f"/ask@storybot {QUESTION}").first
    assert "Ada" in await asked.locator(".name").first.inner_text()
    await page.get_by_label("Reply to Storybot").last.click()
    await page.get_by_label("Message", exact=True).fill("Who designed the bridge?")
    await page.keyboard.press("Enter")
    to_ben = page.locator(".message.other", has=page.locator(".reply", has_text="Ben"))
    await to_ben.wait_for()
    assert "Tobias Fenwick designed" in await to_ben.locator("blockquote").first.inner_text()


async def test_a_mention_calls_the_bot_as_a_guest(open_page: Open) -> None:
    """It answers where it is no member, too."""
    page = await open_page()
    await enter(page, "inline")
    answer = await say(page, "Who designed the Lantern Bridge, @storybot?")
    assert "Tobias Fenwick designed" in await answer.locator("blockquote").first.inner_text()


async def test_inline_results_are_chosen_by_key(open_page: Open) -> None:
    """The list comes up while one types, goes on at its end, and sends what is chosen."""
    page = await open_page()
    await enter(page, "inline")
    await page.get_by_label("Message", exact=True).fill("@storybot ferry missed shore")
    options = page.get_by_role("option")
    await options.first.wait_for()
    before = await options.count()
    for _ in range(before):
        await page.keyboard.press("ArrowDown")
    await options.nth(before).wait_for()
    await page.locator('[role="option"][aria-selected="true"]').wait_for()
    chosen = await page.locator('[aria-selected="true"] strong').inner_text()
    await page.keyboard.press("Enter")
    sent = page.locator(".message.own", has_text=chosen.rstrip("…")[:40])
    await sent.wait_for()
    assert "via @storybot" in await sent.inner_text()
    assert await page.get_by_label("Message", exact=True).input_value() == ""


async def test_inline_results_are_chosen_by_click(open_page: Open) -> None:
    """A hint types the question; Escape closes the list and keeps the text."""
    page = await open_page()
    await enter(page, "inline")
    await page.get_by_label("Message", exact=True).fill(f"@storybot {QUESTION}")
    await page.get_by_role("option").first.wait_for()
    await page.keyboard.press("Escape")
    assert await page.get_by_role("option").count() == 0
    await page.keyboard.type(" ")
    await page.get_by_role("option", name=QUOTE).first.click()
    await page.locator(".message.own", has_text=QUOTE).wait_for()


async def test_a_moderator_adds_an_article_and_a_reader_asks(open_page: Open) -> None:
    """The card's button edits the card; the article is then answerable, in another window too."""
    page, readers = await open_page(), await open_page()
    await enter(page, "moderator")
    card = await say(page, LIGHTHOUSE)
    await card.get_by_role("button", name="Add", exact=True).click()
    undo = card.get_by_role("button", name="Undo", exact=True)
    await undo.wait_for()
    assert await page.locator(".toast").inner_text() == "Done."
    answer = await say(readers, "Who switched the lighthouse off?")
    assert "Achterberg" in await answer.locator("blockquote").first.inner_text()
    await undo.click()
    await undo.wait_for(state="detached")


async def test_figures_are_drawn_as_a_picture(open_page: Open) -> None:
    """The photo of /stats is loaded, with its caption below it."""
    page = await open_page()
    await say(page, QUESTION)
    await enter(page, "moderator")
    await page.get_by_label("Message", exact=True).fill("/stats 7")
    await page.keyboard.press("Enter")
    photo = page.locator(".message.other img.photo").last
    await photo.wait_for()
    await page.wait_for_function("() => document.querySelector('img.photo').naturalWidth > 0")
    caption = page.locator(".message.other", has=page.locator("img.photo")).last
    assert "questions a day; dark: answered" in await caption.inner_text()


async def test_an_article_is_uploaded(open_page: Open, tmp_path: Path) -> None:
    """A file is sent with its caption, and drawn with its name."""
    page = await open_page()
    await enter(page, "moderator")
    article = tmp_path / "windmill.txt"
    article.write_text("A windmill turns\n\nThe miller Jon Aske set the windmill going again.\n")
    await page.locator("#file").set_input_files(article)
    await page.get_by_role("button", name="Send").click()
    await page.locator(".message.own .file-name", has_text="windmill.txt").wait_for()
    card = page.locator(".message.other", has_text="A windmill turns").last
    await card.get_by_role("button", name="Cancel").click()
    await page.locator(".message.other", has_text="nothing was added").last.wait_for()


async def test_markup_in_a_message_stays_text(open_page: Open) -> None:
    """What people write is never read as HTML."""
    page = await open_page()
    await enter(page, "inline")
    text = '<img src=x onerror="document.title=1"><b>bold</b>'
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")
    sent = page.locator(".message.own .text").filter(has_text="bold")
    await sent.wait_for()
    assert text in await sent.inner_text()
    assert await sent.locator("img, b").count() == 0


async def drawn(page: Page, text: str, entities: list[dict[str, Any]]) -> str:
    """Return a formatted text as HTML."""
    script = """async ([text, entities]) => {
        const { formatted } = await import("/messages/entities.js");
        const box = document.createElement("div");
        box.append(...formatted(text, entities));
        return box.innerHTML;
    }"""
    return str(await page.evaluate(script, [text, entities]))


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("a😀bc", [("bold", 3, 1)], "a😀<strong>b</strong>c"),
        ("abcd", [("italic", 1, 2), ("bold", 0, 4)], "<strong>a<em>bc</em>d</strong>"),
        ("a & <b>", [("code", 4, 3)], "a &amp; <code>&lt;b&gt;</code>"),
        (
            "one\ntwo\n\nthree",
            [("blockquote", 4, 3)],
            'one<blockquote data-block="true">two</blockquote>\nthree',
        ),
        ("x @ada #news", [("mention", 2, 4)], 'x <span class="entity mention">@ada</span> #news'),
    ],
)
async def test_entities_are_drawn(
    open_page: Open, text: str, entities: list[tuple[str, int, int]], html: str
) -> None:
    """Offsets count UTF-16 units, marks nest, and a block takes the line break beside it."""
    page = await open_page()
    listed = [{"type": kind, "offset": o, "length": n} for kind, o, n in entities]
    assert (await drawn(page, text, listed)).replace('="true"', "").replace('=""', "") == (
        html.replace('="true"', "")
    )


async def test_a_link_that_runs_a_script_is_no_link(open_page: Open) -> None:
    """Only addresses that a browser may open are links, whatever a message says."""
    page = await open_page()
    for url in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://"):
        entity = {"type": "text_link", "offset": 0, "length": 1, "url": url}
        assert await drawn(page, "x", [entity]) == "<span>x</span>"
    entity = {"type": "url", "offset": 0, "length": 11}
    assert 'href="https://example.org/"' in await drawn(page, "example.org", [entity])


async def test_long_quotes_and_spoilers_open(open_page: Open) -> None:
    """An expandable quote shows three lines until it is opened; a spoiler hides until pressed."""
    page = await open_page()
    await page.evaluate(
        """async () => {
            const { formatted } = await import("/messages/entities.js");
            const text = "line\\n".repeat(9) + "secret";
            const entities = [
                { type: "expandable_blockquote", offset: 0, length: 44 },
                { type: "spoiler", offset: 45, length: 6 },
            ];
            const box = document.createElement("div");
            box.className = "text";
            box.id = "drawn";
            box.append(...formatted(text, entities));
            document.querySelector("#messages").append(box);
        }"""
    )
    quote = page.locator("#drawn blockquote.expandable")
    closed = (await quote.bounding_box())["height"]
    await quote.get_by_role("button", name="Show the whole quote").click()
    assert (await quote.bounding_box())["height"] > 2 * closed
    colour = "one => getComputedStyle(one).color"
    hidden = await page.locator("#drawn .spoiler").evaluate(colour)
    await page.locator("#drawn .spoiler").click()
    assert await page.locator("#drawn .spoiler").evaluate(colour) != hidden


async def test_buttons_do_what_telegrams_do(open_page: Open) -> None:
    """One fills the composer with an inline question, one copies, one opens a page."""
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    await page.evaluate(
        """async () => {
            const { keyboard } = await import("/messages/keyboard.js");
            const rows = [[
                { text: "Ask here", switch_inline_query_current_chat: "bridge" },
                { text: "Ask there", switch_inline_query: "ferry" },
            ], [{ text: "Copy", copy_text: { text: "quoted" } },
                { text: "Start", url: "https://t.me/storybot?start=ask" }]];
            document.querySelector(".foot").append(
                keyboard({ message_id: 1, reply_markup: { inline_keyboard: rows } }));
        }"""
    )
    keys = page.locator(".foot .keyboard")
    text = page.get_by_label("Message", exact=True)
    await keys.get_by_role("button", name="Copy").click()
    await page.locator(".toast", has_text="Copied.").wait_for()
    assert await page.evaluate("navigator.clipboard.readText()") == "quoted"
    await keys.get_by_role("button", name="Ask here").click()
    assert await text.input_value() == "@storybot bridge"
    await keys.get_by_role("button", name="Ask there").click()
    assert await text.input_value() == "@storybot ferry"
    assert await page.locator("#chat-title").inner_text() == "Ada and Ben"
    await keys.get_by_role("button", name="Start").click()
    await page.locator(".message.own", has_text="/start").last.wait_for()


async def test_a_long_text_becomes_several_messages(open_page: Open) -> None:
    """They are cut at line ends, or else not inside a character, as Telegram's clients do."""
    page = await open_page()
    cut = (
        "async text => [...(await import('/core/api.js')).pieces(text)].map(piece => piece.length)"
    )
    assert await page.evaluate(cut, "x" * 4096) == [4096]
    assert await page.evaluate(cut, "x" * 4000 + "\n" + "x" * 4000) == [4001, 4000]
    assert await page.evaluate(cut, "x" * 4095 + "😀") == [4095, 2]


async def test_unread_answers_are_counted(open_page: Open) -> None:
    """A chat that is not open shows how many of the bot's messages came; reading clears it."""
    page, other = await open_page(), await open_page()
    await enter(other, "group")
    await say(other, f"/ask@storybot {QUESTION}")
    badge = page.locator('[data-chat="group"] .badge')
    await badge.wait_for()
    await page.reload()
    await page.locator('[data-chat="group"] time').wait_for()
    assert await badge.count() == 0
    await say(other, f"/ask@storybot {QUESTION}")
    await badge.wait_for()
    await enter(page, "group")
    await badge.wait_for(state="detached")


async def test_colours_follow_the_system_and_the_button(open_page: Open) -> None:
    """Dark where the system is dark; the button turns it, and the next visit remembers."""
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = await open_page(), await open_page(color_scheme="dark")
    bright, dim = await light.evaluate(colour), await dark.evaluate(colour)
    assert bright != dim
    await dark.get_by_role("button", name="Light colours").click()
    assert await dark.evaluate(colour) == bright
    await dark.reload()
    await dark.get_by_role("button", name="Dark colours").wait_for()
    assert await dark.evaluate(colour) == bright


@pytest.mark.parametrize("width", [320, 360, 1400])
async def test_nothing_scrolls_sideways(open_page: Open, width: int) -> None:
    """On a phone too, in every chat; there the list and the chat take turns."""
    page = await open_page(width=width, height=640) if width > 720 else None
    if page is None:
        page = await narrow(open_page, width)
    await say(page, QUESTION)
    for chat in ("group", "inline", "moderator", "reader"):
        if width <= 720:
            await page.get_by_role("button", name="All chats").click()
            assert await fits(page)
        await enter(page, chat)
        assert await fits(page)


async def test_long_keys_are_cut_on_a_phone(open_page: Open) -> None:
    """A row whose labels are wider than the window makes it no wider."""
    page = await narrow(open_page, 320)
    await page.evaluate(
        """async () => {
            const { keyboard } = await import("/messages/keyboard.js");
            const text = "The last ferry of Marlow Quay stops";
            const row = [{ text, callback_data: "a" }, { text, callback_data: "b" }];
            document.querySelector("#messages").append(
                keyboard({ message_id: 1, reply_markup: { inline_keyboard: [row] } }));
        }"""
    )
    assert await page.locator("#messages > .keyboard .key").count() == 2
    assert await fits(page)


async def narrow(open_page: Open, width: int) -> Page:
    """Open a window as wide as a phone."""
    return await open_page(width=width, height=640, has_touch=True, is_mobile=True)


async def fits(page: Page) -> bool:
    """Tell whether everything is as wide as the window at most."""
    return bool(
        await page.evaluate(
            "[document.documentElement, document.querySelector('#history')]"
            ".every((one) => one.scrollWidth <= one.clientWidth)"
        )
    )
