"""What a client makes up changes nothing, and genuine buttons work only where they were put."""

import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.callback_data import VERBS, ShowSentQuote, TakeBack, TurnSources
from storybot.model.documents import DocumentId
from storybot.store.records import QuoteRef, SentAnswer
from worlds.bot_in_process import (
    ADA,
    EVE,
    GROUP,
    OLGA,
    BotInProcess,
    all_data,
    bot_in_process,
    data_of,
    private,
)

BRIDGE = """\
# Bridge stays shut

The mayor did not say that the Lantern Bridge will open on Monday. The bridge stays shut until June.
"""
FERRY = "# Ferry\n\nThe ferry Kittiwake made its last crossing on Thursday night.\n"
QUESTION = "Until when does the Lantern Bridge stay shut?"
MANY = pytest.mark.parametrize("many", [500, pytest.param(2_000, marks=pytest.mark.slow)])
"""`make check` tries the larger number, too; `make faults` forges 10,000 buttons of a process."""
OUTDATED = "out of date"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotInProcess]:
    """Open a bot with two articles and more of them, so that lists have pages."""
    more = (f"# Article {n}\n\nPassenger number {n} waved from the quay {n}.\n" for n in range(12))
    async with bot_in_process(tmp_path, BRIDGE, FERRY, *more) as opened:
        yield opened


def snapshot(folder: Path) -> dict[str, list[Any]]:
    """Return every row of every table."""
    database = sqlite3.connect(folder / "storybot.db")
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}
    database.close()
    return rows


def edits(bot: BotInProcess) -> list[str]:
    """Return the calls that change what is shown in a chat."""
    quiet = {"answerCallbackQuery", "getMe", "answerInlineQuery", "getChatMember"}
    return [name for name, _ in bot.telegram.calls if name not in quiet]


async def targets(bot: BotInProcess) -> list[dict[str, Any]]:
    """Have one message of every kind that has buttons, most of them in a group."""
    add = "/add Wall cracks\n\nA crack was found in the sea wall on Sunday."
    return [
        await bot.say(OLGA, GROUP, add),
        await bot.say(OLGA, GROUP, "/retract 2 It was wrong."),
        await bot.say(OLGA, GROUP, "/undo 1"),
        await bot.say(OLGA, private(OLGA), "/retract 2"),
        await bot.say(ADA, GROUP, f"/ask {QUESTION}"),
        await bot.say(ADA, GROUP, "/ask What do bananas taste like?"),
        await bot.say(ADA, private(ADA), QUESTION),
        await bot.say(ADA, private(ADA), "/lang"),
        await bot.say(EVE, GROUP, "/sources"),
        await bot.say(EVE, GROUP, f"/ask {QUESTION}"),
    ]


def forged(chance: random.Random, genuine: list[str]) -> str:
    """Make up the data of a button, as somebody would who has read this file."""
    verb = chance.choice([*VERBS, "drop"])
    numbers = ".".join(str(chance.randrange(200)) for _ in range(4))
    argument = chance.choice(
        ["", "0q", "1p", "0q:up", "0q:y", "de", "1", "0", "-1", "abcdefghijkl", f"{numbers}:n",
         f"{numbers}:", f"{numbers}:y:n:", f"{numbers}:n:n:{numbers}", "9" * 30, "x" * 40]
    )  # fmt: skip
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    code = "".join(chance.choices(letters, k=10))
    data = chance.choice(genuine)
    at = chance.randrange(len(data))
    changed = data[:at] + chance.choice(letters.replace(data[at], "")) + data[at + 1 :]
    wild = "".join(chance.choices(":.-_0129abcq\x00\n\u0663é", k=chance.randrange(40)))
    taken = f"{data[:11]}{data[11:].partition(':')[0]}:{verb}:{argument}"
    return chance.choice(
        [f"1:{verb}:{argument}", f"2{code}:{verb}:{argument}", changed, wild, data[:at] or "2",
         taken if taken != data else wild]
    )  # fmt: skip


