"""The queue of answers to correct: filled by changes, emptied once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import asyncpg
import pytest

from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.model.documents import DocumentId
from storybot.model.errors import StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.readers.correction_queue import CorrectionQueue
from storybot.store.records import Outcome, PendingCorrection, QuoteRef, SentAnswer
from worlds.articles import make_document
from worlds.clock import Clock
from worlds.databases import refusing, rows_in
from worlds.readers import readers_in

ADA, BOB, GROUP, OWNER, OTHER = 7001, 7002, -9001, 1, 2
ONE, TWO = DocumentId("1"), DocumentId("2")
QUOTE, OF_TWO = QuoteRef(ONE, 1, 0, 9), QuoteRef(TWO, 1, 0, 9)
ANSWER = SentAnswer("private", "en", "Who?", True, (QUOTE,), ADA, 1, 2, shown=(0,))  # noqa: FBT003
OF_BOTH = replace(ANSWER, quotes=(QUOTE, OF_TWO), chat=BOB, shown=(0, 1))


@dataclass(frozen=True, slots=True)
class Told:
    """A story, and what its readers were told."""

    corpus: Corpus
    memory: ReaderMemory

    @property
    def queue(self) -> CorrectionQueue:
        """What is to be corrected."""
        return self.memory.corrections

    async def change(self, loss: int, source: str = "1") -> None:
        """Give an article another version."""
        text = f"The gates lost {loss} per cent of their strength."
        await self.corpus.add([make_document(text, source=source)], actor="cli", decided=True)

    async def waiting(self, now: float = 0.0, most: int = 10) -> list[PendingCorrection]:
        """Return what is to be done."""
        return await self.queue.pending(most, now)

    async def correct(self) -> None:
        """Record of all that waits that it was done."""
        for found in await self.waiting():
            await self.queue.corrected(found, found.answer.quotes, "")


@pytest.fixture
async def told(durable_url: str, clock: Clock) -> AsyncIterator[Told]:
    """Open each database in turn, with two articles and an answer that shows the first one."""
    store = await open_store(durable_url)
    memory = await readers_in(durable_url, clock)
    opened = Told(await Corpus.open(store, open_index("embedded:").index), memory)
    for source in ("1", "2"):
        await opened.change(int(source), source)
    await memory.keep_answer(ANSWER)
    yield opened
    await memory.close()
    await store.close()


async def test_a_change_queues_the_answers_that_show_its_article(told: Told, clock: Clock) -> None:
    """Not those that only lead to it, nor those whose message shows another quote now."""
    await told.memory.keep_answer(replace(ANSWER, asked=3, message=4, shown=()))
    await told.memory.keep_answer(replace(OF_BOTH, shown=(1,)))
    await told.change(24)
    (found,) = await told.waiting()
    kept = await told.memory.answer_at(ADA, 2)
    assert (found.answer, found.at, found.tries) == (kept, clock.now, 0)
    await told.memory.note_shown(found.answer.id, ())
    await told.queue.settle(found, Outcome.SAME)
    await told.change(25)
    assert await told.waiting() == []


async def test_retraction_and_restoration_are_changes(told: Told) -> None:
    """A decision that leaves an article as it stands is none."""
    await told.corpus.retract(ONE, actor="telegram:1", reason="wrong")
    (found,) = await told.waiting()
    await told.queue.settle(found, Outcome.SAME)
    await told.corpus.restore(ONE, actor="telegram:1")
    (again,) = await told.waiting()
    assert again.change > found.change
    await told.queue.settle(again, Outcome.SAME)
    await told.corpus.leave(ONE, actor="telegram:1", reason="so be it")
    assert await told.waiting() == []


async def test_an_answer_that_comes_after_the_change_is_queued(told: Told) -> None:
    """It was found before; what shows the article as it stands is not queued."""
    await told.change(24)
    await told.correct()
    late = replace(ANSWER, asked=3, message=4)
    await told.memory.keep_answer(late)
    await told.memory.keep_answer(
        replace(late, asked=5, message=6, quotes=(replace(QUOTE, version=2),))
    )
    assert [found.answer.message for found in await told.waiting()] == [4]
    await told.corpus.retract(TWO, actor="telegram:1", reason="wrong")
    await told.memory.keep_answer(replace(OF_BOTH, shown=(1,)))
    assert [found.answer.chat for found in await told.waiting()] == [ADA, BOB]


async def test_what_a_message_comes_to_show_is_queued(told: Told) -> None:
    """Where a reader turns to another quote, or edits the question, after a change."""
    await told.memory.keep_answer(replace(OF_BOTH, shown=(0,)))
    await told.change(24, "2")
    assert await told.waiting() == []
    kept = await told.memory.answer_at(BOB, 2)
    assert kept
    await told.memory.note_shown(kept.id, (1,))
    (found,) = await told.waiting()
    await told.queue.settle(found, Outcome.SAME)
    first = await told.memory.answer_at(ADA, 2)
    assert first
    quotes = (OF_TWO,)
    await told.memory.revise_answer(first.id, "?", answered=True, quotes=quotes, shown=(0,))
    assert [found.answer.chat for found in await told.waiting()] == [ADA]


async def test_several_changes_are_one_thing_to_do(told: Told) -> None:
    """It is done for all of them at once, but not for one that comes meanwhile."""
    await told.change(24)
    await told.change(25)
    (found,) = await told.waiting()
    await told.change(26)
    await told.queue.corrected(found, (QUOTE,), "25")
    (later,) = await told.waiting()
    assert later.change > found.change
    assert later.answer.stands == "25"
    assert await told.queue.count() == 1


async def test_the_earliest_change_is_first(told: Told) -> None:
    """Whatever came to it since; no more are returned than were asked for."""
    await told.memory.keep_answer(replace(OF_BOTH, shown=(1,)))
    await told.memory.keep_answer(replace(ANSWER, chat=GROUP))
    await told.change(24, "2")
    await told.change(25, "1")
    await told.change(26, "2")
    assert [found.answer.chat for found in await told.waiting()] == [BOB, ADA, GROUP]
    assert [found.answer.chat for found in await told.waiting(most=2)] == [BOB, ADA]
    assert await told.queue.count() == 3


async def test_what_was_first_said_is_kept(told: Told) -> None:
    """Through each correction, until the message says it again."""
    moved, again = replace(QUOTE, version=2), replace(QUOTE, version=3)
    for loss, quotes in ((24, moved), (25, again)):
        await told.change(loss)
        (found,) = await told.waiting()
        await told.queue.corrected(found, (quotes,), "")
        kept = await told.memory.answer_at(ADA, 2)
        assert kept
        assert (kept.quotes, kept.said) == ((quotes,), (QUOTE,))
    await told.change(1)
    (found,) = await told.waiting()
    await told.queue.corrected(found, (QUOTE,), "")
    kept = await told.memory.answer_at(ADA, 2)
    assert kept
    assert (kept.quotes, kept.said) == ((QUOTE,), ())


async def test_what_is_postponed_waits(told: Told) -> None:
    """Only what was tried counts as a try."""
    await told.change(24)
    (found,) = await told.waiting()
    await told.queue.postpone(found, 50.0, tried=False)
    assert await told.waiting(49.0) == []
    (found,) = await told.waiting(50.0)
    assert found.tries == 0
    assert len(await told.waiting(50.0 - 2 * 86400)) == 1  # the clock was put back
    await told.queue.postpone(found, 60.5, tried=True)
    assert await told.waiting(60.0) == []
    (found,) = await told.waiting(60.5)
    assert (found.tries, await told.queue.count()) == (1, 1)
    await told.change(25)  # what comes meanwhile waits as well, and goes on counting
    assert await told.waiting(60.0) == []
    (found,) = await told.waiting(60.5)
    assert found.tries == 1


async def test_what_is_forgotten_waits_no_more(told: Told) -> None:
    """Deleted, replaced by another answer, or with its reader."""
    await told.memory.keep_answer(replace(ANSWER, chat=GROUP))
    await told.memory.keep_answer(OF_BOTH)
    await told.change(24)
    kept = await told.memory.answer_at(GROUP, 2)
    assert kept
    await told.memory.drop_answer(kept.id)
    await told.memory.keep_answer(replace(OF_BOTH, shown=(1,)))
    assert [found.answer.chat for found in await told.waiting()] == [ADA]
    await told.memory.forget_user(ADA)
    assert await told.waiting() == []
    await told.queue.draw_up_reports(lambda _: [OWNER])
    assert await told.queue.reports() == []


async def test_a_report_is_drawn_up_once(told: Told, durable_url: str) -> None:
    """Also where the process ends between the report and the end of the queue."""
    await told.change(24)
    await told.queue.draw_up_reports(lambda _: [OWNER])
    assert await told.queue.reports() == []  # not before the last answer is corrected
    await told.correct()
    with refusing(durable_url, "DELETE", "corrections"), pytest.raises(StoreError):
        await told.queue.draw_up_reports(lambda _: [OWNER])
    await told.queue.draw_up_reports(lambda _: [OWNER])
    (report,) = await told.queue.reports()
    assert (report.user, report.corrected, report.chats, report.missed) == (OWNER, 1, 1, 0)
    await told.queue.drop_reports([report])
    await told.queue.draw_up_reports(lambda _: [OWNER])
    assert await told.queue.reports() == []


async def test_a_report_counts_answers_chats_and_what_was_missed(told: Told) -> None:
    """A message that says what it should is neither; of nothing else there is no report."""
    await told.memory.keep_answer(replace(ANSWER, asked=3, message=4))
    for name in ("a", "b"):
        inline = replace(ANSWER, chat=None, asked=None, message=None, inline_message=name)
        await told.memory.keep_answer(inline)
    for chat in range(4):
        await told.memory.keep_answer(replace(ANSWER, chat=GROUP - chat))
    await told.change(24)
    *corrected, same, old, lost, gone = await told.waiting()
    assert [found.answer.inline_message for found in corrected] == [None, None, "a", "b"]
    for found in corrected:
        await told.queue.corrected(found, (QUOTE,), "24")
    await told.queue.settle(same, Outcome.SAME)
    await told.queue.settle(old, Outcome.OLD)
    await told.queue.settle(lost, Outcome.UNREACHABLE)
    await told.queue.settle(gone, Outcome.UNREACHABLE)
    actors: list[str] = []

    def recipients(actor: str) -> tuple[int, ...]:
        actors.append(actor)
        return OTHER, OWNER

    await told.queue.draw_up_reports(recipients)
    title = (await told.corpus.last_change()).title
    reports = [(r.user, r.title, *r[3:]) for r in await told.queue.reports()]
    assert reports == [(user, title, 4, 3, 2, 0) for user in (OWNER, OTHER)]
    assert actors == ["cli"]
    await told.change(25)
    for found in await told.waiting():
        await told.queue.settle(found, Outcome.SAME)
    await told.queue.draw_up_reports(lambda _: [9])
    assert {report.user for report in await told.queue.reports()} == {OWNER, OTHER}


async def test_reports_are_marked_and_dropped_one_by_one(told: Told) -> None:
    """By change and person; a message that did not arrive is not counted."""
    for loss in (24, 25):
        await told.change(loss)
        await told.correct()
        await told.queue.draw_up_reports(lambda _: [OTHER, OWNER])
    first, second, third, fourth = await told.queue.reports()
    assert [report.user for report in (first, second, third, fourth)] == [OWNER] * 2 + [OTHER] * 2
    assert first.change == third.change < second.change == fourth.change
    await told.queue.mark_reporting([first, fourth], by=1)
    await told.queue.mark_reporting([first], by=1)
    await told.queue.mark_reporting([first], by=-1)
    assert [report.sendings for report in await told.queue.reports()] == [1, 0, 0, 1]
    await told.queue.drop_reports([second, third])
    left = [(report.change, report.user) for report in await told.queue.reports()]
    assert left == [(first.change, OWNER), (fourth.change, OTHER)]
    await told.queue.drop_reports([])
    assert len(await told.queue.reports()) == 2


async def test_what_is_written_to_is_forgotten_with_what_was_said(
    told: Told, durable_url: str
) -> None:
    """The ids of chats and inline messages are kept as long as an answer there."""
    await told.memory.keep_answer(
        replace(ANSWER, chat=None, asked=None, message=None, inline_message="a")
    )
    addresses = "SELECT address FROM addresses"
    assert {str(address) for (address,) in rows_in(durable_url, addresses)} == {f"{ADA}", "a"}
    for kept in (await told.memory.answer_at(ADA, 2), await told.memory.answer_in("a")):
        assert kept
        await told.memory.drop_answer(kept.id)
    await told.memory.forget_old(30)
    assert rows_in(durable_url, addresses) == []


@dataclass(frozen=True, slots=True)
class Rival:
    """A transaction of another process on PostgreSQL, and who watches it."""

    connection: "asyncpg.Connection[asyncpg.Record]"
    watching: "asyncpg.Connection[asyncpg.Record]"

    async def is_waited_for(self, by: "asyncio.Task[None]") -> bool:
        """Return once somebody waits for what the transaction has locked, or has not waited."""
        sql = "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))"
        while not await self.watching.fetchval(sql, self.connection.get_server_pid()):
            if by.done():
                return False
        return True


@pytest.fixture
async def rival(postgres_url: str) -> AsyncIterator[Rival]:
    """Open the connections of a rival."""
    opened = Rival(await asyncpg.connect(postgres_url), await asyncpg.connect(postgres_url))
    yield opened
    await opened.connection.close()
    await opened.watching.close()


@pytest.mark.parametrize("durable_url", ["postgres"], indirect=True)
async def test_an_answer_waits_for_a_change_that_is_being_made(told: Told, rival: Rival) -> None:
    """Recorded a moment too early to be found by the change, it finds the change."""
    async with rival.connection.transaction():
        await rival.connection.execute("UPDATE documents SET state = 'retracted' WHERE id = 2")
        await rival.connection.execute(
            "INSERT INTO changes SELECT 3, now(), 'cli', 'retract', 2, '', 1, 'live', 1,"
            " 'retracted', 0, 0, 0, 0, ''"
        )
        answer = asyncio.create_task(told.memory.keep_answer(replace(OF_BOTH, shown=(1,))))
        assert await rival.is_waited_for(answer)
    await answer
    assert [found.answer.chat for found in await told.waiting()] == [BOB]


@pytest.mark.parametrize("durable_url", ["postgres"], indirect=True)
async def test_a_change_waits_for_an_answer_that_is_being_recorded(
    told: Told, rival: Rival
) -> None:
    """It shows the article as it was."""
    async with rival.connection.transaction():
        await rival.connection.execute(
            "INSERT INTO answers (at, door, language, question, answered, cited, shown)"
            """ VALUES (now(), 'private', 'en', '', true, '[["2", 1, 0, 9, []]]', '[0]')"""
        )
        change = asyncio.create_task(told.change(24, "2"))
        assert await rival.is_waited_for(change)
    await change
    assert len(await told.waiting()) == 1
