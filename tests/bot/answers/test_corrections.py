"""Earlier answers follow the articles that they quote."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from storybot.bot.answers.correcting.correction_reports import CorrectionReports
from storybot.bot.answers.correcting.corrections import Corrections, recipients_of
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.ingest.reading import read_text
from storybot.model.documents import DocumentId
from storybot.model.errors import StoreError
from worlds.bot_in_process import (
    ADA,
    EVE,
    GROUP,
    OLGA,
    BotInProcess,
    JsonObject,
    bot_in_process,
    data_of,
    private,
)

QUESTION = "How much of their strength did the gates lose?"
WRONG = "The gates lost 23 per cent of their strength in the storm."
RIGHT = "The gates lost 32 per cent of their strength in the storm."
OTHER = "Divers will examine the gates on Friday."
ARTICLE = f"The lock\n\nThe northern lock stayed shut. {WRONG}\n\n{OTHER}"
FIRST = DocumentId("1")


class Desk:
    """A bot and its queue of corrections."""

    def __init__(self, bot: BotInProcess, days: int = 30) -> None:
        self.bot = bot
        locales = Locales(bot.memory)
        owners = frozenset({OLGA["id"]})
        reports = CorrectionReports(
            bot.memory.corrections, locales, lambda actor: recipients_of(owners, actor)
        )
        buttons = Buttons(ButtonCodec(bot.memory.button_key), locales)
        self.corrections = Corrections(bot.store, bot.memory, buttons, reports, days=days)

    async def change(self, text: str, actor: str = "cli") -> None:
        """Replace the article, and work through the queue."""
        await self.bot.corpus.add([read_text(text, source="0.md")], actor=actor, decided=True)
        await self.correct()

    async def correct(self) -> None:
        """Work through the queue."""
        while await self.corrections.look(self.bot.app.bot):
            pass

    async def ask(self, chat: JsonObject, text: str = QUESTION) -> JsonObject:
        """Ask in a chat; return the message with the answer."""
        is_group = chat is GROUP
        return await self.bot.say(ADA, chat, f"/ask {text}" if is_group else text)

    @property
    def edits(self) -> list[JsonObject]:
        """Return the calls that edited a text."""
        return [sent for name, sent in self.bot.telegram.calls if name == "editMessageText"]

    @property
    def reports(self) -> list[str]:
        """Return what the owner was told."""
        return [
            sent["text"]
            for name, sent in self.bot.telegram.calls
            if name == "sendMessage" and sent["chat_id"] == OLGA["id"]
        ]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a bot with one article."""
    async with bot_in_process(tmp_path, ARTICLE) as bot:
        yield Desk(bot)


def struck(message: JsonObject) -> list[str]:
    """Return what is struck through."""
    entities = message.get("entities") or []
    found = json.loads(entities) if isinstance(entities, str) else entities
    units = message["text"].encode("utf-16-le")
    return [
        units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in found
        if e["type"] == "strikethrough"
    ]


@pytest.mark.parametrize("chat", [private(ADA), GROUP], ids=["private", "group"])
async def test_a_changed_sentence_is_corrected_where_it_was_said(
    desk: Desk, chat: JsonObject
) -> None:
    """The old words struck through, the new ones with their source, and buttons that work."""
    said = await desk.ask(chat)
    assert WRONG in said["text"]
    await desk.change(ARTICLE.replace("23", "32"))
    assert struck(said) == [WRONG]
    assert "Corrected on" in said["text"]
    assert RIGHT in said["text"]
    assert len(desk.edits) == 1
    assert [report.splitlines()[1] for report in desk.reports] == ["1 answer in 1 chat corrected."]
    assert not await desk.bot.press(ADA, said, data_of(said, "In context"))
    assert OTHER not in said["text"]
    assert "The northern lock stayed shut. " + RIGHT in said["text"]
    assert struck(said) == [WRONG]


async def test_a_retraction_gives_its_reason(desk: Desk) -> None:
    """And undoing it gives the sentence back as it was said."""
    said = await desk.ask(private(ADA))
    first = said["text"]
    await desk.bot.corpus.retract(FIRST, actor=f"telegram:{OLGA['id']}", reason="It was made up.")
    await desk.correct()
    assert struck(said) == [WRONG]
    assert "Withdrawn on" in said["text"]
    assert "It was made up." in said["text"]
    await desk.bot.corpus.undo(actor="cli")
    await desk.correct()
    assert said["text"] == first
    assert struck(said) == []
    assert len(desk.edits) == len(desk.reports) == 2


async def test_a_sentence_that_left_the_article_is_withdrawn(desk: Desk) -> None:
    """No other sentence is passed off as its correction."""
    said = await desk.ask(private(ADA))
    await desk.change(ARTICLE.replace(WRONG, "A storm came up on Monday night."))
    assert struck(said) == [WRONG]
    assert "the article no longer says this" in said["text"]


async def test_a_sentence_that_is_kept_is_left_alone(desk: Desk) -> None:
    """Nothing is edited, and nobody is told, when only others change."""
    await desk.ask(private(ADA))
    await desk.change(ARTICLE.replace("Friday", "Sunday"))
    assert (desk.edits, desk.reports) == ([], [])
    assert await desk.bot.memory.corrections.count() == 0


