"""/stats: how much readers ask, and how well they are answered, with a picture."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from storybot.bot.handlers.readership.usage_picture import usage_picture
from storybot.corpus.desk.usage import usage_of
from worlds.asked_questions import LAST, asked
from worlds.bot_in_process import ADA, GROUP, OLGA, bot_in_process, private

ARTICLE = "The lock\n\nThe northern lock stayed shut on Tuesday. Divers will examine its gates."
ANSWERED_BLUE = (47, 127, 184)


async def test_figures_come_with_a_picture(tmp_path: Path) -> None:
    """They name no reader and no question."""
    async with bot_in_process(tmp_path, ARTICLE) as bot:
        await bot.say(ADA, private(ADA), "Who will examine the gates?")
        await bot.say(ADA, GROUP, "/ask Who switched the lighthouse off?")
        sent = await bot.say(OLGA, private(OLGA), "/stats 7")
        caption = sent["caption"]
        assert caption.startswith("7 days: 2 questions, 1 reader. 👍 0 👎 0\n")
        assert "② answered, in per cent: 50 in all" in caption
        assert "🟦 private 1  🟩 group 1  🟧 guest 0  🟪 inline 0" in caption
        assert "lighthouse" not in caption
        assert "Ada" not in caption
        assert [name for name, _ in bot.telegram.calls][-1] == "sendPhoto"


async def test_without_questions_there_is_no_picture(tmp_path: Path) -> None:
    """And readers are not told any."""
    async with bot_in_process(tmp_path, ARTICLE) as bot:
        sent = await bot.say(OLGA, private(OLGA), "/stats")
        assert sent["text"] == "In 30 days nobody asked anything."
        refused = await bot.say(ADA, private(ADA), "/stats")
        assert "Only moderators" in refused["text"]


def test_the_picture_shows_the_days() -> None:
    """A day that was answered has a dark bar as high as it is the busiest."""
    usage = usage_of([asked(12, answered=True)], LAST, 7)
    with Image.open(BytesIO(usage_picture(usage, [0, 1, 0, 0]))) as picture:
        assert picture.format == "PNG"
        days = picture.crop((0, 0, picture.width // 2, picture.height // 2)).convert("RGB")
        dark = [
            (x, y)
            for x in range(days.width)
            for y in range(days.height)
            if days.getpixel((x, y)) == ANSWERED_BLUE
        ]
    assert min(y for _, y in dark) < 0.3 * days.height
    assert min(x for x, _ in dark) > 0.7 * days.width
