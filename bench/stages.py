"""Where a question's time goes inside storybot's index, and what a thread hop costs.

It looks behind the index's interface, which nothing but a profile may do.
"""
# ruff: noqa: SLF001

import asyncio
import statistics
import time
from collections.abc import Callable

import numpy as np

from bench.measure import TOP, percentiles
from storybot.search.embedded.embedded_index import EmbeddedIndex, _hits
from storybot.search.embedded.scoring.two_stage import Sums
from storybot.search.embedded.thresholds import Limits

_PASSES = 5
_HOPS = 2_000

Figures = dict[str, float | None]


def profile(index: EmbeddedIndex, questions: list[list[str]]) -> Figures:
    """Return microseconds by stage, medians over the questions; terms were asked for before.

    ``read_us`` is the time to read the postings once, which no exact ranking can do without.
    """
    stages = [_stages(index, question) for question in questions if index._found(question)]
    figures: Figures = {
        name: statistics.median(each[name] for each in stages) for name in stages[0]
    }
    above = sum(each["postings"] > Limits().on_loop for each in stages)
    figures["off_loop"] = above / len(stages)
    figures["hop_p50_us"], figures["hop_p99_us"] = asyncio.run(_hop())
    figures["aside_p50_us"], figures["aside_p99_us"] = asyncio.run(_aside(index, questions))
    return figures


def _stages(index: EmbeddedIndex, question: list[str]) -> dict[str, float]:
    terms, ranker = index._found(question), index._ranker
    passages = np.concatenate([term.passages for term in terms], dtype=np.int32)
    shapes = np.concatenate([term.shapes for term in terms])
    ranking = ranker.rank(terms, TOP)
    stages = {
        "postings": len(passages),
        "read_us": _micros(lambda: (passages.max(), shapes.max())),
        "terms_us": _micros(lambda: index._found(question)),
        "sum_us": _micros(lambda: ranker.rank(terms, TOP)),
        "exact_us": 0.0,
        "hits_us": _micros(lambda: _hits(index._parts, ranking, TOP)),
        "whole_us": _micros(lambda: index.search(question, TOP)),
    }
    if isinstance(ranker, Sums):
        finalists = ranker.finalists(terms, TOP)
        stages["sum_us"] = _micros(lambda: ranker.finalists(terms, TOP))
        stages["exact_us"] = _micros(lambda: ranker._scores(terms, finalists))
    return stages


def _micros(do: Callable[[], object]) -> float:
    times = []
    for _ in range(_PASSES):
        before = time.perf_counter_ns()
        do()
        times.append(time.perf_counter_ns() - before)
    return statistics.median(times) / 1e3


async def _hop() -> tuple[float, float]:
    """Return the median and the 99th percentile of handing a thread nothing to do."""
    await asyncio.to_thread(int)
    micros = []
    for _ in range(_HOPS):
        before = time.perf_counter_ns()
        await asyncio.to_thread(int)
        micros.append((time.perf_counter_ns() - before) / 1e3)
    return percentiles(micros)


async def _aside(index: EmbeddedIndex, questions: list[list[str]]) -> tuple[float, float]:
    """Return the same of questions that a thread answers, whatever they cost."""
    limits, micros = index._limits, list[float]()
    index._limits = limits._replace(on_loop=-1)
    for question in questions * _PASSES:
        before = time.perf_counter_ns()
        await index.find(question, TOP)
        micros.append((time.perf_counter_ns() - before) / 1e3)
    index._limits = limits
    return percentiles(micros)