@MANY
async def test_forged_buttons_change_nothing(bot: BotInProcess, tmp_path: Path, many: int) -> None:
    """Under every kind of message, by a reader and by the owner; each is answered with a word."""
    chance, messages = random.Random(11), await targets(bot)
    genuine = [data for message in messages for data in all_data(message)]
    before, shown = snapshot(tmp_path), [dict(message) for message in messages]
    places: list[dict[str, Any] | str] = [*messages, "inline message"]
    bot.telegram.calls.clear()
    for n in range(many):
        person, data = chance.choice([EVE, OLGA]), forged(chance, genuine)
        under = chance.choice(places)
        told = await bot.press(person, under, data, f"{n}")
        assert OUTDATED in told, (person, data)
    assert len(bot.telegram.calls) == many
    assert edits(bot) == []
    assert messages == shown
    assert snapshot(tmp_path) == before


@MANY
async def test_forged_start_links_change_nothing(
    bot: BotInProcess, tmp_path: Path, many: int
) -> None:
    """Each is answered, with whole sentences or none."""
    chance = random.Random(12)
    before = snapshot(tmp_path)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    sentences = {
        "The mayor did not say that the Lantern Bridge will open on Monday.",
        "The bridge stays shut until June.",
        "The ferry Kittiwake made its last crossing on Thursday night.",
    }
    texts = {BRIDGE.splitlines()[2], FERRY.splitlines()[2]}
    for n in range(many):
        numbers = "_".join(str(chance.randrange(1, limit)) for limit in (4, 3))
        start, end = sorted(chance.randrange(120) for _ in range(2))
        wild = "".join(chance.choices(letters, k=chance.randrange(1, 64)))
        token = "".join(chance.choices(letters, k=24))
        payload = chance.choice([f"c_{numbers}_{start}_{end}", f"c_{wild}", f"q_{token}", wild])
        sent = await bot.say(EVE, private(EVE), f"/start {payload}")
        for entity in sent.get("entities") or ():
            if entity["type"] == "bold":
                at = entity["offset"]
                bold = sent["text"][at : at + entity["length"]]
                assert bold in sentences | texts or bold.startswith("Passenger"), payload
        assert sent["message_id"] > n
    assert {name for name, _ in bot.telegram.calls} <= {"getMe", "sendMessage"}
    assert snapshot(tmp_path) == before


async def test_only_whole_sentences_are_quoted(bot: BotInProcess) -> None:
    """Half of one, which says the opposite, is not shown, even where its code were known."""
    codec = ButtonCodec(bot.memory.button_key)
    half = "the Lantern Bridge will open on Monday."
    text = (await bot.store.version(DocumentId("1"))).document.text
    start = text.index(half)
    whole = QuoteRef(DocumentId("1"), 1, text.index("The mayor"), start + len(half))
    part = QuoteRef(DocumentId("1"), 1, start, start + len(half))
    for quote, told in ((part, "changed"), (whole, "")):
        data = ShowSentQuote(quote, wide=False, nearest=False)
        assert told in await bot.press(EVE, "message", codec.encode(data, ButtonScope()))
        sent = str(bot.telegram.calls[-1][1]["text"])
        assert ("withdrawn" in sent) is bool(told)
    shown = await bot.say(EVE, private(EVE), f"/start c_1_1_{start}_{start + len(half)}")
    assert "no longer in it" in shown["text"]


async def test_genuine_buttons_do_not_work_under_another_message(
    bot: BotInProcess, tmp_path: Path
) -> None:
    """Every button of every message, pressed under every other one, by everybody."""
    messages = await targets(bot)
    buttons = [(m, data) for m in messages for data in all_data(m)]
    before, shown = snapshot(tmp_path), [dict(message) for message in messages]
    places: list[dict[str, Any] | str] = [*messages, "inline message"]
    bot.telegram.calls.clear()
    tried = 0
    for origin, data in buttons:
        for under in places:
            if under is not origin:
                for person in (ADA, EVE, OLGA):
                    tried += 1
                    assert OUTDATED in await bot.press(person, under, data, f"{tried}"), data
    assert tried > 600
    assert edits(bot) == []
    assert messages == shown
    assert snapshot(tmp_path) == before


