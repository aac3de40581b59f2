"""What is remembered of readers, for how long, and what forgetting removes."""

import asyncio
import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storybot.corpus.backends import open_readers
from storybot.model.documents import DocumentId, Span
from storybot.model.errors import StoreError
from storybot.store.records import (
    ChatSettings,
    Feedback,
    Forgotten,
    QuoteRef,
    SentAnswer,
    Subscription,
)
from storybot.store.sqlite.schema.migrations import STEPS
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.clock import Clock

ADA, BOB, GROUP = 7, 8, -100
CITED = (
    QuoteRef(DocumentId("1"), 1, 0, 9, (Span(0, 3),), contradicts_next=True),
    QuoteRef(DocumentId("2"), 3, 10, 19),
)


def answer(
    chat: int = ADA, asked: int = 1, message: int = 2, asker: int | None = None
) -> SentAnswer:
    """Make an answer that was sent."""
    return SentAnswer(
        entry_point="private",
        language="en",
        question="Who?",
        answered=True,
        quotes=CITED,
        chat=chat,
        asked=asked,
        message=message,
        asker=asker,
    )


async def kept(memory: SQLiteReaderMemory, made: SentAnswer) -> SentAnswer:
    """Keep an answer and return it as it is kept."""
    await memory.keep_answer(made)
    assert made.chat is not None
    assert made.message is not None
    found = await memory.answer_at(made.chat, made.message)
    assert found
    return found


def subscription_to(answer: SentAnswer) -> Subscription:
    """Make the subscription to be told of the answer to what was asked there."""
    assert answer.chat is not None
    assert answer.message is not None
    return Subscription(answer.chat, answer.message, answer.question, topic=3)


def all_values(file: Path, *tables: str) -> set[object]:
    """Return whatever stands in any column of these tables."""
    raw = sqlite3.connect(file)
    rows = [row for table in tables for row in raw.execute(f"SELECT * FROM {table}")]
    raw.close()
    return {value for row in rows for value in row}


async def test_an_answer_is_found_by_question_and_by_message(memory: SQLiteReaderMemory) -> None:
    """What comes back is what was kept, with every quote's place and matches."""
    found = await kept(memory, answer())
    assert (found.question, found.quotes, found.answered) == ("Who?", CITED, True)
    assert await memory.answer_to(ADA, 1) == found
    assert await memory.answer_at(ADA, 1) is None
    assert await memory.answer_to(BOB, 1) is None


async def test_answers_that_one_person_sees_are_apart(memory: SQLiteReaderMemory) -> None:
    """Messages to two people may have the same id; a stored answer does not name its receiver."""
    for number, person in enumerate((ADA, BOB), 1):
        made = replace(answer(GROUP, number, 5, asker=person), receiver=person)
        await memory.keep_answer(replace(made, question=f"Who {number}?"))
    assert await memory.answer_at(GROUP, 5) is None
    for number, person in enumerate((ADA, BOB), 1):
        found = await memory.answer_at(GROUP, 5, person)
        assert found
        assert (found.question, found.is_ephemeral) == (f"Who {number}?", True)
        assert await memory.answer_to(GROUP, number) == found
    await memory.keep_answer(answer(GROUP, 1, 9))
    assert await memory.answer_at(GROUP, 5, ADA) is None


async def test_an_answer_outlives_a_restart(tmp_path: Path) -> None:
    """It is in the file, not in the process."""
    for _ in range(2):
        memory = await open_readers(f"sqlite:///{tmp_path}/storybot.db")
        if not await memory.answer_to(ADA, 1):
            await memory.keep_answer(answer())
            await memory.close()
    assert await memory.answer_to(ADA, 1)
    await memory.close()


async def test_an_inline_answer_is_found_by_its_id(memory: SQLiteReaderMemory) -> None:
    """It has no message id of its own."""
    await memory.keep_answer(SentAnswer("guest", "en", "Who?", True, CITED, inline_message="x"))  # noqa: FBT003
    found = await memory.answer_in("x")
    assert found
    assert found.quotes == CITED


