"""A node of OpenSearch is killed while questions are asked: the others answer them."""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from engines.opensearch.nodes import Cluster, Missing, running
from faults.world import Row, percentile
from storybot.answering.answer import Answerer
from storybot.corpus.library import open_story
from storybot.model.errors import StoreError
from worlds.articles import make_document

_RATE = 50
"""Questions a second."""
_TRIES, _SECONDS_BETWEEN = 3, 0.2
"""How often the bot tries an update, and the seconds in between."""
_BERTHS = 40
_START_SECONDS = 300
_AGAIN_SECONDS, _MOST_SECONDS = 10, 0.3
"""Seconds after the kill, and what 19 of 20 questions take at most from then on."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and what became of it."""

    at: float
    """Seconds since the first one."""
    took: float
    verdict: str
    tries: int


class _Readers:
    """Ask for one berth after another; each has one master, whose sentence answers."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.asked: list[_Asked] = []

    async def ask(self, number: int, begun: float, at: float) -> None:
        """Ask as the bot does, which tries again where the index is unavailable."""
        verdict, tries = "lost", 0
        while tries < _TRIES:
            tries += 1
            try:
                answer = await self._answerer.answer(f"Who is the master of berth {number}?")
            except StoreError:
                await asyncio.sleep(_SECONDS_BETWEEN)
                continue
            first = answer.citations[0].text if answer.answered else ""
            verdict = "right" if first == _sentence(number) else "wrong"
            break
        self.asked.append(_Asked(at - begun, time.monotonic() - at, verdict, tries))

    async def keep_asking(self, seconds: int, rate: int, cluster: Cluster) -> None:
        """Ask for so long, kill the node that manages the cluster, and ask for as long again."""
        begun, running = time.monotonic(), list[asyncio.Task[None]]()
        killing: asyncio.Task[None] | None = None
        for number in range(2 * seconds * rate):
            at = begun + number / rate
            await asyncio.sleep(max(at - time.monotonic(), 0))
            if killing is None and at - begun >= seconds:
                manager = await asyncio.to_thread(_manager, cluster)
                killing = asyncio.create_task(asyncio.to_thread(cluster.kill, manager))
            running.append(asyncio.create_task(self.ask(number % _BERTHS, begun, at)))
        await asyncio.gather(*running, *([killing] if killing else []))

    def milliseconds(self, first: float, end: float) -> float:
        """Return how long 19 of 20 questions took of those asked between two moments."""
        took = [one.took for one in self.asked if first <= one.at < end]
        return percentile(took, 0.95) * 1000 if took else 0.0


async def failover(folder: Path, seconds: int, rate: int = _RATE) -> Row:
    """Kill one of three nodes, and ask for so long before and afterwards.

    Where that is too short to judge times, the nodes start quickly and are slower.
    """
    fault = f"the manager of three OpenSearch nodes is killed, at {rate} questions a second"
    goal = f"0 wrong, 0 lost; 95 % within {_MOST_SECONDS * 1000:.0f} ms {_AGAIN_SECONDS} s later"
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(
                running(3, seconds=_START_SECONDS, quick_start=seconds <= _AGAIN_SECONDS)
            )
        except (Missing, TimeoutError) as missing:  # or the nodes were not up in time
            why = next(iter(str(missing).splitlines()), type(missing).__name__)
            return Row(fault, goal, f"not run: {why}", passed=False)
        readers = await _readers(folder, cluster, seconds, rate)
    counts = Counter(one.verdict for one in readers.asked)
    again = sum(one.tries > 1 for one in readers.asked)
    before = readers.milliseconds(0, seconds)
    after = readers.milliseconds(seconds, seconds + _AGAIN_SECONDS)
    later = readers.milliseconds(seconds + _AGAIN_SECONDS, 2 * seconds)
    return Row(
        fault,
        goal,
        f"{len(readers.asked):,} questions: {counts['wrong']} wrong, {counts['lost']} lost, {again}"
        f" tried again; 95 % within {before:.0f} ms before, {after:.0f} ms in the first"
        f" {_AGAIN_SECONDS} s, {later:.0f} ms afterwards",
        counts["right"] == len(readers.asked),
        in_time=later <= _MOST_SECONDS * 1000,
    )


async def _readers(folder: Path, cluster: Cluster, seconds: int, rate: int) -> _Readers:
    index = f"opensearch://{cluster.hosts}/failover?replicas=2"
    async with open_story(f"sqlite:///{folder}/s.db", index=index) as story:
        berths = [make_document(_sentence(n), source=f"{n}.md") for n in range(_BERTHS)]
        await story.corpus.add(berths, actor="cli")
        await asyncio.to_thread(cluster.wait_green, _START_SECONDS)
        readers = _Readers(Answerer(story.store, story.index))  # which remembers no answer
        for number in range(_BERTHS):
            await readers.ask(number, 0.0, 0.0)
        readers.asked.clear()
        await readers.keep_asking(seconds, rate, cluster)
    return readers


def _sentence(number: int) -> str:
    name = ("Abel", "Bruno", "Clara", "Dario", "Edna", "Franz", "Greta", "Hugo")[number % 8]
    return f"{name} Harbour{number} is the master of berth {number}."


def _manager(cluster: Cluster) -> int:
    name = cluster.get(0, "/_cat/cluster_manager?format=json")[0]["node"]
    return int(name.removeprefix("node"))
