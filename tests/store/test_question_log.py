"""What readers asked, read back: without who they are."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from storybot.store.reader_memory import ReaderMemory
from storybot.store.readers.question_log import GivenVote
from storybot.store.records import Reason
from worlds.answers import ADA, BOB, CITED, GROUP, answer, kept
from worlds.clock import Clock
from worlds.readers import readers_in

EVE = 9
ABSTENTION = "abstention"


@pytest.fixture
async def memory(database_url: str, clock: Clock) -> AsyncIterator[ReaderMemory]:
    """Open the memory of each database in turn."""
    opened = await readers_in(database_url, clock)
    yield opened
    await opened.close()


async def test_a_question_is_read_back_as_it_was_asked(memory: ReaderMemory, clock: Clock) -> None:
    """With every quote's place, and how long it took."""
    made = replace(answer(GROUP, asker=ADA), entry_point="group", took_ms=12.5)
    await memory.keep_answer(made)
    (asked,) = await memory.questions.since(clock.now)
    assert (asked.at, asked.door, asked.question) == (clock.now, "group", "Who?")
    assert (asked.answered, asked.quotes, asked.took_ms, asked.votes) == (True, CITED, 12.5, ())
    assert asked.reader not in {ADA, GROUP}


async def test_questions_come_in_the_order_in_which_they_were_asked(
    memory: ReaderMemory, clock: Clock
) -> None:
    """Those since a moment, in whichever time zone it is told; of one moment, as they were kept."""
    for n in (1, 2, 3, 4):
        await memory.keep_answer(replace(answer(asked=n, message=10 + n), question=f"{n}"))
        clock.now += timedelta(minutes=n % 2)
    begin = clock.now - timedelta(minutes=1)
    for zone in (None, timezone(timedelta(hours=9)), timezone(timedelta(hours=-9))):
        moment = begin.astimezone(zone) if zone else begin
        found = await memory.questions.since(moment)
        assert [asked.question for asked in found] == ["2", "3", "4"]
    assert await memory.questions.since(clock.now + timedelta(seconds=1)) == []


async def test_one_reader_is_told_from_another(memory: ReaderMemory, clock: Clock) -> None:
    """By who asked, where that is recorded, or by the chat; the private chat is the person."""
    for n, made in enumerate((answer(ADA), answer(GROUP, asker=ADA), answer(GROUP), answer(BOB))):
        await memory.keep_answer(replace(made, asked=n, message=10 + n))
    await memory.note_chosen(ABSTENTION, "Why?", "message", ADA)
    readers = [asked.reader for asked in await memory.questions.since(clock.now)]
    assert len(readers) == 5
    assert len(set(readers)) == 3


async def test_of_inline_results_those_without_an_answer_are_here(
    memory: ReaderMemory, clock: Clock
) -> None:
    """What was sent with a quote is an answer, and counted as one."""
    await memory.note_chosen("7.1.0.30", "Who?", "message", ADA)
    await memory.note_chosen(ABSTENTION, "Why?", None, ADA)
    await memory.keep_answer(
        replace(
            answer(),
            entry_point="inline",
            chat=None,
            asked=None,
            message=None,
            asker=ADA,
            inline_message="message",
        )
    )
    found = await memory.questions.since(clock.now)
    assert {(a.door, a.question, a.answered, a.quotes) for a in found} == {
        ("inline", "Why?", False, ()),
        ("inline", "Who?", True, CITED),
    }
    assert all(asked.took_ms == 0 for asked in found)


async def test_votes_come_with_their_questions(memory: ReaderMemory, clock: Clock) -> None:
    """In the order in which they were given, with the reason; not those that were taken back."""
    found, other = await kept(memory, answer()), await kept(memory, answer(BOB))
    asked_at = clock.now
    for n, user in enumerate((EVE, ADA, BOB)):
        clock.now += timedelta(seconds=1)
        await memory.feedback.vote(found.id, user, n, up=True, press=f"{n}")
    clock.now += timedelta(seconds=1)
    await memory.feedback.give_reason(found.id, EVE, 1, Reason.OTHER, press="9")
    await memory.feedback.vote(found.id, BOB, 2, up=True, press="10")
    first, second = await memory.questions.since(asked_at)
    assert first.votes == (GivenVote(1, up=True, reason=""), GivenVote(1, False, Reason.OTHER))  # noqa: FBT003
    assert (first.up, first.down, second.votes) == (1, 1, ())
    assert other.id != found.id


async def test_what_is_forgotten_is_not_asked(memory: ReaderMemory, clock: Clock) -> None:
    """With its reader, whose vote on another's answer goes too."""
    await memory.keep_answer(answer())
    await memory.note_chosen(ABSTENTION, "Why?", None, ADA)
    found = await kept(memory, answer(BOB))
    await memory.feedback.vote(found.id, ADA, 0, up=True, press="1")
    await memory.forget_user(ADA)
    (left,) = await memory.questions.since(clock.now)
    assert (left.question, left.votes) == ("Who?", ())
