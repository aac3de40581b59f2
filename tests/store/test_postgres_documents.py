"""The store in PostgreSQL beside that in SQLite, and several processes on one database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storybot.corpus.corpus import Corpus
from storybot.model.audit import Actor
from storybot.model.documents import DocumentId
from storybot.model.errors import Conflict, StoreError, StorybotError
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.store.document_store import CommitOutcome, Edit, Store
from storybot.store.postgres import postgres_documents
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.postgres_documents import PostgresStore
from storybot.store.postgres.story_tables import story_edits
from storybot.store.postgres.story_tables.filling_turn import filling_turn
from storybot.store.sqlite import sqlite_documents
from storybot.store.sqlite.changes import commit
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from worlds.articles import make_document

_OLGA = Actor("telegram:7", "Olga @olga", "private")


@pytest.fixture
async def stores(postgres_url: str) -> AsyncIterator[list[PostgresStore]]:
    """Open one database as four processes do, each with connections of its own."""
    targets = [Target.of(f"{postgres_url}&application_name=p{n}") for n in range(4)]
    opened = [await PostgresStore.open(target) for target in targets]
    yield opened
    for store in opened:
        await store.close()


class _Clock(datetime):
    """A time that is the same for both databases."""

    at = datetime(2026, 11, 29, 19, 0, 0, 123456, UTC)

    @classmethod
    def now(cls, tz: Any = None) -> Any:  # noqa: ARG003
        """Return the time."""
        return cls.at


async def carry_out(corpus: Corpus, store: Store, step: tuple[Any, ...]) -> str:
    """Carry a step out; return what became of it."""
    verb, number, words = step
    id = DocumentId(str(number))
    try:
        match verb:
            case "add":
                document = make_document(f"{words}.", source=f"{number}.txt")
                return str((await corpus.add([document], actor=_OLGA))[0].result)
            case "retract":
                done = (await corpus.retract(id, actor=_OLGA, reason=words)).change
            case "restore":
                done = (await corpus.restore(id, actor="cli")).change
            case "undo":
                done = (await corpus.undo(actor=words)).change
            case "grant":
                await store.grant(number, words, actor=_OLGA)
                return "granted"
            case _:
                return str(await store.revoke(number, actor="cli"))
    except StorybotError as error:
        return f"{type(error).__name__}: {error.code}"
    return f"{done.number} {done.after}"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "retract", "restore", "undo", "grant", "revoke"]),
        st.integers(1, 3),
        st.sampled_from(["Eins", "Zwei “zwei” 🙂", "Three\u2028three"]),
    ),
    min_size=3,
    max_size=12,
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(steps=STEPS)
def test_the_same_changes_give_the_same_audit(postgres_url: str, steps: list[Any]) -> None:
    """Hash for hash, and the same outcomes, whichever database keeps them."""
    asyncio.run(_same_audit(postgres_url, steps))


_sqlite_steps: dict[str, list[Any]] = {}
"""What was done before in a database, which is not emptied between the examples."""


async def _same_audit(url: str, steps: Sequence[Any]) -> None:
    done = _sqlite_steps.setdefault(url, [])
    with pytest.MonkeyPatch.context() as patch:
        for module in (sqlite_documents, commit, postgres_documents, story_edits):
            patch.setattr(module, "datetime", _Clock)
        sqlite, postgres = (
            await SQLiteStore.open(":memory:"),
            await PostgresStore.open(Target.of(url)),
        )
        try:
            of_sqlite = await Corpus.open(sqlite, EmbeddedIndex())
            of_postgres = await Corpus.open(postgres, EmbeddedIndex())
            for number, step in enumerate([*done, *steps]):
                _Clock.at = datetime(2026, 11, 29, tzinfo=UTC) + timedelta(microseconds=number)
                became = await carry_out(of_sqlite, sqlite, step)
                if number >= len(done):
                    assert await carry_out(of_postgres, postgres, step) == became
            done += steps
            assert await sqlite.audit(10**9, 10**6) == await postgres.audit(10**9, 10**6)
            assert await sqlite.verify_audit() == await postgres.verify_audit()
            assert await sqlite.headings() == await postgres.headings()
            assert await sqlite.history() == await postgres.history()
            assert await sqlite.moderators() == await postgres.moderators()
            assert [p async for p in sqlite.index_entries()] == [
                p async for p in postgres.index_entries()
            ]
            assert await sqlite.outcomes_since(3) == await postgres.outcomes_since(3)
        finally:
            await sqlite.close()
            await postgres.close()


async def test_processes_change_one_corpus_at_once(stores: list[PostgresStore]) -> None:
    """Each change is made once, numbered without a gap, and all follow to the same state."""
    corpora = [await Corpus.open(store, EmbeddedIndex()) for store in stores]

    async def changes(number: int, corpus: Corpus) -> None:
        for n in range(10):
            text = make_document(f"{number} says {n}.", source=f"{number}.txt")
            await corpus.add([text], actor="cli", decided=True)

    await asyncio.gather(*(changes(n, corpus) for n, corpus in enumerate(corpora)))
    history = await stores[0].history()
    assert [change.number for change in history] == list(range(1, 41))
    for corpus, store in zip(corpora, stores, strict=True):
        await corpus.catch_up()
        assert corpus.generation == await store.generation()
        assert len(await corpus.search("says", 10)) == 4
    report = await stores[0].verify_audit()
    assert (report.lines, report.broken) == (40, None)


async def test_what_another_process_changes_during_a_change_is_followed(
    stores: list[PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the corpus and the commit somebody else may have been faster."""
    mine, theirs = [await Corpus.open(store, EmbeddedIndex()) for store in stores[:2]]
    commit_mine = stores[0].commit

    async def commit_later(edits: Sequence[Edit]) -> list[CommitOutcome]:
        await theirs.add([make_document("The castle burns.", source="theirs.txt")], actor="cli")
        return await commit_mine(edits)

    monkeypatch.setattr(stores[0], "commit", commit_later)
    await mine.add([make_document("The harbour opens.")], actor="cli")
    assert await mine.search("castle", 10) == ["1"]
    assert await mine.search("harbour", 10) == ["2"]