async def test_a_person_has_one_vote(memory: SQLiteReaderMemory) -> None:
    """It can be changed, and taken back by giving it again."""
    found = await kept(memory, answer())
    assert await memory.feedback.vote(found.id, ADA, 0, up=True, press="1")
    assert await memory.feedback.vote(found.id, BOB, 0, up=True, press="2")
    assert await memory.feedback.votes(found.id) == Feedback(2, 0)
    assert await memory.feedback.vote(found.id, ADA, 1, up=False, press="3")
    assert await memory.feedback.votes(found.id) == Feedback(1, 1)
    assert not await memory.feedback.vote(found.id, ADA, 1, up=False, press="4")
    assert await memory.feedback.votes(found.id) == Feedback(1, 0)


async def test_votes_were_for_the_old_answer(memory: SQLiteReaderMemory) -> None:
    """When the question is edited, they go."""
    found = await kept(memory, answer())
    await memory.feedback.vote(found.id, ADA, 0, up=True, press="5")
    await memory.revise_answer(found.id, "Where?", answered=False, quotes=CITED[1:])
    assert await memory.feedback.votes(found.id) == Feedback()
    revised = await memory.answer_to(ADA, 1)
    assert revised
    assert (revised.question, revised.answered, revised.quotes) == ("Where?", False, CITED[1:])


async def test_a_subscription_is_undone_by_a_second_press(memory: SQLiteReaderMemory) -> None:
    """Each press turns it over."""
    found = await kept(memory, answer())
    told = [
        await memory.subscribers.toggle(subscription_to(found), ADA, press=press)
        for press in ("first", "second", "third")
    ]
    assert told == [True, False, True]


async def test_who_waits_is_known_by_the_message(memory: SQLiteReaderMemory) -> None:
    """Until the last of them unsubscribes, and under no other message."""
    found = await kept(memory, answer())
    subscription = subscription_to(found)
    where = subscription.chat, subscription.message
    assert not await memory.subscribers.waits(*where)
    await memory.subscribers.toggle(subscription, ADA, press="first")
    assert await memory.subscribers.waits(*where)
    assert not await memory.subscribers.waits(subscription.chat, subscription.message + 1)
    await memory.subscribers.toggle(subscription, ADA, press="second")
    assert not await memory.subscribers.waits(*where)


async def test_a_press_handled_again_changes_nothing(memory: SQLiteReaderMemory) -> None:
    """After a crash it says what it said before, whether it gave something or took it back."""
    found = await kept(memory, answer())
    for press, given in (("first", True), ("second", False), ("third", True)):
        for _ in range(2):
            assert await memory.feedback.vote(found.id, ADA, 0, up=True, press=press) is given
            assert await memory.feedback.votes(found.id) == Feedback(int(given), 0)
            subscription = subscription_to(found)
            assert await memory.subscribers.toggle(subscription, ADA, press=press) is given
            assert await memory.subscribers.all() == [subscription] * given


async def test_what_was_taken_back_is_not_kept_for_long(
    memory: SQLiteReaderMemory, clock: Clock
) -> None:
    """A subscription names a person, and that it was taken back has to be known for minutes."""
    found = await kept(memory, answer())
    for press in ("first", "second"):
        await memory.subscribers.toggle(subscription_to(found), ADA, press=press)
    clock.now += timedelta(hours=2)
    await memory.forget_old(30)
    assert await memory.forget_user(ADA) == Forgotten(1, 0, 0, language=False)


async def test_it_is_known_as_which_result_a_message_was_sent(memory: SQLiteReaderMemory) -> None:
    """Found by the message, of which only a code is kept."""
    await memory.note_chosen("7.1.0.30", "Who?", "message", ADA)
    assert await memory.chosen_in("message") == "7.1.0.30"
    assert await memory.chosen_in("another") is None