async def test_a_message_whose_question_is_gone_still_shows_its_own_buttons(
    bot: BotInProcess,
) -> None:
    """Telegram then names no message replied to; another's button is refused all the same."""
    listed, answer = [await bot.say(EVE, GROUP, text) for text in ("/sources", f"/ask {QUESTION}")]
    turn, more = data_of(listed, "▶"), data_of(answer, "More")
    del answer["reply_to_message"]
    assert OUTDATED in await bot.press(EVE, answer, turn)
    assert await bot.press(EVE, answer, more) == ""
    assert answer["text"].startswith("Also in the story")


async def test_a_moderators_button_is_for_the_moderator(bot: BotInProcess) -> None:
    """Another one, who has the same right, gives the command again."""
    await bot.store.grant(ADA["id"], "Ada", actor="cli")
    card = await bot.say(OLGA, GROUP, "/retract 2 It was wrong.")
    confirm = data_of(card, "Retract")
    assert OUTDATED in await bot.press(ADA, card, confirm)
    assert "Done" in await bot.press(OLGA, card, confirm)
    undo = data_of(card, "Undo")
    assert OUTDATED in await bot.press(ADA, card, undo)
    assert "Done" in await bot.press(OLGA, card, undo)


async def test_a_sent_quote_shows_no_other(bot: BotInProcess) -> None:
    """Telegram tells which result was sent; the button of another message is refused under it."""
    mine, other = (await bot.inline(ADA, QUESTION))[:2]
    chosen = {"result_id": mine["id"], "from": ADA, "query": QUESTION, "inline_message_id": "mine"}
    await bot.handle(chosen_inline_result=chosen)
    assert OUTDATED in await bot.press(EVE, "mine", data_of(other, "In context"))
    assert await bot.press(EVE, "mine", data_of(mine, "In context")) == ""
    shown = bot.telegram.calls[-1][1]
    assert shown["inline_message_id"] == "mine"
    assert await bot.press(EVE, "mine", data_of(shown, "Only the quote")) == ""
    assert await bot.press(EVE, "unknown", data_of(other, "In context")) == ""


async def test_a_guests_answer_is_not_rewritten_as_a_sent_quote(bot: BotInProcess) -> None:
    """Both are inline messages; what buttons need of the one is in the database."""
    (result, *_) = await bot.inline(EVE, QUESTION)
    answer = SentAnswer("guest", "en", "?", answered=False, quotes=(), inline_message="g")
    await bot.memory.keep_answer(answer)
    assert OUTDATED in await bot.press(EVE, "g", data_of(result, "In context"))


async def test_old_data_is_out_of_date(bot: BotInProcess) -> None:
    """Buttons that an earlier version made carried no code."""
    answer = await bot.say(ADA, private(ADA), QUESTION)
    for data in ("1:see:1q", "1:vote:0q:up", "1:sources:1", "1:quote:1.1.0.30:"):
        assert OUTDATED in await bot.press(ADA, answer, data)


async def test_a_key_is_of_its_database_and_stays_there(tmp_path: Path) -> None:
    """Two databases have two keys, one keeps its own; an export does not hold it."""
    keys = []
    for name in ("one", "one", "two"):
        (tmp_path / name).mkdir(exist_ok=True)
        async with bot_in_process(tmp_path / name) as opened:
            keys.append(opened.memory.button_key)
    assert keys[0] == keys[1] != keys[2]
    assert len(keys[0]) == 32
    scope = ButtonScope(1, 2, 3)
    texts = {ButtonCodec(key).encode(TakeBack(1), scope) for key in keys}
    assert len(texts) == 2
    assert TurnSources.personal is False
