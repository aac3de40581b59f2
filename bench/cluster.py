"""OpenSearch beside the embedded index, on nodes of its own: quality, latency, a node's death.

``python -m bench.cluster quality DIR…`` asks the questions of labelled sets of both indexes.
``python -m bench.cluster size DIR --passages 1000000`` times whole answers of a large index.
``python -m bench.cluster failover DIR`` kills one of three nodes while questions are asked.
Each starts the nodes by `tests/engines/opensearch/nodes.py` and prints JSON.
"""

import asyncio
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from bench.memory import resident_mb
from storybot import open_story
from storybot.answering.answer import Answerer
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.library import Story
from storybot.evaluation.dataset import read_docs, read_questions
from storybot.evaluation.report import scores
from storybot.evaluation.runs import Asked, add_documents, ask_all
from storybot.model.answers import Answer
from storybot.model.errors import StoreError
from storybot.model.passages import Passage, PassageId
from storybot.search.index import Index, IndexEntry

_NODES = Path("tests/engines/opensearch")
_START = 600.0
"""Seconds until the nodes have to be up."""
_IN_MEMORY = "sqlite:///:memory:"
_RANKED = 5
_TRIES, _BETWEEN = 3, 0.2
"""How often the bot tries an update, and the seconds in between."""
_COMMON = 200
"""Passages from which a word is kept in the copies of a passage."""
_VOCABULARIES = 20
"""Sets of other rare words that the copies are in: words grow more slowly than texts do."""
_AT_ONCE = 1_000
_WARM = 400
"""Questions asked first, which the nodes compile themselves for; they are others."""
_INDEXES = ("embedded", "opensearch")

sets = click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
most_option = click.option("--most", default=400, help="Questions of each set.")
heap_option = click.option("--heap", default=320, help="Megabytes of each node's heap.")


@click.group()
def main() -> None:
    """Measure the index on OpenSearch."""


@main.command()
@sets
@most_option
@heap_option
def quality(folders: Sequence[Path], most: int, heap: int) -> None:
    """Compare the first sentences that both indexes lead to."""
    with _nodes(1, heap) as cluster:
        for folder in folders:
            found = asyncio.run(_compared(folder, f"opensearch://{cluster.hosts}", most))
            _print({"set": folder.name, **found})


