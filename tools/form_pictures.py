"""Takes the pictures of the forms in which articles come, as `desk_pictures.py` does of the desk.

An afternoon's worth of files, copies and an address: each is made, sent to the playground by a
moderator, and must have a card with its headline before it is added. What fails stops the program.
"""

import asyncio
import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from desk_pictures import DESK, PHONE, seen, shoot, turn_to
from pictures import FLAGS, PICTURES, playground, say, window
from playwright.async_api import Browser, FilePayload, Page, async_playwright

from storybot.ingest.fetching import client

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from worlds.files import docx, odt, run, zipped
from worlds.web_server import Server, http, serving


@dataclass(frozen=True)
class Story:
    """An article before it has a form."""

    title: str
    paragraphs: Sequence[str]
    author: str = "Lena Hart"

    @property
    def lines(self) -> list[str]:
        """Headline, byline, date and paragraphs."""
        return [self.title, f"By {self.author}", "10 September 2023", *self.paragraphs]

    @property
    def text(self) -> str:
        """The same as plain text."""
        return "\n\n".join(self.lines)

    @property
    def html(self) -> str:
        """The same as a page of the web, with what such a page has around it."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        return (
            f"<!doctype html><meta charset=utf-8><title>{self.title} | The Quay Courier</title>"
            '<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>'
            f"<article><h1>{self.title}</h1><p>By {self.author}</p><time>10 September 2023</time>"
            f"{body}</article><aside><h2>More on this story</h2><a href=/2>Rail yard reopens</a>"
            "</aside><footer>© 2023 The Quay Courier. All rights reserved.</footer>"
        )


def story(title: str, *paragraphs: str, author: str = "Lena Hart") -> Story:
    """Write a story."""
    return Story(title, paragraphs, author)


PAGE = story(
    "Barges queue for eleven days at Izmail",
    "Forty-three barges lay before the locks of Izmail on Sunday, the river authority said.",
    "Pilots work in three shifts. Twelve more are being trained and start in October.",
)
PRINTED = story(
    "Insurers ask four times as much for the Black Sea",
    "Insurers in London ask four times as much for a voyage to Odesa as they did in June, three "
    "brokers said on Friday. One of them, Harriet Vale, called it the dearest route of the year.",
    "A grain ship of 30,000 tonnes pays about 180,000 dollars for a single week. Owners from "
    "Greece and Lebanon pay it; most others stay away.",
    "Talks on a fund that would cover the first losses are to go on in Athens this month.",
)
WORD = story(
    "Silos at Reni hold twice what they were built for",
    "The silos at Reni hold 96,000 tonnes, twice what they were built for, the port said.",
    "Farmers of the district have put up bags of plastic that keep grain dry until spring.",
)
RICH = story(
    "Railway doubles its wagons to Constanta",
    "The railway sends sixty wagons of wheat to Constanta each day, twice as many as in May.",
    "Its director, Olena Marchuk, said that the gauge at the border still costs nine hours.",
)
OPEN = story(
    "Millers in Vinnytsia run out of spare parts",
    "Five of the eight mills of Vinnytsia stood still last week, as rollers were missing.",
    "The parts come from Switzerland and are held up at the border, the millers' union said.",
)
MAILED = story(
    "Ministry plans a second ferry at Orlivka",
    "The ministry of transport plans a second ferry across the Danube at Orlivka next summer.",
    "It will carry ninety lorries an hour and cost 14 million euros, said its deputy head.",
)
FORWARDED = story(
    "Harvest of sunflowers begins two weeks late",
    "The harvest of sunflowers in Mykolaiv began on Saturday, two weeks later than last year.",
    "Rain in August delayed it. Growers still expect 2.1 tonnes from each hectare.",
)
CHATTED = story(
    "Fishermen of Vylkove find a drifting mine",
    "Fishermen from Vylkove found a drifting mine a mile off the coast early on Sunday.",
    "Sappers blew it up at noon, and nobody was hurt, the border guard said.",
    author="Ihor Bondar",
)
POSTED = story(
    "Night train to Izmail runs again",
    "The night train from Kyiv to Izmail runs again from Monday, the railway said.",
    "It needs eleven hours. All berths until Thursday are sold.",
)
FED = story(
    "Elevator at Kiliia repaired after six weeks",
    "The elevator at Kiliia works again, six weeks after a drone hit its tower.",
    "Its owner put the damage at 3.2 million euros. The roof is to be replaced in November.",
)
SECOND_FED = story(
    "Pilots of the Danube ask for better pay",
    "The pilots of the Danube ask for a fifth more pay, their union said on Saturday.",
    "A strike is not planned. The authority will answer by the end of the month.",
)
PACKED = (
    story(
        "Dredgers deepen the Bystre channel to seven metres",
        "Dredgers have deepened the Bystre channel to seven metres, the sea ports authority said.",
        "Ships of 8,000 tonnes can now leave with a full load for the first time since 1959.",
    ),
    story(
        "Bulgarian farmers block a border crossing",
        "Farmers blocked the crossing at Ruse with forty tractors on Friday.",
        "They want a ban on sunflower seeds from abroad until the end of the year.",
    ),
    story(
        "Romania trains inspectors for grain convoys",
        "Romania trains 120 inspectors who will take samples from grain convoys.",
        "The first thirty begin in Galati on 18 September, the ministry of farming said.",
    ),
)
FETCHED = story(
    "Lighthouse on Snake Island is lit again",
    "The lighthouse on Snake Island was lit on Saturday for the first time in 18 months.",
    "Its lamp runs on batteries and reaches nine miles, the hydrographic service said.",
)


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("There is no chromium on the PATH; Debian has it in the package chromium.")
    answer = http(FETCHED.html.encode(), Content_Type="text/html; charset=utf-8")
    async with async_playwright() as playwright, serving(lighthouse=answer) as server:
        # The guard stands; what it takes for the web is the server here, as for the tests.
        vars(client)["Network"] = lambda: server.network
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        async with playground() as url:
            await afternoon(browser, url, server)
        await browser.close()


async def afternoon(browser: Browser, url: str, server: Server) -> None:
    """Add every form and photograph some of the cards."""
    files = {name: (make(), stories) for name, (make, stories) in FILES.items()}
    files["insurers.pdf"] = await print_page(browser, PRINTED), [PRINTED]
    async with window(browser, url, PHONE) as page:
        await turn_to(page, DESK)
        for name, (data, stories) in files.items():
            sent: FilePayload = {"name": name, "mimeType": "", "buffer": data}
            await page.locator("#file").set_input_files(sent)
            await page.get_by_role("button", name="Send").click()
            await added(page, name, stories)
        for name, (text, read) in PASTED.items():
            await say(page, text)
            await added(page, name, [read])
        await say(page, server.url("/lighthouse"))
        await added(page, "address", [FETCHED])


async def added(page: Page, name: str, stories: Sequence[Story]) -> None:
    """Wait for a card with each headline, photograph the form if it is shown, and add them."""
    for told in stories:
        card = page.locator(".message.other", has=page.locator("strong, b", has_text=told.title))
        await card.last.wait_for()
        headline = await card.last.locator("strong, b").first.inner_text()
        if headline != told.title:
            sys.exit(f"{name}: the card says “{headline}”, the article “{told.title}”.")
    if name in SHOWN:
        await shoot(page, SHOWN[name])
    for told in stories:
        card = page.locator(".message.other", has=page.locator("strong, b", has_text=told.title))
        await card.last.get_by_role("button", name="Add", exact=True).click()
        await seen(page, f"“{told.title}”")
    sys.stderr.write(f"{name}: {len(stories)} added\n")


async def print_page(browser: Browser, told: Story) -> bytes:
    """Print a story in two columns, as a browser saves a page as PDF."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in told.paragraphs)
    context = await browser.new_context()
    page = await context.new_page()
    await page.set_content(
        f"<h1>{told.title}</h1><p>By {told.author}</p><p>10 September 2023</p>"
        f"<div style='columns: 2; hyphens: auto; text-align: justify' lang=en>{body}</div>"
    )
    printed = await page.pdf(format="A5", display_header_footer=True)
    await context.close()
    return printed


