"""The measurements of one engine, made inside its own process."""

import heapq
import math
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import NamedTuple

import numpy as np

from bench.corpus import Passages, spell
from bench.engines.base import Engine

TOP = 10
"""Passages that every question asks for."""

LEAST = 3
"""Questions that even the slowest engine is asked."""

_REPEAT = 0.5
_PASSES = 25
"""A turn goes over the questions again for so many seconds, and so many times at most."""

_CHUNK = 10_000
_AWAKE = 0.0005
"""Seconds before an event from which on the process waits awake, as sleep wakes late."""


class Stream:
    """Passages as lists of words, made as they are taken, and the seconds that making took.

    Every word is a string of its own, as a tokenizer or a database hands it over.
    """

    def __init__(self, passages: Passages) -> None:
        self.seconds = 0.0
        self._passages = passages

    def __iter__(self) -> Iterator[list[str]]:
        begun = time.perf_counter()
        spelt = {number: spell(number) for number in np.unique(self._passages.words).tolist()}
        for first in range(0, self._passages.size, _CHUNK):
            last = min(first + _CHUNK, self._passages.size)
            chunk = self._passages.slice(first, last).lists()
            words = [" ".join([spelt[number] for number in each]).split(" ") for each in chunk]
            self.seconds += time.perf_counter() - begun
            yield from words
            begun = time.perf_counter()


def build_seconds(engine: Engine, *passages: Passages) -> float:
    """Build the engine and return the seconds that it took, without those of making its input."""
    streams = [Stream(some) for some in passages]
    begun = time.perf_counter()
    engine.build(words for stream in streams for words in stream)
    return time.perf_counter() - begun - sum(stream.seconds for stream in streams)


class Turn(NamedTuple):
    """What an engine did with the questions when it was its turn."""

    passes: list[list[float]]
    """Microseconds of each question, in one or more passes over the same ones."""
    cpu_seconds: float
    """Processor time of them all: what one core was kept busy for."""


def ask(engine: Engine, questions: Sequence[list[str]], budget: float) -> Turn:
    """Ask one question after another, until the budget in seconds is spent; three at least.

    A quick engine is asked them all several times over, so that what else the machine does in
    the meantime shows in some passes and not in most.
    """
    busy, begun = time.process_time(), time.perf_counter()
    passes = [_pass(engine, questions, budget)]
    if len(passes[0]) == len(questions):
        while time.perf_counter() - begun < _REPEAT and len(passes) < _PASSES:
            passes.append(_pass(engine, questions, math.inf))
    return Turn(passes, time.process_time() - busy)


def _pass(engine: Engine, questions: Sequence[list[str]], budget: float) -> list[float]:
    micros: list[float] = []
    until = time.perf_counter() + budget
    for question in questions:
        micros.append(_micros(engine, question))
        if len(micros) >= LEAST and time.perf_counter() > until:
            break
    return micros


def addition_ms(engine: Engine, first: int, article: Sequence[list[str]], marker: str) -> float:
    """Add an article and return the milliseconds until a question found it.

    Raises:
        RuntimeError: it was not found by a word that only it holds.
    """
    begun = time.perf_counter()
    engine.add(first, [[marker, *article[0]], *article[1:]])
    hits = engine.search([marker], TOP)
    took = (time.perf_counter() - begun) * 1e3
    if [number for number, _ in hits] != [first]:
        raise RuntimeError(f"Passage {first} was added, but asking for its word found {hits}.")
    return took


def after_change_micros(
    engine: Engine, questions: Sequence[list[str]], first: int, passages: Sequence[list[str]]
) -> list[tuple[float, float]]:
    """Return two times a change: of the question right after it, and of one with new terms.

    A change is one more passage, and is not counted. The first question finds everything that
    the engine derives from the whole index out of date; the second shares no term with it, so
    that none of its terms was asked for since.
    """
    micros: list[tuple[float, float]] = []
    for number, passage in enumerate(passages, first):
        position = (number - first) % len(questions)
        right_after = questions[position]
        others = [*questions[position:], *questions[:position]]
        new_terms = next(q for q in others if not set(q) & set(right_after))
        engine.add(number, [passage])
        micros.append((_micros(engine, right_after), _micros(engine, new_terms)))
    return micros


def _micros(engine: Engine, question: list[str]) -> float:
    before = time.perf_counter_ns()
    engine.search(question, TOP)
    return (time.perf_counter_ns() - before) / 1e3


Article = tuple[int, list[list[str]]]
"""Passages to add, and the number of the first."""


class _Event(NamedTuple):
    due: float
    what: list[str] | Article


def paced_micros(
    engine: Engine,
    questions: Sequence[list[str]],
    articles: Sequence[Article],
    seconds: float,
    rate: float,
) -> list[float]:
    """Ask ``rate`` questions a second while the articles are added, spread over the seconds.

    One thread does both, as in the bot; a question's time runs from when it was due, so that one
    that waits for an addition pays for it. They come at random moments, the same ones always.
    """
    random = np.random.default_rng(0)
    moments = np.sort(random.random(round(seconds * rate)) * seconds).tolist()
    asked = list(map(_Event, moments, cycle(questions)))
    added = [_Event(seconds * n / len(articles), article) for n, article in enumerate(articles)]
    micros: list[float] = []
    begun = time.perf_counter()
    for due, what in heapq.merge(asked, added, key=lambda event: event.due):
        _wait_until(begun + due)
        if isinstance(what, tuple):
            engine.add(*what)
        else:
            engine.search(what, TOP)
            micros.append((time.perf_counter() - begun - due) * 1e6)
    return micros


def _wait_until(moment: float) -> None:
    while (left := moment - time.perf_counter()) > 0:
        if left > _AWAKE:
            time.sleep(left - _AWAKE)


def percentiles(micros: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile."""
    p50, p99 = np.percentile(micros, [50, 99]).tolist()
    return p50, p99