async def test_two_processes_that_add_one_article_add_it_once(stores: list[PostgresStore]) -> None:
    """One is told that the corpus changed, or that there is no change; there is one document."""
    corpora = [await Corpus.open(store, EmbeddedIndex()) for store in stores]
    document = make_document("One.")
    done = await asyncio.gather(
        *(corpus.add([document], actor="cli") for corpus in corpora), return_exceptions=True
    )
    assert all(isinstance(one, list | Conflict) for one in done), done
    assert len(await stores[0].headings()) == 1
    assert len(await stores[0].history()) == 1


async def test_a_change_is_told_to_other_processes(stores: list[PostgresStore]) -> None:
    """Who waits for one need not wait for the time."""
    store, other, *_ = stores
    await other.wait_for_change(5.0)  # it listens from then on
    waiting = asyncio.create_task(other.wait_for_change(60.0))
    corpus = await Corpus.open(store, EmbeddedIndex())
    await corpus.add([make_document("One.")], actor="cli")
    await asyncio.wait_for(waiting, 5.0)
    assert len(await other.history()) == 1


async def test_one_process_at_a_time_has_the_turn_to_fill(stores: list[PostgresStore]) -> None:
    """The others are told at once, and one of them has it afterwards."""
    store, other, *_ = stores
    async with store.turn_to_fill() as first, other.turn_to_fill() as second:
        assert (first, second) == (True, False)
    async with other.turn_to_fill() as afterwards:
        assert afterwards


async def test_a_server_that_is_away_lets_nobody_fill() -> None:
    """That is told as whatever else the database fails in."""
    with pytest.raises(StoreError):
        async with filling_turn(Target.of("postgresql://storybot@127.0.0.1:9/postgres")):
            pass


@pytest.mark.parametrize(
    ("table", "statement", "line"),
    [
        ("audit", "UPDATE audit SET line = replace(line, 'wrong', 'right') WHERE number = 2", 2),
        ("audit", "UPDATE audit SET hash = 'x' WHERE number = 3", 3),
        ("audit", "DELETE FROM audit WHERE number = 2", 2),
        ("audit", "DELETE FROM audit WHERE number = 5", 5),
        ("changes", "UPDATE changes SET reason = 'right' WHERE number = 2", 2),
        ("grants", "UPDATE grants SET name = 'Eve' WHERE number = 1", 4),
        ("versions", "UPDATE versions SET hash = ''", 1),
    ],
)
async def test_a_line_altered_by_the_owner_of_the_tables_is_found(
    stores: list[PostgresStore], table: str, statement: str, line: int
) -> None:
    """Who may switch triggers off can alter the audit, but not the hashes of what is in it."""
    store = stores[0]
    corpus = await Corpus.open(store, EmbeddedIndex())
    (added,) = await corpus.add([make_document("One.")], actor=_OLGA)
    await corpus.retract(added.version.id, actor=_OLGA, reason="wrong")
    await corpus.undo(actor="cli")
    await store.grant(8, "Mo", actor=_OLGA)
    await store.revoke(8, actor=_OLGA)
    assert (await store.verify_audit())[:2] == (5, None)
    for sql in (f"ALTER TABLE {table} DISABLE TRIGGER USER", statement):
        await store._pool.change(sql)
    assert (await store.verify_audit()).broken == line


async def test_an_article_whose_facts_were_altered_is_listed_all_the_same(
    stores: list[PostgresStore],
) -> None:
    """Without a title; it is refused where it is quoted."""
    corpus = await Corpus.open(stores[0], EmbeddedIndex())
    await corpus.add([make_document("One.")], actor="cli")
    await stores[0]._pool.change("UPDATE versions SET about = '{'")
    (heading,) = await stores[1].headings()
    assert (heading.title, heading.source) == ("", "a.txt")
    assert await stores[1].versions([(heading.id, 1)]) == []
