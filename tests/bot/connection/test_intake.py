"""Updates on their way through the bot: each once, in order, and none for ever."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TimedOut

from storybot.bot.connection import admission, handling
from storybot.bot.connection.handling import Handling
from storybot.bot.connection.intake import Intake, _as_json
from storybot.bot.connection.queues.chat_queues import ChatQueues, QueueKind, QueueTurn, queue_turn
from storybot.bot.dispatch import sendings
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import current_delivery
from storybot.bot.http.metrics import Metrics
from storybot.model.errors import Conflict, StoreError
from storybot.runtime.current_update import current_update
from storybot.store.inbox import HandlingOutcome
from storybot.store.records import SentAnswer
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.clock import Clock
from worlds.readers import readers_in

Handle = Callable[[int], Awaitable[None]]


class App:
    """Handles updates as a test says."""

    def __init__(self) -> None:
        self.bot = None
        self.began: list[int] = []
        self.handle: Handle = _nothing

    async def process_update(self, update: object) -> None:
        """Note the update and handle it."""
        assert isinstance(update, Update)
        self.began.append(update.update_id)
        await self.handle(update.update_id)


async def _nothing(_: int) -> None:
    pass


class Desk:
    """An intake with what it works with."""

    def __init__(self, inbox: SQLiteInbox, memory: SQLiteReaderMemory) -> None:
        self.now = 1_700_000_000.0
        self.speech = Locales(memory)
        self.inbox = inbox
        self.app = App()
        self.intake = self.restarted()

    def restarted(self) -> Intake:
        """Begin anew, as after a crash."""
        self.metrics = Metrics()
        self.handling = Handling(self.app, self.inbox, self.metrics, self.speech, lambda: self.now)
        self.intake = Intake(self.handling, self.inbox, self.metrics)
        return self.intake

    async def handled(self, *updates: object) -> list[int]:
        """Take updates in, wait until they are handled, and return what was begun."""
        await self.intake.take(updates)
        await self.intake.stop(10)
        return self.app.began


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Make a desk over an inbox in memory."""
    inbox = await SQLiteInbox.open(":memory:")
    memory = await SQLiteReaderMemory.open(":memory:")
    made = Desk(inbox, memory)
    inbox._now = lambda: made.now
    yield made
    await inbox.close()
    await memory.close()


def message(id: int, chat: int = 7) -> dict[str, Any]:
    """Write a message as Telegram does."""
    return {
        "update_id": id,
        "message": {"message_id": id, "date": 1, "chat": {"id": chat, "type": "private"}},
    }


def query(id: int, person: int = 7) -> dict[str, Any]:
    """Write an inline query as Telegram does."""
    user = {"id": person, "is_bot": False, "first_name": "Ada"}
    return {
        "update_id": id,
        "inline_query": {"id": str(id), "from": user, "query": "?", "offset": ""},
    }


def edit(id: int, of: int = 1, chat: int = 7) -> dict[str, Any]:
    """Write an edit of a message as Telegram does."""
    content = {"message_id": of, "date": 1, "edit_date": 2, "chat": {"id": chat, "type": "private"}}
    return {"update_id": id, "edited_message": content}


async def failing(_: int) -> None:
    """Fail as a faulty handler does."""
    raise RuntimeError("a fault")


async def test_updates_are_handled_once_and_forgotten(desk: Desk) -> None:
    """Also where Telegram delivers them twice, out of order."""
    assert await desk.handled(message(2), message(1), message(2), message(1)) == [1, 2]
    assert await desk.handled(message(1), message(2)) == [1, 2]
    assert await desk.inbox.counts() == {"done": 2}


async def test_the_oldest_update_has_an_age(desk: Desk) -> None:
    """It grows while an update waits, and is 0 where none does; lines of the log name it."""
    ages, names = list[float](), list[str]()

    async def look(_: int) -> None:
        desk.now += 40
        names.append(current_update().id)
        ages.extend(
            sample.value
            for family in families(desk.metrics.text().decode())
            for sample in family.samples
            if sample.name == "storybot_inbox_age_seconds"
        )

    desk.app.handle = look
    await desk.handled(message(1))
    assert (ages, names) == ([40.0], ["u1"])
    assert "storybot_inbox_age_seconds 0.0" in desk.metrics.text().decode()