def rich(told: Story) -> bytes:
    """Write RTF."""
    return b"{\\rtf1\\ansi\\ansicpg1252 %s}" % "".join(
        f"{line}\\par\n" for line in told.lines
    ).encode("cp1252")


def mailed(told: Story) -> bytes:
    """Write a mail of a press office, in plain text and in HTML."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "The Quay Courier <news@quay.example>", "desk@kelm.example"
    mail["Subject"], mail["Date"] = told.title, "Sun, 10 Sep 2023 10:30:00 +0200"
    mail.set_content("\n\n".join(told.paragraphs))
    mail.add_alternative("".join(f"<p>{p}</p>" for p in told.paragraphs), subtype="html")
    return mail.as_bytes()


def exported(told: Story) -> bytes:
    """Write what Telegram Desktop exports of a channel."""
    post = {
        "id": 7,
        "type": "message",
        "date": "2023-09-10T10:30:00",
        "date_unixtime": "1694341800",
        "text": [{"type": "bold", "text": told.title}, "\n\n" + "\n\n".join(told.paragraphs)],
    }
    joined = {"id": 1, "type": "service", "date": "2023-09-01T10:00:00", "text": ""}
    channel = {"name": "Quay Courier", "type": "public_channel", "id": 42}
    return json.dumps(channel | {"messages": [joined, post]}).encode()


def feed(*stories: Story) -> bytes:
    """Write an RSS feed."""
    items = "".join(
        f"<item><title>{told.title}</title><link>https://quay.example/{number}</link>"
        f"<pubDate>Sun, 10 Sep 2023 1{number}:00:00 GMT</pubDate><description><![CDATA["
        + "".join(f"<p>{p}</p>" for p in told.paragraphs)
        + "]]></description></item>"
        for number, told in enumerate(stories)
    )
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Quay Courier</title>"
        f"{items}</channel></rss>"
    ).encode()


def forwarded(told: Story) -> str:
    """Write what a mail program puts into a forwarded mail."""
    body = "\n\n".join(textwrap.fill(paragraph, 60) for paragraph in told.paragraphs)
    return (
        "Please add this one.\nMara\n\n---------- Forwarded message ---------\n"
        "From: The Quay Courier <news@quay.example>\nDate: Sun, 10 Sep 2023 at 10:30\n"
        f"Subject: Fwd: {told.title}\nTo: Mara Lind <mara@kelm.example>\n\n{body}"
    )


def chatted(told: Story) -> str:
    """Write what WhatsApp puts on the clipboard."""
    stamp = f"[10/09/2023, 10:3%d:11] {told.author}: "
    first, *rest = told.paragraphs
    return "\n".join([f"{stamp % 0}{told.title}\n\n{first}", *(stamp % 1 + p for p in rest)])


FILES: Mapping[str, tuple[Callable[[], bytes], Sequence[Story]]] = {
    "barges.html": (PAGE.html.encode, [PAGE]),
    "silos.docx": (lambda: docx([run(line) for line in WORD.lines]), [WORD]),
    "railway.rtf": (lambda: rich(RICH), [RICH]),
    "mills.odt": (lambda: odt("".join(f"<text:p>{p}</text:p>" for p in OPEN.lines)), [OPEN]),
    "ferry.eml": (lambda: mailed(MAILED), [MAILED]),
    "result.json": (lambda: exported(POSTED), [POSTED]),
    "feed.xml": (lambda: feed(FED, SECOND_FED), [FED, SECOND_FED]),
    "several.zip": (
        lambda: zipped(
            {
                "bystre.html": PACKED[0].html,
                "ruse.txt": PACKED[1].text,
                "galati.docx": docx([run(line) for line in PACKED[2].lines]),
            }
        ),
        PACKED,
    ),
}
PASTED = {
    "mail": (forwarded(FORWARDED), FORWARDED),
    "chat": (chatted(CHATTED), CHATTED),
}
SHOWN = {
    "insurers.pdf": "form-pdf",
    "several.zip": "form-zip",
    "mail": "form-mail",
    "chat": "form-whatsapp",
}

if __name__ == "__main__":
    asyncio.run(main())
