"""The history of one article shows what each version changed, page by page."""

from pathlib import Path

from storybot.bot.messages.formatted_text import FormattedText
from storybot.ingest.reading import read_text
from storybot.model.documents import Document
from worlds.bot_in_process import (
    OLGA,
    BotInProcess,
    JsonObject,
    all_data,
    bot_in_process,
    data_of,
    private,
)

ROOM = private(OLGA)
OF = "telegram:7001"


def written(text: str) -> Document:
    """Return an article of one source."""
    return read_text(f"---\ntitle: The weir\npublisher: Echo\n---\n\n{text}\n", source="weir.md")


async def correct(bot: BotInProcess, text: str) -> None:
    """Bring a version by a person."""
    await bot.corpus.add([written(text)], actor=OF, decided=True)


def marked(message: JsonObject, kind: str) -> list[str]:
    """Return the parts of a message that are marked in a way."""
    text = message["text"].encode("utf-16-le")
    return [
        text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in message["entities"]
        if e["type"] == kind
    ]


async def test_each_version_shows_what_it_changed(tmp_path: Path) -> None:
    """Against the one before, newest first; a retraction changes no word."""
    async with bot_in_process(tmp_path) as bot:
        await correct(bot, "Prices at the weir rose by 23 per cent on Monday, the mayor said.")
        await correct(bot, "Prices at the weir rose by 32 per cent on Monday, the mayor said.")
        await correct(bot, "Prices at the weir rose by 32 per cent on Friday, the mayor said.")
        await bot.corpus.retract("1", actor=OF, reason="a shadow")  # type: ignore[arg-type]
        told = await bot.say(OLGA, ROOM, "/history 1")
        retracted, second, first, added = told["text"].split("\n\n")
        assert "a shadow" in retracted
        assert "\n" not in retracted + added
        assert "Monday, Friday," in second
        assert "rose by 23 32 per cent" in first
        assert marked(told, "strikethrough") == ["Monday,", "23"]
        assert marked(told, "underline") == ["Friday,", "32"]
        assert all_data(told) == []


async def test_all_of_it_is_on_some_page(tmp_path: Path) -> None:
    """Every word that changed, on pages that each fit into a message; and back to the first."""
    async with bot_in_process(tmp_path) as bot:
        quiet = "It was a night like any other, and nobody on the shore heard a thing."
        for version in range(6):
            seen = [f"Witness {n} saw {version}{n:03} lights. {quiet}" for n in range(60)]
            await correct(bot, "\n\n".join(seen))
        told = await bot.say(OLGA, ROOM, "/history weir")
        pages, struck = [told["text"]], marked(told, "strikethrough")
        while any("Older" in str(row) for row in told["reply_markup"]["inline_keyboard"]):
            await bot.press(OLGA, told, data_of(told, "Older"))
            told = bot.telegram.messages[ROOM["id"], told["message_id"]]
            pages.append(told["text"])
            struck += marked(told, "strikethrough")
            assert len(pages) < 100
        assert len(pages) > 5
        assert all(FormattedText(page).fits for page in pages)
        assert sorted(struck) == sorted(f"{v}{n:03}" for v in range(5) for n in range(60))
        assert all(page.partition(" · ")[0].isdigit() for page in pages)
        await bot.press(OLGA, told, data_of(told, "‹ Newer"))
        assert bot.telegram.messages[ROOM["id"], told["message_id"]]["text"] == pages[-2]
