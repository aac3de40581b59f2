"""Readers in a database of their own hear of the changes of the story, as in the playground."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from storybot.corpus.corpus import Corpus
from storybot.model.documents import DocumentId
from storybot.store.document_store import Store
from storybot.store.records import QuoteRef, SentAnswer
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.articles import make_document


@pytest_asyncio.fixture
async def alone() -> AsyncIterator[SQLiteReaderMemory]:
    """Open readers' data in memory."""
    memory = await SQLiteReaderMemory.open(":memory:")
    assert memory.is_alone
    yield memory
    await memory.close()


async def test_answers_are_queued_by_changes_elsewhere(
    store: Store, corpus: Corpus, alone: SQLiteReaderMemory
) -> None:
    """Those that show the article, once; also one recorded after the change that it missed."""
    for source in ("a", "b"):
        await corpus.add([make_document(f"Calder shut {source}.", source=source)], actor="corpus/")

    async def answer(message: int, document: str) -> None:
        quote = QuoteRef(DocumentId(document), 1, 0, 6)
        answered = SentAnswer("private", "en", "Who?", answered=True, quotes=(quote,), shown=(0,))
        await alone.keep_answer(replace(answered, chat=1, asked=message, message=message))

    async def queued() -> list[int | None]:
        return [one.answer.message for one in await alone.corrections.pending(9, 0.0)]

    await alone.followed.catch_up(store)
    await answer(11, "1")
    await answer(12, "2")
    assert await queued() == []
    await corpus.retract(DocumentId("1"), actor="telegram:7", reason="a shadow")
    await alone.followed.catch_up(store)
    await alone.followed.catch_up(store)
    assert await queued() == [11]
    await answer(13, "1")
    assert await queued() == [11, 13]