async def test_what_a_crash_left_comes_first(desk: Desk) -> None:
    """An update that was kept and not handled is handled by the next process."""
    await desk.inbox.put({1: json.dumps(message(1))})
    await desk.intake.replay()
    assert await desk.handled(message(2)) == [1, 2]


async def test_what_is_handled_at_once_is_kept_as_such(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one write; only what waits for its chat is noted when its turn comes."""
    noted, suspects, begin = list[int](), list[int](), desk.inbox.begin
    crashed = asyncio.Event()

    async def note(id: int) -> None:
        noted.append(id)
        await begin(id)

    async def crash(id: int) -> None:
        if id == 1:
            suspects.extend(entry.update_id for entry in await desk.inbox.recover())
            crashed.set()
        await crashed.wait()

    monkeypatch.setattr(desk.inbox, "begin", note)
    desk.app.handle = crash
    assert await desk.handled(message(1), message(2), query(3)) == [1, 3, 2]
    assert (noted, suspects) == ([2], [1, 3])


async def test_what_may_have_to_wait_is_not_kept_as_begun(desk: Desk) -> None:
    """Behind another update of its chat, or where more come than there are places for."""
    queues, going, gone = desk.handling.queues, asyncio.Event(), asyncio.Event()

    async def wait(_: int) -> None:
        going.set()
        await gone.wait()

    desk.app.handle = wait
    await desk.intake.take([message(1)])
    await going.wait()
    assert queues.at_once({2: "chat 7", 3: "chat 8"}) == {3}
    assert queues.at_once({id: f"chat {id}" for id in range(100, 133)}) == set()
    await desk.intake.take([message(2)])
    assert queues.at_once({3: "chat 8"}) == set()
    gone.set()
    await desk.intake.stop(10)
    assert queues.at_once({3: "chat 7"}) == {3}


async def test_what_was_answered_before_a_crash_is_not_answered_again(desk: Desk) -> None:
    """Only the note that it was done is missing."""
    await desk.inbox.put({1: json.dumps(message(1))})
    await desk.inbox.begin(1)
    await desk.inbox.mark_sent(1)
    await desk.intake.replay()
    assert await desk.handled() == []
    assert await desk.inbox.counts() == {"done": 1}


async def test_a_faulty_handler_gets_three_tries(desk: Desk) -> None:
    """After that the update is dead, and those behind it are handled."""
    desk.app.handle = failing
    assert await desk.handled(message(1)) == [1, 1, 1]
    desk.app.handle = _nothing
    assert await desk.handled(message(2)) == [1, 1, 1, 2]
    assert await desk.inbox.counts() == {"dead": 1, "done": 1}


async def test_a_second_try_may_go_well(desk: Desk) -> None:
    """Then nobody hears of the first."""

    async def once(_: int) -> None:
        if len(desk.app.began) == 1:
            raise RuntimeError

    desk.app.handle = once
    assert await desk.handled(message(1)) == [1, 1]
    assert await desk.inbox.counts() == {"done": 1}


async def crashed(desk: Desk, *under_way: int) -> Intake:
    """Begin with updates and end without finishing them, as in a crash; start again."""
    for id in under_way:
        await desk.inbox.begin(id)
    return desk.restarted()


async def test_an_update_that_ends_the_program_is_given_up_and_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was handled alone in three processes that ended."""
    told = []

    async def tell(update: Update, _: str) -> None:
        await current_delivery().journal.sending()
        told.append(update.update_id)
        await current_delivery().journal.sent()

    monkeypatch.setattr(handling, "tell", tell)
    await desk.inbox.put({1: json.dumps(message(1))})
    for _ in range(3):
        await crashed(desk, 1)
        await desk.inbox.recover()
    await desk.intake.replay()
    assert await desk.handled() == []
    assert await desk.inbox.counts() == {"dead": 1}
    await desk.restarted().replay()
    await desk.handled()
    assert told == [1]


async def test_bystanders_are_not_charged_with_a_crash(desk: Desk) -> None:
    """However often the process ends, what was handled beside others is handled in the end."""
    await desk.inbox.put({n: json.dumps(message(n, chat=n)) for n in range(1, 41)})
    for _ in range(5):
        await crashed(desk, *range(1, 41))
        await desk.inbox.recover()
    await desk.intake.replay()
    assert sorted(await desk.handled()) == list(range(1, 41))
    assert await desk.inbox.counts() == {"done": 40}


async def test_after_a_crash_the_suspects_run_one_at_a_time(desk: Desk) -> None:
    """So the next crash shows which of them it was; what had not begun comes after them."""
    at_once, most = 0, 0

    async def count(_: int) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    await desk.inbox.put({n: json.dumps(message(n, chat=n)) for n in range(1, 9)})
    await crashed(desk, 3, 5, 7)
    desk.app.handle = count
    await desk.intake.replay()
    assert (desk.app.began[:3], most) == ([3, 5, 7], 1)
    assert sorted(await desk.handled()) == list(range(1, 9))


async def test_a_suspect_that_takes_long_holds_up_nobody_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time alone the others are handled beside it."""
    monkeypatch.setattr(handling, "_SECONDS_ALONE", 0.005)
    gate = asyncio.Event()

    async def wait(id: int) -> None:
        if id == 1:
            await gate.wait()

    await desk.inbox.put({n: json.dumps(message(n, chat=n)) for n in (1, 2, 3)})
    await crashed(desk, 1, 2)
    desk.app.handle = wait
    await desk.intake.replay()
    assert await desk.intake.take([message(4, chat=4)]) == 4
    gate.set()
    assert sorted(await desk.handled()) == [1, 2, 3, 4]


async def test_a_message_is_never_sent_a_third_time(desk: Desk) -> None:
    """Each process that ends between a sending and the note of it counts."""
    sent = []

    async def send(id: int) -> None:
        await current_delivery().journal.sending()
        sent.append(id)
        raise asyncio.CancelledError  # as where the process ends here

    await desk.inbox.put({1: json.dumps(message(1))})
    desk.app.handle = send
    for _ in range(4):
        await desk.restarted().replay()
        await desk.intake.stop(5)
    assert sent == [1, 1]
    assert await desk.inbox.counts() == {"done": 1}


async def test_what_may_have_been_counted_is_not_counted_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database whose connection is lost at the commit does not say whether it was made."""
    monkeypatch.setattr(sendings, "_FIRST_PAUSE", 0)
    counted, told, mark = [], iter([True, False] * 3), desk.inbox.mark_sendings

    async def mark_and_be_cut_off(update_id: int, sendings: int) -> None:
        await mark(update_id, sendings)
        if next(told):
            raise StoreError("Whether the change was made is not known.", "not_known")
        ((entry),) = await desk.inbox.waiting()
        counted.append(entry.sendings)

    async def send(_: int) -> None:
        journal = current_delivery().journal
        await journal.sending()
        await journal.not_taken()
        await journal.sending()

    monkeypatch.setattr(desk.inbox, "mark_sendings", mark_and_be_cut_off)
    desk.app.handle = send
    await desk.handled(message(1))
    assert counted == [1, 0, 1]


@pytest.mark.parametrize(
    "poison",
    [
        {"update_id": 1, "message": {"date": "yesterday"}},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "message": {"chat": 5, "from": [], "date": {}}},
        {"update_id": 1, "callback_query": {"message": {"chat": None}}},
    ],
)
async def test_what_cannot_be_read_is_given_up(desk: Desk, poison: dict[str, Any]) -> None:
    """It holds up nobody."""
    assert 2 in await desk.handled(poison, message(2))
    counts = await desk.inbox.counts()
    assert sum(counts.values()) == 2
    assert "waiting" not in counts


