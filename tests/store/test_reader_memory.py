"""What is remembered of readers, for how long, and what forgetting removes."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from storybot.corpus.backends.databases import open_inbox
from storybot.model.errors import StoreError
from storybot.store.inbox import HandlingOutcome
from storybot.store.postgres.postgres_readers import _ADDRESS, _REPLACED, PostgresReaderMemory
from storybot.store.postgres.reader_tables.answer_columns import INSERT_ANSWER, answer_values
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import (
    ChatSettings,
    Feedback,
    Forgotten,
    Reason,
    SentAnswer,
)
from worlds.answers import ADA, BOB, CITED, GROUP, answer, kept, subscription_to
from worlds.clock import Clock
from worlds.readers import readers_in

_WAITS_FOR = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass)
"""
_KEPT_FROM_RECORDING = """
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE relation = 'addresses'::regclass AND mode = 'ShareRowExclusiveLock'
    )
"""


@pytest.fixture
async def memory(database_url: str, clock: Clock) -> AsyncIterator[ReaderMemory]:
    """Open the memory of each database in turn."""
    opened = await readers_in(database_url, clock)
    yield opened
    await opened.close()


@pytest.mark.parametrize("ends", [True, False])
async def test_what_else_is_asked_meanwhile_is_waited_for(
    durable_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, ends: bool
) -> None:
    """By a worker of another process, too; what it records is forgotten, unless it does not end."""
    memory, inbox = await readers_in(durable_url, clock), await open_inbox(durable_url)
    query = json.dumps({"inline_query": {"from": {"id": ADA}, "query": "Who?"}})
    message = json.dumps({"message": {"from": {"id": ADA}, "text": "/forget_me"}})
    others = json.dumps({"message": {"from": {"id": BOB}}})
    turns = {1: "inline", 2: "chat", 3: "others", 4: "chat"}
    await inbox.put({1: query, 2: message, 3: others, 4: message}, turns, for_workers=True)
    workers = [inbox.as_worker(name) for name in ("first", "second")]
    for worker, id in zip(workers, (1, 2), strict=True):
        assert id in [entry.update_id for entry in await worker.claim(1, 60)]
        await worker.begin(id)
    looks = 0

    async def later(_: float) -> None:
        nonlocal looks
        looks += 1
        if ends and looks == 3:
            await kept(memory, answer())
            await workers[0].finish(1, HandlingOutcome.DONE)

    monkeypatch.setattr("storybot.store.readers.under_way.asyncio.sleep", later)
    forgotten = await memory.forget_user(ADA)
    await inbox.close()
    await memory.close()
    assert (looks, forgotten.answers) == ((3, 1) if ends else (50, 0))


async def test_an_answer_is_found_by_question_and_by_message(memory: ReaderMemory) -> None:
    """What comes back is what was kept, with every quote's place and matches."""
    found = await kept(memory, answer())
    assert (found.question, found.quotes, found.answered) == ("Who?", CITED, True)
    assert await memory.answer_to(ADA, 1) == found
    assert await memory.answer_at(ADA, 1) is None
    assert await memory.answer_to(BOB, 1) is None


@pytest.mark.parametrize("forgets", ["old", "user"])
async def test_an_answer_that_is_being_recorded_keeps_its_address(
    postgres_url: str, clock: Clock, forgets: str
) -> None:
    """It is noted before the answer, and nobody may find it useless in between, nor wait for ever.

    Whoever forgets a person waits for who records an answer, and holds none of what that one needs.
    """
    import asyncpg

    memory = await PostgresReaderMemory.open(postgres_url, clock)
    coded, recording = memory._coded(answer()), await asyncpg.connect(postgres_url)
    earlier = await kept(memory, answer())
    if forgets == "old":
        await memory.drop_answer(earlier.id)
    transaction = recording.transaction()
    await transaction.start()
    await recording.execute(_ADDRESS, str(coded.chat), str(ADA))
    forgetting = asyncio.create_task(
        memory.forget_old(30) if forgets == "old" else memory.forget_user(ADA)
    )
    while not forgetting.done() and not await recording.fetchval(_WAITS_FOR, "addresses"):
        pass
    place = (coded.chat, coded.asked, coded.message, coded.inline_message)
    await recording.execute(_REPLACED, *place)
    await recording.execute(INSERT_ANSWER, *answer_values(coded), clock())
    await transaction.commit()
    await recording.close()
    await forgetting
    found = await memory.answer_to(ADA, 1)
    if forgets == "old":
        ((address,),) = await memory._pool.rows("SELECT address FROM addresses")
        assert (found is not None, address) == (True, str(ADA))
    else:
        assert (found, await memory._pool.rows("SELECT FROM addresses")) == (None, [])
    await memory.close()