async def _compared(folder: Path, cluster: str, most: int) -> dict[str, Any]:
    runs: dict[str, list[Asked]] = {}
    indexes = {"embedded": "embedded:", "opensearch": f"{cluster}/{folder.name}?replicas=0"}
    for name, index in indexes.items():
        docs, questions = read_docs(folder), read_questions(folder)
        drawn = questions[:: max(len(questions) // most, 1)][:most]
        async with open_story(_IN_MEMORY, index=index) as story:
            await add_documents(story.corpus, docs, lambda _: None)
            runs[name] = await ask_all(story.answerer, docs, drawn, _RANKED, lambda _: None)
    found: dict[str, Any] = {"questions": len(runs["embedded"])}
    for name, run in runs.items():
        figures = scores(run, 0.5)
        kept = {figure: figures[figure] for figure in ("P@1", "answering_f1") if figure in figures}
        found[name] = kept | {"ms_p50": round(statistics.median(a.took_ms for a in run), 2)}
    pairs = zip(*runs.values(), strict=True)
    found["other_first"] = sum(a.line.hits[:1] != b.line.hits[:1] for a, b in pairs)
    return found


@main.command()
@sets
@most_option
@heap_option
@click.option("--passages", default=100_000, help="Of the articles, and of copies in other words.")
@click.option("--shards", default=1)
@click.option("--kept", type=click.Path(path_type=Path), help="Where the nodes' files stay.")
@click.option("--only", type=click.Choice(_INDEXES), multiple=True, default=_INDEXES)
def size(
    folders: Sequence[Path],
    most: int,
    heap: int,
    passages: int,
    shards: int,
    kept: Path | None,
    only: Sequence[str],
) -> None:
    """Time whole answers where the index holds many passages.

    What was filled into nodes whose files are kept is asked the next time without filling it.
    """
    if "embedded" in only:
        _print(
            {"index": "embedded", **asyncio.run(_timed(folders[0], "embedded:", most, passages))}
        )
    if "opensearch" in only:
        with _nodes(3, heap, kept) as cluster:
            url = f"opensearch://{cluster.hosts}/size?shards={shards}&refresh_ms=1000"
            found = asyncio.run(_timed(folders[0], url, most, passages))
            found["nodes_mb"] = cluster.memory_mb()
            stored = cluster.get(0, "/_cat/indices/size-*?bytes=b&format=json")
            found["copies_mb"] = round(sum(int(i["store.size"]) for i in stored) / 1e6)
        _print({"index": "opensearch", "shards": shards, "heap": heap, **found})


async def _timed(folder: Path, url: str, most: int, passages: int) -> dict[str, Any]:
    async with _opened(folder, "embedded:") as story:
        index, before = open_index(url).index, resident_mb() or 0.0
        begun = time.monotonic()
        if await index.count() < passages:
            await _fill(story, index, passages)
        filled = time.monotonic() - begun
        answerer = Answerer(story.store, index)  # without a generation it keeps no answer
        questions = [q.question for q in read_questions(folder)][: most + _WARM]
        for question in questions[-_WARM:]:
            await answerer.answer(question, _RANKED)
        busy = time.process_time()
        took = [(await answerer.answer(q, _RANKED)).took_ms for q in questions[:-_WARM]]
        busy = (time.process_time() - busy) / len(took) * 1e3
        found = {
            "passages": await index.count(),
            "filled_s": round(filled, 1),
            "questions": len(took),
            "ms_p50": round(statistics.median(took), 2),
            "ms_p95": round(_percentile(took, 95), 2),
            "cpu_ms": round(busy, 2),
            "process_mb": round((resident_mb() or 0.0) - before),
            "load": os.getloadavg()[0],
        }
        await index.close()
        return found


async def _fill(story: Story, index: Index, passages: int) -> None:
    """Fill the index with the story's passages and with copies that hold other rare words.

    The copies are in the index alone: an answer that cited one would be without it.
    """
    own = [passage async for passage in story.store.index_entries()]
    held = Counter(w for p in own for w in {w for s in p.sentences for w in s.facts.words})
    generation = story.corpus.generation
    async with index.filling() as filling:
        batch: list[IndexEntry] = []
        for passage in _copies(own, held, passages):
            terms = [term for s in passage.sentences for term in s.terms]
            batch.append(IndexEntry(passage.id, terms, passage))
            if len(batch) == _AT_ONCE:
                await filling.add(batch)
                batch = []
        await filling.add(batch)
        await filling.swap(generation)


def _copies(own: Sequence[Passage], held: Counter[str], passages: int) -> Iterator[Passage]:
    yield from own[:passages]
    first = max((passage.id for passage in own), default=0) + 2
    for number in range(passages - len(own)):
        passage, copy = own[number % len(own)], number // len(own) % _VOCABULARIES + 1
        yield _copy(passage, PassageId(first + number), copy, held)


def _copy(passage: Passage, id: PassageId, copy: int, held: Counter[str]) -> Passage:
    def other(words: Sequence[str]) -> tuple[str, ...]:
        return tuple([w if held[w] >= _COMMON else f"{w}{copy}" for w in words])

    sentences = tuple([
        s._replace(terms=other(s.terms), facts=s.facts._replace(words=other(s.facts.words)))
        for s in passage.sentences
    ])  # fmt: skip
    return replace(passage, id=id, sentences=sentences, position=0, goes_on=False)


@main.command()
@sets
@heap_option
@click.option("--rate", default=50, help="Questions a second.")
@click.option("--seconds", default=20, help="Before the kill, and after it.")
def failover(folders: Sequence[Path], heap: int, rate: int, seconds: int) -> None:
    """Kill the node that manages the cluster while questions are asked."""
    with _nodes(3, heap) as cluster:
        url = f"opensearch://{cluster.hosts}/failover?replicas=2&timeout=2"
        _print(asyncio.run(_failed_over(folders[0], url, cluster, rate, seconds)))


async def _failed_over(
    folder: Path, url: str, cluster: Any, rate: int, seconds: int
) -> dict[str, Any]:
    async with _opened(folder, url) as story:
        await asyncio.to_thread(cluster.wait_green, 120)
        answerer = Answerer(story.store, story.index)
        questions = [q.question for q in read_questions(folder)][:200]
        expected = {q: _said(await answerer.answer(q, _RANKED)) for q in questions}
        asked: list[tuple[float, float, str, int]] = []

        async def ask(question: str, at: float) -> None:
            verdict, tries = "lost", 0
            while tries < _TRIES:
                tries += 1
                try:
                    answer = await answerer.answer(question, _RANKED)
                except StoreError:
                    await asyncio.sleep(_BETWEEN)
                else:
                    verdict = "right" if _said(answer) == expected[question] else "wrong"
                    break
            asked.append((at - begun, time.monotonic() - at, verdict, tries))

        begun, running = time.monotonic(), list[asyncio.Task[None]]()
        killed = False
        for number in range(2 * seconds * rate):
            at = begun + number / rate
            await asyncio.sleep(max(at - time.monotonic(), 0))
            if not killed and at - begun >= seconds:
                killed = True
                await asyncio.to_thread(cluster.kill, _manager(cluster))
            running.append(asyncio.create_task(ask(questions[number % len(questions)], at)))
        await asyncio.gather(*running)
    counts = Counter(verdict for _, _, verdict, _ in asked)
    return {
        "asked": len(asked),
        **{name: counts[name] for name in ("right", "wrong", "lost")},
        "tried_again": sum(tries > 1 for *_, tries in asked),
        "p95_ms_before": _p95(asked, 0, seconds),
        "p95_ms_by_second_after": [_p95(asked, s, s + 1) for s in range(seconds, 2 * seconds)],
        "load": os.getloadavg()[0],
    }


def _manager(cluster: Any) -> int:
    name = cluster.get(0, "/_cat/cluster_manager?format=json")[0]["node"]
    return int(name.removeprefix("node"))


def _said(answer: Answer) -> tuple[bool, str]:
    return answer.answered, answer.citations[0].text if answer.citations else ""


def _p95(asked: Sequence[tuple[float, float, str, int]], first: float, end: float) -> float:
    return round(_percentile([took for at, took, *_ in asked if first <= at < end], 95) * 1e3, 1)


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]


@asynccontextmanager
async def _opened(folder: Path, index: str) -> AsyncIterator[Story]:
    async with open_story(_IN_MEMORY, index=index) as story:
        await add_documents(story.corpus, read_docs(folder), lambda _: None)
        yield story


def _nodes(nodes: int, heap: int, kept: Path | None = None) -> Any:
    sys.path.insert(0, str(_NODES))
    return import_module("nodes").running(nodes, heap, seconds=_START, quick_start=False, kept=kept)


def _print(found: dict[str, Any]) -> None:
    click.echo(json.dumps(found))


if __name__ == "__main__":
    main()