async def test_what_has_no_id_is_passed_over(desk: Desk) -> None:
    """Neither junk nor an id that no database holds ends the intake."""
    junk: list[object] = [None, 5, [], {}, {"update_id": "1"}, {"update_id": -1}]
    junk += [{"update_id": 2**63}, {"update_id": True}]
    assert await desk.intake.take(junk) == 0
    assert await desk.handled(*junk, message(2)) == [2]


async def test_texts_that_no_database_can_hold_are_kept(
    desk: Desk, database_url: str, clock: Clock
) -> None:
    """Half a character and NUL become question marks; marks of direction and letters stay."""
    hostile = message(1)
    hostile["message"]["text"] = "\ud800 \x00\x00 \\\x00 \\u0000 \\\\u0000 \u202e"
    (entry,) = await desk.inbox.put({2: _as_json(hostile)})
    text = json.loads(entry.body)["message"]["text"]
    assert text == "? ?? \\? \\u0000 \\\\u0000 \u202e"
    assert await desk.handled(hostile) == [1]
    memory = await readers_in(database_url, clock)
    asked = SentAnswer("private", "en", text, answered=False, quotes=(), chat=7, asked=1)
    await memory.keep_answer(asked)
    found = await memory.answer_to(7, 1)
    assert found
    assert found.question == text
    await memory.close()


