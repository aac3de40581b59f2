"""The audit is copied to a log channel: each line once, in order, also through a crash."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.newsdesk.audit_mirror import AuditMirror
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.corpus.corpus import Corpus
from storybot.store.document_store import Store
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.articles import make_document


class Channel:
    """A log channel, and what copies the audit to it."""

    def __init__(self, desk: SQLiteDesk, store: Store, memory: SQLiteReaderMemory) -> None:
        self.outbox = desk.outbox
        notices = Notices(desk.outbox, Locales(memory), cast("Any", None))
        self.mirror = AuditMirror(store, desk.outbox, notices, "-1007")

    async def arrived(self) -> list[str]:
        """Look, and take what would be sent."""
        await self.mirror.look()
        pending = await self.outbox.pending()
        for entry in pending:
            assert entry.chat == "-1007"
            await self.outbox.finish(entry.id)
        return [entry.body for entry in pending]


@pytest.fixture
async def channel(file: Path, store: Store, memory: SQLiteReaderMemory) -> AsyncIterator[Channel]:
    """Open a channel."""
    desk = await SQLiteDesk.open(str(file))
    yield Channel(desk, store, memory)
    await desk.close()


async def test_each_line_arrives_once_with_its_hash(
    channel: Channel, corpus: Corpus, store: Store
) -> None:
    """What was long before is not sent; the hash can be compared with the file's."""
    for number in range(3):
        await corpus.add([make_document(f"Text {number}.", source=f"{number}")], actor="cli")
    (first,) = await channel.arrived()
    assert "About 2" in first
    assert "About 1" not in first
    await corpus.retract((await store.headings())[0].id, actor="telegram:7", reason="wrong")
    (second,) = await channel.arrived()
    assert "wrong" in second
    assert (await store.audit(2**62, 1))[0].hash in second
    assert await channel.arrived() == []


async def test_many_lines_come_in_order(channel: Channel, corpus: Corpus) -> None:
    """Also more than one message or one page of the audit holds; a crash repeats none."""
    await corpus.add([make_document("Text.", source="first")], actor="cli")
    await channel.arrived()
    await corpus.add(
        [make_document(f"Text {n}.", source=f"s{n:03}") for n in range(230)], actor="cli"
    )
    arrived = "".join(await channel.arrived())
    places = [arrived.index(f"About s{n:03}") for n in range(230)]
    assert places == sorted(places)
    assert arrived.count("About s007") == 1
    assert await channel.arrived() == []
    assert len(await channel.outbox.told("audit:")) <= 30