async def test_a_result_that_is_heard_of_again_is_noted_once(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """After a crash an update is handled again; one without a message counts once, too."""
    for _ in range(2):
        await memory.note_chosen("7.1.0.30", "Who?", "message", ADA)
        await memory.note_chosen("abstention", "Why?", None, ADA)
    await memory.note_chosen("7.1.0.30", "Who?", "another message", ADA)
    raw = sqlite3.connect(file)
    assert raw.execute("SELECT count(*) FROM chosen_results").fetchone() == (3,)
    raw.close()


async def test_what_several_wait_for_is_one_subscription(memory: SQLiteReaderMemory) -> None:
    """It moves with its group, and is forgotten for all of them at once."""
    found = await kept(memory, answer(chat=GROUP))
    for user in (ADA, ADA + 1):
        await memory.subscribers.toggle(subscription_to(found), user, press="12")
    assert await memory.subscribers.all() == [subscription_to(found)]
    await memory.move_chat(GROUP, -1000)
    assert [subscription.chat for subscription in await memory.subscribers.all()] == [-1000]
    await memory.subscribers.drop(-1000, subscription_to(found).message)
    assert await memory.subscribers.all() == []


async def test_settings_of_a_chat_are_apart_and_move_with_it(memory: SQLiteReaderMemory) -> None:
    """Language and listening do not overwrite each other; the supergroup inherits both."""
    assert await memory.chat(GROUP) == ChatSettings()
    await memory.set_listens(GROUP, listens=True)
    await memory.set_language(GROUP, "de")
    await memory.set_whispers(GROUP, whispers=True)
    await memory.move_chat(GROUP, -1000)
    await memory.move_chat(GROUP, -1000)
    assert await memory.chat(-1000) == ChatSettings("de", listens=True, whispers=True)
    await memory.set_whispers(-1000, whispers=False)
    assert await memory.chat(-1000) == ChatSettings("de", listens=True)
    assert await memory.chat(GROUP) == ChatSettings()


async def test_what_was_set_for_a_chat_is_read_once(memory: SQLiteReaderMemory) -> None:
    """Every question asks for it."""
    statements: list[str] = []
    await memory._database.set_trace_callback(statements.append)
    for _ in range(3):
        for chat in (ADA, GROUP):
            assert await memory.chat(chat) == ChatSettings()
    assert len(statements) == 2


async def test_a_change_of_settings_is_seen_at_once(memory: SQLiteReaderMemory) -> None:
    """Whatever changes them, what is remembered gives way."""
    seen = [await memory.chat(GROUP)]
    await memory.set_language(GROUP, "de")
    seen.append(await memory.chat(GROUP))
    await memory.set_listens(GROUP, listens=True)
    seen.append(await memory.chat(GROUP))
    assert seen == [ChatSettings(), ChatSettings("de"), ChatSettings("de", listens=True)]
    assert await memory.chat(-1000) == ChatSettings()
    await memory.move_chat(GROUP, -1000)
    assert await memory.chat(-1000) == seen[-1]
    assert await memory.chat(GROUP) == ChatSettings()
    await memory.set_language(ADA, "de")
    assert await memory.chat(ADA) == ChatSettings("de")
    await memory.forget_user(ADA)
    assert await memory.chat(ADA) == ChatSettings()


async def test_settings_read_before_a_change_are_not_remembered(memory: SQLiteReaderMemory) -> None:
    """Not even where who made the change was broken off, and it was made all the same."""
    reading = asyncio.create_task(memory.chat(ADA))
    setting = asyncio.create_task(memory.set_language(ADA, "de"))
    await asyncio.sleep(0)
    setting.cancel()
    await asyncio.wait({reading, setting})
    assert await memory.chat(ADA) == ChatSettings("de")


async def test_forgetting_a_reader_leaves_the_others(memory: SQLiteReaderMemory) -> None:
    """Answers, votes, subscriptions and the language go, counted; another's stay."""
    mine = await kept(memory, answer())
    asked = await kept(memory, answer(GROUP, asker=ADA))
    other = await kept(memory, answer(BOB))
    for user in (ADA, BOB):
        await memory.feedback.vote(other.id, user, 0, up=True, press="6")
        await memory.subscribers.toggle(subscription_to(other), user, press="13")
    await memory.set_language(ADA, "de")
    assert await memory.forget_user(ADA) == Forgotten(2, 1, 1, language=True)
    assert await memory.forget_user(ADA) == Forgotten(0, 0, 0, language=False)
    assert await memory.feedback.votes(other.id) == Feedback(1, 0)
    for gone in (mine, asked):
        assert gone.chat is not None
        assert gone.asked is not None
        assert await memory.answer_to(gone.chat, gone.asked) is None


async def test_what_is_forgotten_is_not_in_the_file(
    memory: SQLiteReaderMemory, tmp_path: Path
) -> None:
    """Not even in pages that the database no longer uses."""
    secret = "Did anybody see me at the harbour?"
    await memory.keep_answer(replace(answer(), question=secret))
    await memory.close()
    assert secret.encode() in (tmp_path / "storybot.db").read_bytes()
    opened = await SQLiteReaderMemory.open(f"{tmp_path}/storybot.db")
    await opened.forget_user(ADA)
    await opened.close()
    assert secret.encode() not in (tmp_path / "storybot.db").read_bytes()


async def test_what_statistics_are_made_of_names_nobody(
    memory: SQLiteReaderMemory, tmp_path: Path
) -> None:
    """Answers, votes and choices hold codes; the reader is found, and forgotten, all the same."""
    ada = 5_123_456_789
    sent = await kept(memory, answer(ada))
    asked = await kept(memory, answer(GROUP, asker=ada))
    await memory.feedback.vote(sent.id, ada, 0, up=True, press="7")
    await memory.note_chosen("result", "Who?", f"inline-{ada}", ada)
    assert sent.chat == ada
    assert memory.asked_by(asked, ada)
    assert not memory.asked_by(asked, BOB)
    assert not memory.asked_by(sent, ada)  # in private nobody else could press
    values = all_values(tmp_path / "storybot.db", "answers", "votes", "chosen_results")
    assert not {ada, GROUP, f"inline-{ada}"} & values
    await memory.subscribers.toggle(subscription_to(sent), ada, press="14")
    await memory.set_language(ada, "de")
    assert ada in all_values(tmp_path / "storybot.db", "subscriptions")
    assert await memory.forget_user(ada) == Forgotten(2, 1, 1, language=True, inline=True)


async def test_another_database_has_other_codes(tmp_path: Path) -> None:
    """The secret is made anew for each, so that their statistics cannot be joined."""
    codes = []
    for name in ("one.db", "two.db"):
        memory = await SQLiteReaderMemory.open(str(tmp_path / name))
        sent = await kept(memory, answer())
        await memory.feedback.vote(sent.id, ADA, 0, up=True, press="8")
        await memory.close()
        codes.append(all_values(tmp_path / name, "votes"))
    assert ADA not in codes[0] | codes[1]
    assert len(codes[0] & codes[1]) <= len({sent.id, 0, 1, "8", ""})


async def test_ids_that_were_kept_before_become_codes(tmp_path: Path) -> None:
    """An older database loses them, also from its free pages; what readers see does not change."""
    ada = 5_123_456_789
    file = tmp_path / "storybot.db"
    raw = sqlite3.connect(file)
    for statements in STEPS[:3]:
        for statement in statements:
            raw.execute(statement)
    raw.execute("PRAGMA user_version = 3")
    raw.execute(
        "INSERT INTO answers VALUES (1, 'now', 'private', 'en', 'Who?', 1, ?, 1, 2, NULL, ?, '[]')",
        (ada, ada),
    )
    raw.execute("INSERT INTO votes VALUES (1, ?, 0, 1, 'now')", (ada,))
    raw.execute("INSERT INTO chosen_results VALUES (1, 'now', 'r', 'q', ?)", (f"inline-{ada}",))
    raw.commit()
    raw.close()
    memory = await SQLiteReaderMemory.open(str(file))
    found = await memory.answer_to(ada, 1)
    assert found
    assert memory.asked_by(found, ada)
    assert not await memory.feedback.vote(
        1, ada, 0, up=True, press="9"
    )  # it is the same vote again
    assert await memory.forget_user(ada) == Forgotten(1, 0, 0, language=False)
    await memory.close()
    assert ada.to_bytes(6, "big") not in file.read_bytes()
    assert f"inline-{ada}".encode() not in file.read_bytes()


async def test_the_words_of_a_reader_go_with_the_reader(memory: SQLiteReaderMemory) -> None:
    """Also where somebody else waits for the answer, or was told it, and what was typed inline."""
    asked = await kept(memory, answer(GROUP, asker=ADA))
    await memory.subscribers.toggle(subscription_to(asked), BOB, press="1")
    told = replace(answer(GROUP, message=99), asked=None, entry_point="subscription")
    await memory.keep_answer(told, asked_like=asked)
    token = memory.carry("Half a question", ADA)
    await memory.note_chosen("7.1.0.30", "A whole question", "message", ADA)
    await memory.note_chosen("7.1.0.30", "Another's", "another message", BOB)
    assert await memory.forget_user(ADA) == Forgotten(2, 0, 0, inline=True)
    assert await memory.subscribers.all() == []
    assert await memory.answer_at(GROUP, 99) is None
    assert await memory.carried(token) is None
    assert await memory.chosen_in("message") is None
    assert await memory.chosen_in("another message")


async def test_what_one_typed_stays_while_another_has_typed_it_too(
    memory: SQLiteReaderMemory,
) -> None:
    """A question carried along belongs to whoever typed it last."""
    token = memory.carry("Who opened the bridge?", ADA)
    assert memory.carry("Who opened the bridge?", BOB) == token
    await memory.forget_user(ADA)
    assert await memory.carried(token)
    await memory.forget_user(BOB)
    assert await memory.carried(token) is None


async def test_updates_that_were_given_up_are_forgotten_by_their_sender(
    memory: SQLiteReaderMemory, tmp_path: Path
) -> None:
    """They are kept for a day to be looked at, unless who wrote them asks otherwise."""
    with sqlite3.connect(tmp_path / "storybot.db") as raw:
        for id, sender in ((1, ADA), (2, BOB)):
            body = json.dumps({"message": {"chat": {"id": 5}, "from": {"id": sender}}})
            raw.execute(
                "INSERT INTO inbox (update_id, body, received, state) VALUES (?, ?, 0, 'dead')",
                (id, body),
            )
        raw.execute(
            "INSERT INTO inbox (update_id, body, received, state) VALUES (3, 'no', 0, 'dead')"
        )
    await memory.forget_user(ADA)
    kept_still = raw.execute("SELECT update_id FROM inbox WHERE body != ''").fetchall()
    raw.close()
    assert kept_still == [(2,), (3,)]


async def test_a_log_that_cannot_be_emptied_is_said(
    memory: SQLiteReaderMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that all is gone while another program still reads the log."""
    monkeypatch.setattr("storybot.store.sqlite.reader_tables.forgetting._PAUSE", 0.001)
    await memory.keep_answer(answer())
    await memory._database.execute_fetchall("PRAGMA busy_timeout = 1")
    with sqlite3.connect(tmp_path / "storybot.db") as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM answers").fetchall()
        with pytest.raises(StoreError, match="busy"):
            await memory.forget_user(ADA)
        other.rollback()
    other.close()
    await memory.forget_user(ADA)


async def test_what_is_old_is_removed(memory: SQLiteReaderMemory, clock: Clock) -> None:
    """Answers, votes and subscriptions older than the retention go; what was set stays."""
    old = await kept(memory, answer())
    await memory.feedback.vote(old.id, ADA, 0, up=True, press="10")
    await memory.subscribers.toggle(subscription_to(old), ADA, press="15")
    await memory.set_language(ADA, "fr")
    clock.now += timedelta(days=29)
    await memory.forget_old(30)
    assert await memory.answer_to(ADA, 1)
    new = await kept(memory, answer(asked=3, message=4))
    assert len(await memory.subscribers.all()) == 1
    clock.now += timedelta(days=2)
    await memory.forget_old(30)
    assert await memory.subscribers.all() == []
    assert await memory.answer_to(ADA, 1) is None
    assert await memory.answer_to(ADA, 3) == new
    assert await memory.forget_user(ADA) == Forgotten(1, 0, 0, language=True)


async def test_a_memory_without_a_file_is_one_of_its_own() -> None:
    """Two of them share nothing."""
    one, two = await open_readers("sqlite:///:memory:"), await open_readers("sqlite:///:memory:")
    await one.set_language(ADA, "de")
    assert (await two.chat(ADA)).language is None
    await one.close()
    await two.close()


async def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one" * 9)
    with pytest.raises(StoreError, match=r"notes\.txt"):
        await SQLiteReaderMemory.open(str(path))