async def test_several_changes_are_one_edit(desk: Desk) -> None:
    """What a message says follows from the article as it stands, not from each step."""
    said = await desk.ask(private(ADA))
    for number in ("31", "32"):
        text = ARTICLE.replace("23", number)
        await desk.bot.corpus.add([read_text(text, source="0.md")], actor="cli", decided=True)
    await desk.correct()
    assert len(desk.edits) == 1
    assert RIGHT in said["text"]
    await desk.change(ARTICLE.replace("23", "32").replace("Friday", "Sunday"))
    assert len(desk.edits) == 1
    await desk.change(ARTICLE.replace("23", "33"))
    assert struck(said) == [WRONG]
    assert "33 per cent" in said["text"]


async def test_an_answer_recorded_after_the_change_is_corrected_too(desk: Desk) -> None:
    """It was found before the change: the record itself queues it."""
    said = await desk.ask(private(ADA))
    sent = await desk.bot.memory.answer_at(ADA["id"], said["message_id"])
    assert sent
    await desk.bot.memory.drop_answer(sent.id)
    await desk.change(ARTICLE.replace("23", "32"))
    assert WRONG in said["text"]
    await desk.bot.memory.keep_answer(sent)
    await desk.correct()
    assert struck(said) == [WRONG]


@pytest.mark.parametrize(
    "refusal",
    ["Bad Request: message to edit not found", "Bad Request: message is not modified"],
)
async def test_a_refused_edit_is_the_end_of_it(desk: Desk, refusal: str) -> None:
    """A message that is gone is counted as missed; one that says it already, as corrected."""
    await desk.ask(private(ADA))
    desk.bot.telegram.refused = {"editMessageText": refusal}
    await desk.change(ARTICLE.replace("23", "32"))
    assert len(desk.edits) == 1
    assert await desk.bot.memory.corrections.count() == 0
    (report,) = desk.reports
    assert ("1 could not be reached." in report) == ("not found" in refusal)
    assert ("1 answer in 1 chat corrected." in report) == ("not found" not in refusal)


async def test_old_answers_stay_as_they_are(tmp_path: Path) -> None:
    """Nobody looks at them any more."""
    async with bot_in_process(tmp_path, ARTICLE) as bot:
        desk = Desk(bot, days=0)
        await desk.ask(private(ADA))
        await desk.change(ARTICLE.replace("23", "32"))
        assert (desk.edits, desk.reports) == ([], [])
        assert await bot.memory.corrections.count() == 0


async def test_an_inline_quote_is_corrected_and_its_button_works(desk: Desk) -> None:
    """Telegram tells its id where inline feedback is on."""
    (result, *_) = await desk.bot.inline(ADA, QUESTION)
    chosen = {"result_id": result["id"], "from": ADA, "query": QUESTION, "inline_message_id": "m1"}
    await desk.bot.handle(chosen_inline_result=chosen)
    await desk.change(ARTICLE.replace("23", "32"))
    (edit,) = desk.edits
    assert edit["inline_message_id"] == "m1"
    assert struck(edit) == [WRONG]
    assert RIGHT in edit["text"]
    assert await desk.bot.press(ADA, "m1", data_of(edit, "In context")) == ""
    assert await desk.bot.press(ADA, "m1", data_of(result, "In context")) != ""


async def test_the_nearest_passages_of_an_abstention_are_corrected(desk: Desk) -> None:
    """They were no answer, but they were said."""
    said = await desk.ask(private(ADA))
    memory = desk.bot.memory
    sent = await memory.answer_at(ADA["id"], said["message_id"])
    assert sent
    await memory.revise_answer(sent.id, QUESTION, answered=False, quotes=sent.quotes, shown=(0,))
    await desk.change(ARTICLE.replace("23", "32"))
    assert struck(said) == [WRONG]
    assert RIGHT in said["text"]
    assert said["text"].startswith("The story does not say.")
    assert data_of(said, "Tell me")


async def test_a_reader_who_is_forgotten_is_corrected_no_more(desk: Desk) -> None:
    """The chat's id is gone with what was said there."""
    await desk.ask(private(ADA))
    await desk.bot.memory.forget_user(ADA["id"])
    await desk.change(ARTICLE.replace("23", "32"))
    assert desk.edits == []


async def test_what_was_turned_to_is_what_is_corrected(desk: Desk) -> None:
    """A message that shows the second quote is edited when that one changes."""
    said = await desk.ask(private(ADA))
    assert not await desk.bot.press(ADA, said, data_of(said, "More"))
    second = said["text"]
    assert WRONG not in second
    await desk.change(ARTICLE.replace("23", "32"))
    edits = [edit for edit in desk.edits if struck(edit)]
    assert edits == []
    assert said["text"] == second


def test_who_is_told_is_who_changed_it() -> None:
    """The owners are told of what the command line and the folder change."""
    assert recipients_of({1}, "telegram:5") == [5]
    assert recipients_of({1}, "cli") == {1}
    assert recipients_of({1}, "corpus/") == {1}


async def test_a_fault_in_one_is_no_fault_of_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again later; and a database that fails is no reason to give anything up."""
    first = await desk.ask(private(ADA))
    second = await desk.ask(private(EVE))
    put = Corrections._put
    failures: Iterator[Exception] = iter([ValueError("a bug")])

    async def put_or_fail(*arguments: Any) -> None:
        for failure in failures:
            raise failure
        await put(*arguments)

    monkeypatch.setattr(Corrections, "_put", put_or_fail)
    await desk.change(ARTICLE.replace("23", "32"))
    assert sorted(len(struck(said)) for said in (first, second)) == [0, 1]
    assert await desk.bot.memory.corrections.count() == 1
    await desk.bot.memory._run("UPDATE corrections SET after = 0", ())
    failures = iter([StoreError("locked")])
    await desk.correct()
    assert await desk.bot.memory.corrections.count() == 1
    await desk.correct()
    assert struck(first) == struck(second) == [WRONG]
