"""A process that answers from articles: of this build, or of an earlier one on ``PYTHONPATH``.

``python subject.py DATABASE`` reads commands on stdin, a line of JSON each, and answers with one.
It imports only what both builds have; where the earlier one keeps it elsewhere, both are named.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

_BATCH = 200
_RANKED = 5
_TOLD = 10
"""How often it is told how far the adding is."""

_STAGES = {
    "reading the message": ("storybot.answering.answer", "read_utterance"),
    "reading the question": ("storybot.answering.answer", "QueryAnalyzer.read"),
    "searching": ("storybot.search.embedded.embedded_index", "EmbeddedIndex.find"),
    "collecting sentences": ("storybot.answering.answer", "gather"),
    "matching words": ("storybot.answering.ranking.reranker", "match"),
    "features": ("storybot.answering.ranking.reranker", "features"),
    "signs of an answer": ("storybot.answering.answer", "signs"),
    "confidence": ("storybot.answering.answer", "estimate"),
    "conflicts": ("storybot.answering.answer", "newest_first"),
    "citing": ("storybot.answering.answer", "cite_answer"),
    "asking for the generation": ("storybot.answering.cache", "CachedStore.now"),
}


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Any]:
    """Open a story, whichever build this is."""
    try:
        library = import_module("storybot.corpus.library")
    except ImportError:
        async with _opened_before(url) as story:
            yield story
    else:
        async with library.open_story(url) as story:
            yield story


@asynccontextmanager
async def _opened_before(url: str) -> AsyncIterator[Any]:
    """Do what the command line did before there was a library."""
    backends = import_module("storybot.backends")
    store, found = await backends.open_store(url), backends.open_index("embedded:", url)
    try:
        corpus = await import_module("storybot.corpus").Corpus.open(store, found.index, found.saved)
        answerer = import_module("storybot.answering.answer").Answerer(
            store, found.index, generation=lambda: corpus.generation
        )
        yield SimpleNamespace(index=found.index, corpus=corpus, answerer=answerer)
        found.save(corpus.generation)
    finally:  # or the thread of the database keeps a process that failed from ending
        found.index.close()
        await store.close()


async def _count(index: Any) -> int:
    """Count the passages; before the index had coroutines, its length was their number."""
    return int(await index.count() if hasattr(index, "count") else len(index))


def _documents(articles: str) -> list[Any]:
    dataset = import_module("storybot.evaluation.dataset")
    form = getattr(dataset, "LabelledDocument", None) or dataset.Doc
    lines = Path(articles).read_bytes().splitlines()
    found = (form.model_validate_json(line).document() for line in lines)
    return [document for document in found if document]


async def _build(story: Any, docs: list[Any]) -> dict[str, float]:
    begun, busy = time.perf_counter(), time.process_time()
    for start in range(0, len(docs), _BATCH):
        await story.corpus.add(docs[start : start + _BATCH], actor="bench", twins=True)
        done = min(start + _BATCH, len(docs))
        if done * _TOLD // len(docs) > start * _TOLD // len(docs):
            took = time.perf_counter() - begun
            sys.stderr.write(f"    {done:,} of {len(docs):,} articles in {took:.0f} s\n")
            sys.stderr.flush()
    took, spent = time.perf_counter() - begun, time.process_time() - busy
    helpers_cpu_s, helpers_mb = _helpers()
    return {
        "build_s": took,
        "build_cpu_s": spent + helpers_cpu_s,
        "helpers_mb": helpers_mb,
        "passages": await _count(story.index),
    }


def _helpers() -> tuple[float, float]:
    """End the processes that analysed articles, if there are any.

    Return the seconds that they used processors for, and the most memory that each had, added up.
    Linux's `getrusage` counts what this process had when it started them.
    """
    try:
        pool = import_module("storybot.text.bulk.analysing_pool").POOL
    except ImportError:  # the earlier build has none
        return 0.0, 0.0
    peaks = [_memory_mb("VmHWM", str(pid)) or 0.0 for pid in pool.pids]
    pool.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, sum(peaks)


async def _ask(story: Any, questions: list[str]) -> list[tuple[float, float]]:
    """Return milliseconds of a processor, and milliseconds waited, for each question."""
    found = []
    for question in questions:
        begun, busy = time.perf_counter(), time.process_time()
        await story.answerer.answer(question, _RANKED)
        took = time.perf_counter() - begun
        found.append(((time.process_time() - busy) * 1e3, took * 1e3))
    return found


def _settle() -> bool:
    """Do what the bot of the build does once all is loaded; return whether it does anything."""
    try:
        collecting = import_module("storybot.runtime.collecting")
    except ImportError:  # the earlier build does nothing
        return False
    collecting.spare_what_is_loaded()
    return True


async def _stages(story: Any, questions: list[str]) -> dict[str, float]:
    """Return milliseconds of the main thread a question, by stage."""
    spent = dict.fromkeys(_STAGES, 0.0)
    with ExitStack() as stack:
        for stage, (module, name) in _STAGES.items():
            stack.enter_context(_timed(module, name, stage, spent))
        begun = time.thread_time()
        await _ask(story, questions)
        whole = time.thread_time() - begun
    spent["the rest"] = whole - sum(spent.values())
    return {stage: seconds / len(questions) * 1e3 for stage, seconds in spent.items()}


@contextmanager
def _timed(module: str, name: str, stage: str, spent: dict[str, float]) -> Iterator[None]:
    owner: Any = import_module(module)
    *classes, attribute = name.split(".")
    for each in classes:
        owner = getattr(owner, each)
    original = getattr(owner, attribute)

    def timed(*args: Any, **kwargs: Any) -> Any:
        begun = time.thread_time()
        result = original(*args, **kwargs)
        spent[stage] += time.thread_time() - begun
        return result

    async def timed_coroutine(*args: Any, **kwargs: Any) -> Any:
        begun = time.thread_time()
        try:
            return await original(*args, **kwargs)
        finally:
            spent[stage] += time.thread_time() - begun

    is_coroutine = asyncio.iscoroutinefunction(original)
    with patch.object(owner, attribute, timed_coroutine if is_coroutine else timed):
        yield


def _memory_mb(field: str, process: str = "self") -> float | None:
    status = Path("/proc", process, "status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(field + ":"))


async def main() -> None:
    """Open the database of the first argument, and do what stdin says."""
    begun = time.perf_counter()
    async with opened(f"sqlite:///{sys.argv[1]}") as story:
        for line in sys.stdin:
            command, argument = json.loads(line)
            answer: Any
            if command == "build":
                answer = await _build(story, _documents(argument))
            elif command == "ask":
                answer = await _ask(story, argument)
            elif command == "stages":
                answer = await _stages(story, argument)
            elif command == "settle":
                answer = _settle()
            elif command == "opened":
                await _ask(story, argument)
                answer = (time.perf_counter() - begun) * 1e3
            else:
                answer = _memory_mb({"peak": "VmHWM", "own": "RssAnon"}[command])
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
