"""A button that is handled again, after a crash or a double tap, is carried out once."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storybot.bot.dispatch.sendings import Delivery, in_delivery
from storybot.model.changes import Action
from storybot.model.documents import DocumentId, State
from storybot.model.errors import Conflict, StoreError
from storybot.store.records import Feedback, SentAnswer
from worlds.bot_in_process import (
    ADA,
    GROUP,
    OLGA,
    BotInProcess,
    bot_in_process,
    data_of,
    private,
)

BRIDGE = "# Bridge\n\nThe Lantern Bridge stays shut until June, the mayor said.\n"
WALL = "/add Wall cracks\n\nA crack was found in the sea wall on Sunday."
QUESTION = "Until when does the Lantern Bridge stay shut?"
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
COMMANDS = [
    (WALL, "Add", Action.ADD, "Added article 2"),
    (
        "/add 1\nWall cracks\n\nA crack was found.",
        "New version",
        Action.UPDATE,
        "Updated article 1",
    ),
    ("/retract 1 It was wrong.", "Retract", Action.RETRACT, "Retracted: article 1"),
    ("/undo 1", "Take it back", Action.UNDO, "Change 1 is taken back"),
]


async def actions(bot: BotInProcess) -> list[Action]:
    """Return what was done to the corpus after the first article was added."""
    return [change.action for change in await bot.store.history()][1:]


def lose_the_note(folder: Path) -> None:
    """Leave drafts as a crash does that comes after the change and before the note of it."""
    database = sqlite3.connect(folder / "storybot.db")
    with database:
        database.execute("UPDATE drafts SET change = NULL")
    database.close()


@pytest.mark.parametrize(("command", "label", "action", "told"), COMMANDS)
@pytest.mark.parametrize("noted", [True, False])
async def test_a_confirmation_after_a_restart_says_what_was_done(
    tmp_path: Path, command: str, label: str, action: Action, told: str, *, noted: bool
) -> None:
    """The change was committed before the crash: it is not made again, and the card shows it."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), command)
        shown, data = dict(card), data_of(card, label)
        assert await bot.press(OLGA, card, data) == "Done."
        done = (card["text"], card["reply_markup"])
        assert done[0].startswith(told)
    if not noted:
        lose_the_note(tmp_path)
    async with bot_in_process(tmp_path) as bot:
        bot.telegram.messages[shown["chat"]["id"], shown["message_id"]] = shown
        assert await bot.press(OLGA, shown, data) == "Done."
        assert await actions(bot) == [action]
        assert (shown["text"], shown["reply_markup"]) == done


async def test_a_card_that_was_redrawn_is_confirmed_by_what_it_shows_only(tmp_path: Path) -> None:
    """A second tap, or the same press after a crash, does not confirm what nobody had looked at."""
    text = "Bridge\n\nThe Lantern Bridge stays shut until {}, the mayor said."
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), f"/add 1\n{text.format('May')}")
        old = data_of(card, "New version")
        other = await bot.say(OLGA, private(OLGA), f"/add 1\n{text.format('July')}")
        await bot.press(OLGA, other, data_of(other, "New version"))
        for _ in range(2):
            assert "has changed since" in await bot.press(OLGA, card, old)
        assert len(await bot.store.history()) == 2
        assert await bot.press(OLGA, card, data_of(card, "New version")) == "Done."
        assert len(await bot.store.history()) == 3


@pytest.mark.parametrize(("command", "label", "action", "told"), COMMANDS)
async def test_a_confirmation_before_the_change_is_carried_out_after_a_restart(
    tmp_path: Path, command: str, label: str, action: Action, told: str
) -> None:
    """What was shown to a moderator outlives the process."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), command)
    async with bot_in_process(tmp_path) as bot:
        bot.telegram.messages[card["chat"]["id"], card["message_id"]] = card
        assert await bot.press(OLGA, card, data_of(card, label)) == "Done."
        assert await actions(bot) == [action]
        assert card["text"].startswith(told)


@pytest.mark.parametrize(("command", "label", "action", "told"), COMMANDS)
async def test_a_draft_outlives_a_locked_database(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    label: str,
    action: Action,
    told: str,
) -> None:
    """It is kept until the change is committed, and its button works again."""

    async def locked(*_: Any, **__: Any) -> None:
        raise StoreError("Nothing was changed: database is locked.", "not_saved")

    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), command)
        with monkeypatch.context() as patched:
            patched.setattr(bot.store, "commit", locked)
            for _ in range(2):
                with pytest.raises(StoreError):
                    await bot.press(OLGA, card, data_of(card, label))
        assert await bot.press(OLGA, card, data_of(card, label)) == "Done."
        assert await actions(bot) == [action]
        assert card["text"].startswith(told)


async def test_a_draft_is_not_taken_for_what_others_did(tmp_path: Path) -> None:
    """Another's retraction of the article is not this one's, nor is an earlier one."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        olgas = f"telegram:{OLGA['id']}"
        await bot.corpus.retract(DocumentId("1"), actor=olgas, reason="It was wrong.")
        await bot.corpus.restore(DocumentId("1"), actor=olgas)
        card = await bot.say(OLGA, private(OLGA), "/retract 1 It was wrong.")
        await bot.corpus.retract(DocumentId("1"), actor="cli", reason="It was wrong.")
        with pytest.raises(Conflict):
            await bot.press(OLGA, card, data_of(card, "Retract"))
        await bot.corpus.restore(DocumentId("1"), actor="cli")
        assert await bot.press(OLGA, card, data_of(card, "Retract")) == "Done."
        assert (await bot.store.version(DocumentId("1"))).state is State.RETRACTED


