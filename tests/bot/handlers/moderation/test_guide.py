"""The moderators' guide says what is so: its commands, phrases and buttons do what they are for."""

import re
from datetime import UTC, datetime
from pathlib import Path

from storybot.bot.handlers.moderation.spoken_commands import spoken_command
from storybot.bot.locales.catalogue import ENGLISH
from storybot.corpus.desk.due_times import read_due_time
from storybot.ingest.reading import read_text
from storybot.model.documents import DocumentId
from worlds.bot_in_process import ADA, OLGA, BotInProcess, bot_in_process, private
from worlds.bot_process import BRIDGE, article

GUIDE = (Path(__file__).parents[4] / "docs" / "moderators.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`(/[a-z][^`]*)`", GUIDE)))
SAYS = {
    "/audit": "added: 1 “Lantern Bridge",
    "/audit verify": "The audit is whole",
    "/edit": "New version of article 1",
    "/find": "1. Lantern Bridge",
    "/gaps": "readers missed nothing",
    "/history": "Lantern Bridge opens after nine years",
    "/history 1": "opened closed",
    "/planned": "Nothing is planned",
    "/restore": "Shall I quote this version?",
    "/retract": "Shall I stop quoting",
    "/show": "¶1 Mayor Ottilie Brandt closed",
    "/stats": "nobody asked anything",
    "/undo": "Take back this change?",
}
"""What is said to a command, or to all of one verb."""
ELSEWHERE = {"/add", "/follow", "/moderators"}
"""Verbs that need a file, a page or a reply; `/retract` alone needs one, too."""
FILLED = {"[reason]": "", "[version]": "1", "ID VERSION": "1 1", "[ID]": "1", "ID": "1"}
FILLED |= {"WORDS": "bridge", r"[7\|30\|90]": "7", "7 2": "1 1", " 7": " 1"}


def filled(command: str) -> str:
    """Return a command of the guide with what it leaves open; the article is the first."""
    for name, value in FILLED.items():
        command = command.replace(name, value)
    return " ".join(command.split())


TRIED = {filled(one) for one in COMMANDS if one.split()[0] not in ELSEWHERE} - {"/retract"}


async def with_two_versions(bot: BotInProcess) -> None:
    """Correct the article as the moderator."""
    text = BRIDGE.replace("opened the Lantern", "closed the Lantern")
    read = read_text(text, source="0.md")
    await bot.corpus.add([read], actor=f"telegram:{OLGA['id']}", decided=True)


async def test_the_commands_of_the_guide_do_what_it_says(tmp_path: Path) -> None:
    """What only shows something acts at once; what changes the story asks first."""
    assert len(TRIED) > 12
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        await with_two_versions(bot)
        for command in sorted(TRIED):
            if command == "/restore 1":  # there is nothing to bring back before
                await bot.corpus.retract(DocumentId("1"), actor="cli")
            before = len(await bot.store.history())
            told = await bot.say(OLGA, private(OLGA), command)
            text = str(told.get("text") or told.get("caption"))
            assert SAYS.get(command, SAYS[command.split()[0]]) in text, command
            assert len(await bot.store.history()) == before
            if command == "/restore 1":
                await bot.corpus.undo(actor="cli")


def test_the_phrases_of_the_guide_are_understood() -> None:
    """Those that need no command; and the times as the guide writes them."""
    said = re.search(r"no command is needed: say (.*?)\n\n", GUIDE, re.DOTALL)
    assert said
    phrases = re.findall("“([^”]*)”", said[1].partition("The article is")[0])
    assert len(phrases) == 5
    for phrase in phrases:
        assert spoken_command(" ".join(phrase.split())), phrase
    times = re.search(r"Reply with (.*?);", GUIDE, re.DOTALL)
    assert times
    zoned = re.search(r"as in\s+`([^`]*)`, becomes yours", GUIDE)
    assert zoned
    for time in [*re.findall("`([^`]*)`", times[1]), zoned[1]]:
        assert read_due_time(time, "UTC", datetime(2026, 5, 1, tzinfo=UTC)), time


async def test_the_buttons_of_the_guide_are_under_the_card(tmp_path: Path) -> None:
    """By the names that the guide gives them."""
    table = GUIDE.partition("| button | does |")[2].partition("\n\n")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.count("|") > 2][1:]
    named = {name.strip(" ✎") for cell in cells for name in cell.split(", ")}
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), f"/add 1\n{article('lock')}")
        labels = {b["text"] for row in card["reply_markup"]["inline_keyboard"] for b in row}
        card = await bot.say(OLGA, private(OLGA), f"/add\n{article('lock')}")
        labels |= {b["text"] for row in card["reply_markup"]["inline_keyboard"] for b in row}
    shown = {label.strip(" ✎").replace(" 1", " …") for label in labels}
    assert named <= shown
    assert shown - named == {ENGLISH.say.moderating.button_dropped, "Cancel"}


async def test_what_the_guide_names_is_for_moderators_only(tmp_path: Path) -> None:
    """A reader who gives one of its commands is told so, and nothing happens."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        for command in TRIED:
            told = await bot.say(ADA, private(ADA), command)
            assert told["text"] == ENGLISH.say.moderating.moderators_only