@pytest.mark.parametrize("error", [Conflict("No."), BadRequest("No."), TimedOut()])
async def test_a_refusal_is_not_tried_again(desk: Desk, error: Exception) -> None:
    """What storybot or Telegram does not do once, it does not do the next time."""

    async def refuse(_: int) -> None:
        raise error

    desk.app.handle = refuse
    assert await desk.handled(query(1)) == [1]


async def test_what_failed_after_its_answer_is_not_answered_again(desk: Desk) -> None:
    """The person has read it already."""

    async def answer(_: int) -> None:
        await current_delivery().journal.sent()
        raise RuntimeError

    desk.app.handle = answer
    assert await desk.handled(message(1)) == [1]
    assert await desk.inbox.counts() == {"dead": 1}


async def test_of_several_messages_the_rest_is_sent_after_a_crash(desk: Desk) -> None:
    """What arrived is known to the handler, and does not end the matter."""
    seen, out = [], asyncio.Event()

    async def first_of_two(_: int) -> None:
        delivery = current_delivery()
        seen.append(delivery.parts)
        await delivery.journal.sending()
        delivery.has_more = not delivery.parts
        await delivery.arrived()
        out.set()
        if delivery.has_more:
            await asyncio.Event().wait()

    desk.app.handle = first_of_two
    await desk.intake.take([message(1)])
    await asyncio.wait_for(out.wait(), 5)
    await desk.intake.stop(0)
    again = desk.restarted()
    await again.replay()
    await again.stop(5)
    assert seen == [0, 1]
    assert await desk.inbox.counts() == {"done": 1}


async def test_old_queries_are_dropped(desk: Desk) -> None:
    """Nobody waits for them any more; a message or a pressed button is never too old."""
    ada = {"id": 7, "is_bot": False, "first_name": "Ada"}
    press = {"id": "3", "from": ada, "data": "x", "chat_instance": "1"}
    pressed = {"update_id": 3, "callback_query": press}
    left = (query(1), message(2, chat=8), pressed)
    await desk.inbox.put({n: json.dumps(u) for n, u in enumerate(left, start=1)})
    desk.now += 3600
    await desk.intake.replay()
    assert sorted(await desk.handled()) == [2, 3]
    assert await desk.inbox.counts() == {"done": 2, "stale": 1}


async def test_a_clock_that_jumps_loses_no_message(desk: Desk) -> None:
    """By a year, forwards or back."""
    await desk.inbox.put({1: json.dumps(message(1))})
    desk.now += 365 * 86400
    await desk.intake.replay()
    await desk.handled(query(2))
    desk.now -= 2 * 365 * 86400
    assert sorted(await desk.handled(message(3))) == [1, 2, 3]


async def test_of_a_persons_inline_queries_the_newest_counts(desk: Desk) -> None:
    """What was typed before it is not answered any more."""
    gate = asyncio.Event()

    async def wait(_: int) -> None:
        await gate.wait()

    desk.app.handle = wait
    await desk.intake.take([query(1)])
    await asyncio.sleep(0.05)
    await desk.intake.take([query(2), query(3), query(4, person=8)])
    gate.set()
    assert sorted(await desk.handled()) == [1, 3, 4]
    assert await desk.inbox.counts() == {"done": 3, "stale": 1}