async def test_what_was_added_is_not_called_off(tmp_path: Path) -> None:
    """Cancel, pressed a moment after Add, says what was done."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), WALL)
        add, cancel = data_of(card, "Add"), data_of(card, "Cancel")
        await bot.press(OLGA, card, add)
        await bot.press(OLGA, card, cancel)
        assert card["text"].startswith("Added article 2")


async def test_a_vote_and_a_subscription_handled_again_stay(tmp_path: Path) -> None:
    """Each press counts once; another press by the same person takes it back, once as well."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        answer = await bot.say(ADA, GROUP, f"/ask {QUESTION}")
        abstained = await bot.say(ADA, GROUP, "/ask What do bananas taste like?")
        up, tell_me = data_of(answer, "👍"), data_of(abstained, "Tell me")
        sent = await bot.memory.answer_at(GROUP["id"], answer["message_id"])
        assert sent
        for press, given in (("1", True), ("2", False), ("3", True)):
            for _ in range(3):
                await bot.press(ADA, answer, up, press)
                await bot.press(ADA, abstained, tell_me, f"tell {press}")
                assert await bot.memory.feedback.votes(sent.id) == Feedback(int(given), 0)
                assert len(await bot.memory.subscribers.all()) == int(given)


@pytest.mark.parametrize(("command", "label", "action", "told"), COMMANDS)
async def test_a_refused_callback_answer_stops_nothing(
    tmp_path: Path, command: str, label: str, action: Action, told: str
) -> None:
    """The query is too old to be answered; what the button did is shown all the same."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), command)
        bot.telegram.refused["answerCallbackQuery"] = TOO_OLD
        await bot.press(OLGA, card, data_of(card, label))
        assert await actions(bot) == [action]
        assert card["text"].startswith(told)


async def test_who_pressed_too_late_for_a_note_gets_a_message(tmp_path: Path) -> None:
    """What a note would have said is not left unsaid; a group hears nothing of made-up buttons."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        card = await bot.say(OLGA, private(OLGA), "/retract 1 It was wrong.")
        confirm = data_of(card, "Retract")
        bot.telegram.refused["answerCallbackQuery"] = TOO_OLD
        with closing(sqlite3.connect(tmp_path / "storybot.db")) as database, database:
            database.execute("DELETE FROM drafts")
        for data, said in ((confirm, "no longer have"), ("1:no:thing:", "out of date")):
            await bot.press(OLGA, card, data)
            name, call = bot.telegram.calls[-1]
            assert (name, call["chat_id"]) == ("sendMessage", OLGA["id"])
            assert said in call["text"]
        in_group = {**card, "chat": GROUP}
        await bot.press(ADA, in_group, "1:no:thing:")
        assert bot.telegram.calls[-1][0] == "answerCallbackQuery"


async def test_of_several_messages_only_those_to_come_are_sent_after_a_crash(
    tmp_path: Path,
) -> None:
    """Two answers to one message: the first arrived before the process ended."""
    two = "Until when does the Lantern Bridge stay shut? Who wrote to the harbour office?"
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        delivery = Delivery(parts=1)
        with in_delivery(delivery):
            reply = await bot.say(ADA, private(ADA), two)
        sent = [call["text"] for name, call in bot.telegram.calls if name == "sendMessage"]
        assert sent == [reply["text"]]
        assert "until June" not in sent[0] or "harbour office" in sent[0]
        assert not delivery.has_more


@pytest.mark.parametrize("chat", [private(ADA), GROUP], ids=["private", "group"])
async def test_a_message_is_answered_once(tmp_path: Path, chat: dict[str, Any]) -> None:
    """Handled again after a crash, it has its answer; in a group a guest call may have got it."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        looked_up: list[int] = []
        answer_to = bot.memory.answer_to

        async def note(chat: int, asked: int) -> SentAnswer | None:
            looked_up.append(asked)
            return await answer_to(chat, asked)

        with pytest.MonkeyPatch.context() as patched, in_delivery(Delivery(is_first=True)):
            patched.setattr(bot.memory, "answer_to", note)
            await bot.say(ADA, chat, f"/ask {QUESTION}")
        assert bool(looked_up) == (chat is GROUP)
        asked = next(iter(bot.telegram.messages.values()))
        await bot.handle(message=asked)
        assert [name for name, _ in bot.telegram.calls].count("sendMessage") == 1


async def test_reader_buttons_work_though_the_query_is_too_old(tmp_path: Path) -> None:
    """Turning, voting, choosing a language, a withdrawn quote."""
    async with bot_in_process(tmp_path, BRIDGE, "# B\n\nThe bridge is old.\n") as bot:
        bot.telegram.refused["answerCallbackQuery"] = TOO_OLD
        answer = await bot.say(ADA, private(ADA), QUESTION)
        await bot.press(ADA, answer, data_of(answer, "In context"))
        await bot.press(ADA, answer, data_of(answer, "👍"), "vote")
        assert data_of(answer, "Only the quote")
        assert data_of(answer, "👍 1")
        choice = await bot.say(ADA, private(ADA), "/lang")
        await bot.press(ADA, choice, data_of(choice, "Deutsch"))
        assert "Deutsch" in choice["text"]
        await bot.corpus.retract(DocumentId("1"), actor="cli")
        await bot.press(ADA, answer, data_of(answer, "Only the quote"))
        assert "withdrawn" in answer["text"]