@pytest.mark.parametrize("table", ["subscriptions", "inbox"])
async def test_nobody_waits_while_a_persons_traces_are_looked_for(
    postgres_url: str, clock: Clock, table: str
) -> None:
    """All subscriptions and dead letters are looked at, which may be many: answers are recorded."""
    import asyncpg

    memory = await PostgresReaderMemory.open(postgres_url, clock)
    await kept(memory, answer(GROUP, asker=ADA))
    reading = await asyncpg.connect(postgres_url)
    transaction = reading.transaction()
    await transaction.start()
    await reading.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    forgetting = asyncio.create_task(memory.forget_user(ADA))
    while not forgetting.done() and not await reading.fetchval(_WAITS_FOR, table):
        pass
    kept_from_recording = await reading.fetchval(_KEPT_FROM_RECORDING)
    await transaction.commit()
    await reading.close()
    forgotten = await forgetting
    await memory.close()
    assert (kept_from_recording, forgotten) == (False, Forgotten(1, 0, 0))


async def test_a_subscription_made_while_a_person_is_forgotten_goes_too(
    postgres_url: str, clock: Clock
) -> None:
    """To a question of that person, asked before or just now."""
    import asyncpg

    memory = await PostgresReaderMemory.open(postgres_url, clock)
    asked = await kept(memory, answer(GROUP, asker=ADA))
    recording = await asyncpg.connect(postgres_url)
    transaction = recording.transaction()
    await transaction.start()
    await recording.execute(_ADDRESS, "1", "1")
    forgetting = asyncio.create_task(memory.forget_user(ADA))
    while not forgetting.done() and not await recording.fetchval(_WAITS_FOR, "addresses"):
        pass
    await memory.subscribers.toggle(subscription_to(asked), BOB, press="1")
    coded = memory._coded(answer(GROUP, 3, 4, asker=ADA))
    await recording.execute(INSERT_ANSWER, *answer_values(coded), clock())
    await memory.subscribers.toggle(subscription_to(answer(GROUP, 3, 4)), BOB, press="2")
    await memory.subscribers.toggle(subscription_to(answer(BOB)), BOB, press="3")
    await transaction.commit()
    await recording.close()
    await forgetting
    assert [one.chat for one in await memory.subscribers.all()] == [BOB]
    await memory.close()


async def test_answers_that_one_person_sees_are_apart(memory: ReaderMemory) -> None:
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


async def test_an_inline_answer_is_found_by_its_id(memory: ReaderMemory) -> None:
    """It has no message id of its own."""
    await memory.keep_answer(SentAnswer("guest", "en", "Who?", True, CITED, inline_message="x"))  # noqa: FBT003
    found = await memory.answer_in("x")
    assert found
    assert found.quotes == CITED


async def test_a_person_has_one_vote(memory: ReaderMemory) -> None:
    """It can be changed, and taken back by giving it again."""
    found = await kept(memory, answer())
    assert await memory.feedback.vote(found.id, ADA, 0, up=True, press="1")
    assert await memory.feedback.vote(found.id, BOB, 0, up=True, press="2")
    assert await memory.feedback.votes(found.id) == Feedback(2, 0)
    assert await memory.feedback.vote(found.id, ADA, 1, up=False, press="3")
    assert await memory.feedback.votes(found.id) == Feedback(1, 1)
    assert not await memory.feedback.vote(found.id, ADA, 1, up=False, press="4")
    assert await memory.feedback.votes(found.id) == Feedback(1, 0)


async def test_a_reason_is_the_only_vote_of_a_person(memory: ReaderMemory) -> None:
    """In place of another one, until the person votes anew; handled again, it is the same."""
    found = await kept(memory, answer())
    await memory.feedback.vote(found.id, ADA, 0, up=True, press="1")
    for _ in range(2):
        await memory.feedback.give_reason(found.id, ADA, 1, Reason.OUTDATED, press="2")
        assert await memory.feedback.votes(found.id) == Feedback(0, 1)
    await memory.feedback.give_reason(found.id, BOB, 0, Reason.OTHER, press="3")
    assert await memory.feedback.votes(found.id) == Feedback(0, 2)
    assert await memory.feedback.vote(found.id, ADA, 1, up=True, press="4")
    assert await memory.feedback.votes(found.id) == Feedback(1, 1)
    assert not await memory.feedback.vote(found.id, BOB, 0, up=False, press="5")
    assert await memory.feedback.votes(found.id) == Feedback(1, 0)


async def test_an_answer_that_is_gone_takes_no_votes(memory: ReaderMemory) -> None:
    """It was deleted after its buttons were pressed: the press is told that nothing was saved."""
    found = await kept(memory, answer())
    await memory.drop_answer(found.id)
    with pytest.raises(StoreError) as vote:
        await memory.feedback.vote(found.id, ADA, 0, up=True, press="1")
    with pytest.raises(StoreError) as reason:
        await memory.feedback.give_reason(found.id, ADA, 0, Reason.OTHER, press="2")
    assert vote.value.code == reason.value.code == "not_saved"
    assert await memory.feedback.votes(found.id) == Feedback()


async def test_votes_were_for_the_old_answer(memory: ReaderMemory) -> None:
    """When the question is edited, they go."""
    found = await kept(memory, answer())
    await memory.feedback.vote(found.id, ADA, 0, up=True, press="5")
    await memory.revise_answer(found.id, "Where?", answered=False, quotes=CITED[1:])
    assert await memory.feedback.votes(found.id) == Feedback()
    revised = await memory.answer_to(ADA, 1)
    assert revised
    assert (revised.question, revised.answered, revised.quotes) == ("Where?", False, CITED[1:])