async def test_of_the_edits_of_a_message_the_newest_counts(desk: Desk) -> None:
    """It is kept past the cap too; edits of other messages are handled, each in its order."""
    gate = asyncio.Event()

    async def wait(_: int) -> None:
        await gate.wait()

    desk.app.handle = wait
    await desk.intake.take([message(1)])
    await asyncio.sleep(0)
    await desk.intake.take([edit(2), edit(3, of=8), message(4), *map(edit, range(5, 300))])
    await desk.intake.take([message(n) for n in range(300, 397)])
    await desk.intake.take([edit(397), edit(398, of=9), edit(399), edit(400, chat=8)])
    assert desk.handling.queues.waiting("chat 7") == 100
    gate.set()
    await desk.handled()
    assert sorted(desk.app.began) == [1, 3, 4, *range(300, 397), 399, 400]
    assert await desk.inbox.counts() == {"done": 102, "stale": 297}
    assert len(desk.handling) == 0


async def test_edits_that_nothing_tells_apart_are_all_handled(desk: Desk) -> None:
    """All messages for one person alone have the id 0."""
    assert await desk.handled(edit(1, of=0), edit(2, of=0)) == [1, 2]


async def test_of_edits_left_to_workers_the_newest_is_kept(desk: Desk) -> None:
    """Whoever claims the chat finishes the others; a calm chat has its cap again."""
    stored = admission.StoredBacklog(desk.inbox)
    intake = Intake(desk.handling, desk.inbox, desk.metrics, stored)
    await intake.take([*map(edit, range(1, 101)), *map(message, range(101, 200))])
    await intake.take([edit(200), edit(201, of=2), edit(202)])
    assert intake.admission.overflowing == {"chat 7"}
    worker = desk.inbox.as_worker("ada")
    ada = Handling(desk.app, worker, Metrics(), desk.speech, lambda: desk.now)
    await ada.resume(await worker.claim(9, 60.0))
    assert await ada.stop(10)
    assert desk.app.began == [*range(101, 200), 202]
    assert await desk.inbox.counts() == {"done": 100, "stale": 101}
    await stored.count({}, {"chat 7"})
    assert not stored.supersedes(queue_turn(edit(203)))
    await intake.stop(0)


async def test_a_chat_has_a_cap_and_is_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is over it is acknowledged and dropped, and others are taken in all the while."""
    gate, told = asyncio.Event(), []

    async def wait(_: int) -> None:
        await gate.wait()

    async def tell(update: Update, _: str) -> None:
        told.append(update.update_id)

    monkeypatch.setattr(handling, "tell", tell)
    desk.app.handle = wait
    assert await desk.intake.take([message(n) for n in range(1, 151)]) == 150
    await asyncio.sleep(0)  # the first of them is being handled, which leaves room for one
    assert await desk.intake.take([message(n) for n in range(151, 201)]) == 200
    await desk.intake.take([message(201, chat=8)])
    assert len(desk.intake.admission.overflowing) == 1
    assert caplog.text.count("A chat has 100 updates waiting") == 1
    gate.set()
    await desk.handled()
    assert sorted(desk.app.began) == [*range(1, 101), 151, 201]
    assert told == [101]
    assert desk.intake.admission.overflowing == frozenset()


async def test_a_chat_is_told_once_where_workers_handle_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where others' updates come in between, and what waits is counted without its own."""
    told = []

    async def tell(update: Update, _: str) -> None:
        told.append(update.update_id)

    monkeypatch.setattr(handling, "tell", tell)
    stored = admission.StoredBacklog(desk.inbox)
    intake = Intake(desk.handling, desk.inbox, desk.metrics, stored)

    async def take(*updates: object) -> list[int]:
        await intake.take(updates)
        await asyncio.gather(*intake._telling)
        return told

    assert await take(*(message(n) for n in range(1, 121))) == [101]
    assert await take(message(121, chat=8)) == [101]
    await stored.count({})
    assert await take(*(message(n) for n in range(131, 141))) == [101]
    await stored.count({}, intake.admission.overflowing)
    assert len(intake.admission.overflowing) == 1
    for entry in await desk.inbox.as_worker("ada").claim(9, 60.0):
        await desk.inbox.finish(entry.update_id, HandlingOutcome.DONE)
    await stored.count({}, intake.admission.overflowing)
    assert intake.admission.overflowing == frozenset()
    assert await take(*(message(n) for n in range(301, 421))) == [101, 401]


