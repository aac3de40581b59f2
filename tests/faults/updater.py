"""A process that changes a corpus without end, and the check of what it left when it was killed."""

import asyncio
import random
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.ingest.reading import read_text
from storybot.model.documents import DocumentId, State

ARTICLES = 8
_PARAGRAPHS = 12
_SAYS = re.compile(r"Article (\d+) says in revision (\d+)")
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["faults.warm"])


class Standing(NamedTuple):
    """Which revision of an article is current, and whether it is quoted."""

    revision: int
    live: bool


@dataclass
class Known:
    """What the process has told of its changes."""

    done: dict[int, Standing] = field(default_factory=dict)
    """By article: how it stood when the last change of it was acknowledged."""
    begun: dict[int, Standing] = field(default_factory=dict)
    """The one change that was not acknowledged any more."""
    changes: int = 0
    log_bytes: int = 0
    """Size of the write-ahead log at the last acknowledgement."""

    def hear(self, told: Connection) -> bool:
        """Take in the next thing that the process tells; False where it has ended."""
        try:
            article, standing, log_bytes = told.recv()
        except (EOFError, ConnectionError):
            return False
        if log_bytes is None:
            self.begun = {article: standing}
        else:
            self.done[article], self.begun = standing, {}
            self.changes, self.log_bytes = self.changes + 1, log_bytes
        return True

    def settle(self, found: dict[int, Standing]) -> None:
        """Take over what the change in flight came to, as it was found."""
        self.changes += sum(found.get(article) == to for article, to in self.begun.items())
        self.done, self.begun = found, {}


def change_for_ever(database: Path, told: Connection, done: dict[int, Standing], seed: int) -> None:
    """Change the corpus until the process is killed, telling of each change before and after."""
    asyncio.run(_change_for_ever(database, told, done, random.Random(seed)))


async def _change_for_ever(
    database: Path, told: Connection, done: dict[int, Standing], rng: random.Random
) -> None:
    store = await open_store(f"sqlite:///{database}")
    corpus = await Corpus.open(store, open_index("embedded:").index)
    log = Path(f"{database}-wal")
    ids = {v.document.source: v.id async for v in store.documents()}
    while True:
        article = rng.randrange(ARTICLES)
        now = done.get(article, Standing(0, live=False))
        to = _next(now, rng)
        told.send((article, to, None))
        await _make(corpus, ids, article, now, to)
        done[article] = to
        told.send((article, to, log.stat().st_size))  # noqa: ASYNC240 - nothing else runs here


def _next(now: Standing, rng: random.Random) -> Standing:
    if now.revision and rng.random() < 0.3:
        return Standing(now.revision, not now.live)
    return Standing(now.revision + 1, live=True)


async def _make(
    corpus: Corpus, ids: dict[str, DocumentId], article: int, now: Standing, to: Standing
) -> None:
    source = f"{article}.md"
    if to.revision > now.revision:
        document = read_text(article_text(article, to.revision), source=source)
        (added,) = await corpus.add([document], actor="faults", decided=True)
        ids[source] = added.version.id
    elif to.live:
        await corpus.restore(ids[source], actor="faults")
    else:
        await corpus.retract(ids[source], actor="faults")


def article_text(article: int, revision: int) -> str:
    """Write a revision of an article, of which each paragraph names both."""
    paragraphs = (
        f"Article {article} says in revision {revision}, paragraph {n}, that the harbour is shut."
        for n in range(_PARAGRAPHS)
    )
    return "\n\n".join([f"# Harbour {article}", *paragraphs])


async def wrongs(database: Path, known: Known) -> list[str]:
    """Name what is wrong with a database after a crash; take over what the change came to."""
    raw = sqlite3.connect(database)
    sound = raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    if not sound:
        return ["corrupt"]
    store, index = await open_store(f"sqlite:///{database}"), open_index("embedded:").index
    try:
        await Corpus.open(store, index)
        cited: defaultdict[DocumentId, list[str]] = defaultdict(list)
        passages = [passage async for passage in store.index_entries()]
        for passage in passages:
            cited[passage.document] += [passage.quote(sentence) for sentence in passage.sentences]
        found, wrong = {}, []
        async for version in store.documents():
            (article, revision), *others = set(_said(version.document.text))
            live = version.state is State.LIVE
            found[article] = Standing(revision, live)
            whole = (
                version.document.text == read_text(article_text(article, revision), source="x").text
            )
            quotable = list(_said(" ".join(sorted(set(cited[version.id])))))
            if others or not whole or quotable != [(article, revision)] * _PARAGRAPHS * live:
                wrong.append("half-done")
        if any(found.get(n) not in {to, known.begun.get(n)} for n, to in known.done.items()):
            wrong.append("acknowledged lost")
        known.settle(found)
        if len(await store.history()) != known.changes or await index.count() != len(passages):
            wrong.append("half-done")
        return wrong
    finally:
        await store.close()


def _said(text: str) -> Iterator[tuple[int, int]]:
    for article, revision in _SAYS.findall(text):
        yield int(article), int(revision)