async def test_a_subscription_is_undone_by_a_second_press(memory: ReaderMemory) -> None:
    """Each press turns it over."""
    found = await kept(memory, answer())
    told = [
        await memory.subscribers.toggle(subscription_to(found), ADA, press=press)
        for press in ("first", "second", "third")
    ]
    assert told == [True, False, True]


async def test_who_waits_is_known_by_the_message(memory: ReaderMemory) -> None:
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


async def test_a_person_sees_and_ends_own_subscriptions(memory: ReaderMemory) -> None:
    """Oldest first, and each once; another's are neither seen nor ended."""
    for n, chat in enumerate((ADA, GROUP)):
        made = subscription_to(answer(chat))._replace(question=f"{n}?")
        for user in (BOB, ADA):
            await memory.subscribers.toggle(made, user, press="1")
    first, second = await memory.subscribers.of_person(ADA)
    assert [(own.chat, own.question) for own in (first, second)] == [(ADA, "0?"), (GROUP, "1?")]
    assert not await memory.subscribers.cancel(first.id, BOB)
    assert await memory.subscribers.cancel(first.id, ADA)
    assert not await memory.subscribers.cancel(first.id, ADA)
    assert await memory.subscribers.of_person(ADA) == [second]
    assert len(await memory.subscribers.of_person(BOB)) == 2


async def test_what_is_being_told_is_counted(memory: ReaderMemory) -> None:
    """For all who wait under a message, and under no other; less what did not arrive."""
    told, other = subscription_to(answer()), subscription_to(answer(message=3))
    for made in (told, other):
        for user in (ADA, BOB):
            await memory.subscribers.toggle(made, user, press="1")
    for by in (1, 1, -1):
        await memory.subscribers.mark_telling(told.chat, told.message, by=by)
    assert [made.tellings for made in await memory.subscribers.all()] == [1, 0]


async def test_a_press_handled_again_changes_nothing(memory: ReaderMemory) -> None:
    """After a crash it says what it said before, whether it gave something or took it back."""
    found = await kept(memory, answer())
    for press, given in (("first", True), ("second", False), ("third", True)):
        for _ in range(2):
            assert await memory.feedback.vote(found.id, ADA, 0, up=True, press=press) is given
            assert await memory.feedback.votes(found.id) == Feedback(int(given), 0)
            subscription = subscription_to(found)
            assert await memory.subscribers.toggle(subscription, ADA, press=press) is given
            assert await memory.subscribers.all() == [subscription] * given


async def test_what_was_taken_back_is_not_kept_for_long(memory: ReaderMemory, clock: Clock) -> None:
    """A subscription names a person, and that it was taken back has to be known for minutes."""
    found = await kept(memory, answer())
    for press in ("first", "second"):
        await memory.subscribers.toggle(subscription_to(found), ADA, press=press)
    clock.now += timedelta(hours=2)
    await memory.forget_old(30)
    assert await memory.forget_user(ADA) == Forgotten(1, 0, 0, language=False)


async def test_it_is_known_as_which_result_a_message_was_sent(memory: ReaderMemory) -> None:
    """Found by the message, of which only a code is kept."""
    await memory.note_chosen("7.1.0.30", "Who?", "message", ADA)
    assert await memory.chosen_in("message") == "7.1.0.30"
    assert await memory.chosen_in("another") is None


async def test_what_several_wait_for_is_one_subscription(memory: ReaderMemory) -> None:
    """It moves with its group, and is forgotten for all of them at once."""
    found = await kept(memory, answer(chat=GROUP))
    for user in (ADA, ADA + 1):
        await memory.subscribers.toggle(subscription_to(found), user, press="12")
    assert await memory.subscribers.all() == [subscription_to(found)]
    await memory.move_chat(GROUP, -1000)
    assert [subscription.chat for subscription in await memory.subscribers.all()] == [-1000]
    await memory.subscribers.drop(-1000, subscription_to(found).message)
    assert await memory.subscribers.all() == []


async def test_settings_of_a_chat_are_apart_and_move_with_it(memory: ReaderMemory) -> None:
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


async def test_a_change_of_settings_is_seen_at_once(memory: ReaderMemory) -> None:
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


async def test_forgetting_a_reader_leaves_the_others(memory: ReaderMemory) -> None:
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


async def test_the_words_of_a_reader_go_with_the_reader(memory: ReaderMemory) -> None:
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
    memory: ReaderMemory,
) -> None:
    """A question carried along belongs to whoever typed it last."""
    token = memory.carry("Who opened the bridge?", ADA)
    assert memory.carry("Who opened the bridge?", BOB) == token
    await memory.forget_user(ADA)
    assert await memory.carried(token)
    await memory.forget_user(BOB)
    assert await memory.carried(token) is None


async def test_what_is_old_is_removed(memory: ReaderMemory, clock: Clock) -> None:
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