async def test_a_full_inbox_is_logged_and_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Once when it fills up and once when there is room again."""
    monkeypatch.setattr(admission, "MOST_WAITING", 3)
    gate = asyncio.Event()

    async def wait(_: int) -> None:
        await gate.wait()

    desk.app.handle = wait
    await desk.intake.take([message(n) for n in range(1, 6)])
    assert desk.intake.admission.is_full
    assert b"storybot_inbox_full 1.0" in desk.metrics.text()
    gate.set()
    await desk.handled()
    assert b"storybot_inbox_full 0.0" in desk.metrics.text()
    assert caplog.text.count("The inbox is full") == 1
    assert caplog.text.count("not full any more") == 1


async def test_what_is_broken_off_is_left_and_costs_no_try(desk: Desk) -> None:
    """A stop has a deadline; the next process handles the rest."""

    async def hang(_: int) -> None:
        await asyncio.Event().wait()

    desk.app.handle = hang
    await desk.intake.take([message(1), message(2)])
    await asyncio.sleep(0.05)
    await desk.intake.stop(0)
    assert [(e.update_id, e.tries) for e in await desk.inbox.waiting()] == [(1, 0), (2, 0)]
    desk.app.handle = _nothing
    await desk.restarted().replay()
    assert await desk.handled() == [1, 1, 2]


async def test_what_may_have_been_sent_is_repeated_once_at_most(desk: Desk) -> None:
    """A call that was broken off by the stop leaves no repetition to the next process."""
    repeats = []

    async def hang(_: int) -> None:
        repeats.append(current_delivery().repeats)
        await current_delivery().journal.sending()
        await asyncio.Event().wait()

    desk.app.handle = hang
    await desk.intake.take([message(1)])
    await asyncio.sleep(0.05)
    await desk.intake.stop(0)
    assert [(e.tries, e.sendings) for e in await desk.inbox.waiting()] == [(0, 1)]
    restarted = desk.restarted()
    await restarted.replay()
    await asyncio.sleep(0.05)
    await restarted.stop(0)
    assert repeats == [1, 0]


async def test_a_token_taken_back_costs_no_update(desk: Desk) -> None:
    """What could not be answered for that waits for the next token."""

    async def refuse(_: int) -> None:
        raise InvalidToken("no")

    desk.app.handle = refuse
    await desk.handled(message(1))
    assert [(e.update_id, e.tries) for e in await desk.inbox.waiting()] == [(1, 0)]


async def test_updates_of_a_chat_keep_their_order() -> None:
    """The second waits for the first; another chat does not."""
    done: list[str] = []
    gate = asyncio.Event()

    async def handle(name: str) -> None:
        if name == "first":
            await gate.wait()
        done.append(name)
        if name == "faulty":
            raise RuntimeError

    turns = ChatQueues(handle)
    for name in ("first", "faulty", "last"):
        turns.add(QueueTurn(QueueKind.CHAT, "chat -1"), name)
    turns.add(QueueTurn(QueueKind.CHAT, "chat -2"), "other")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done == ["other"]
    gate.set()
    assert await turns.drain(5)
    assert done == ["other", "first", "faulty", "last"]
    assert len(turns) == 0


@pytest.mark.parametrize(
    ("update", "turn"),
    [
        (message(1, chat=-5), QueueTurn(QueueKind.CHAT, "chat -5")),
        (edit(1, of=3, chat=-5), QueueTurn(QueueKind.CHAT, "chat -5", 3)),
        (query(1, person=8), QueueTurn(QueueKind.INLINE, "inline 8")),
        (
            {"callback_query": {"from": {"id": 8}, "message": {"chat": {"id": -5}}}},
            QueueTurn(QueueKind.CHAT, "chat -5"),
        ),
        (
            {"callback_query": {"from": {"id": 8}, "inline_message_id": "x"}},
            QueueTurn(QueueKind.CHAT, "user 8"),
        ),
        ({"chosen_inline_result": {"from": {"id": 8}}}, QueueTurn(QueueKind.CHAT, "user 8")),
        ({"update_id": 1}, QueueTurn(QueueKind.CHAT, "nobody")),
    ],
)
def test_an_update_is_in_the_turn_of_its_chat(update: dict[str, Any], turn: QueueTurn) -> None:
    """Or of a person, where there is no chat."""
    assert queue_turn(update) == turn
