"""What holds up the event loop, and a clock that jumps."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from faults import probed
from faults.world import QUESTION, Row, all_answered, answer_seconds, ask, percentile, stop
from storybot.playground.world.people import Person
from worlds.bot_process import World, new_world

_HOUR, _YEAR = 3600.0, 365 * 86400.0
_MOST_LAG = 0.1
_PASSAGES_AN_ARTICLE = 50
_WORDS_A_SENTENCE = 20


@asynccontextmanager
async def with_probe(world: World) -> AsyncIterator[Path]:
    """Run the bot with a probe; yield the probe's file."""
    file = world.folder / "probe"
    world.settings["PYTHONPATH"] = str(Path(__file__).parents[1])
    process = await world.storybot(str(file), "bot", module="faults.probed")
    try:
        yield file
    finally:
        await stop(process)


async def indexing(folder: Path, passages: int) -> Row:
    """Add a folder of so many passages beside the running bot, which is asked meanwhile."""
    _write_articles(folder / "many", passages)
    async with new_world(folder) as world:
        world.settings["STORYBOT_LOG_LEVEL"] = "INFO"
        async with with_probe(world) as file:
            await answer_seconds(world)
            before = probed.looks(file)
            begun = time.monotonic()
            adding = await world.storybot("add", "many")
            took = []
            while adding.returncode is None:
                took.append(await answer_seconds(world))
                await asyncio.sleep(0.1)
            seconds = time.monotonic() - begun
            await asyncio.sleep(2)  # what was added last is taken over
            found = probed.lags(file, before)
    p99 = percentile(found, 0.99)
    return Row(
        f"{passages:,} passages added while {len(took)} questions are asked",
        "event-loop lag p99 under 100 ms",
        f"in {seconds:.0f} s: lag p99 {p99 * 1e3:.0f} ms, longest {max(found) * 1e3:.0f} ms;"
        f" answers p95 {percentile(took, 0.95) * 1e3:.0f} ms",
        adding.returncode == 0,
        in_time=p99 < _MOST_LAG,
    )


def _write_articles(folder: Path, passages: int) -> None:
    """Write articles of made-up words; a passage is about eighty of them."""
    rng = random.Random(passages)
    folder.mkdir()
    words = ["".join(rng.choices("abdefgiklmnoprstu", k=rng.randint(3, 9))) for _ in range(20_000)]
    frequent = [1 / (rank + 10) for rank in range(len(words))]
    for number in range(max(passages // _PASSAGES_AN_ARTICLE, 1)):
        said = rng.choices(words, frequent, k=_PASSAGES_AN_ARTICLE * 4 * _WORDS_A_SENTENCE)
        sentences = [
            " ".join(said[n : n + _WORDS_A_SENTENCE]).capitalize() + "."
            for n in range(0, len(said), _WORDS_A_SENTENCE)
        ]
        paragraphs = [" ".join(sentences[n : n + 4]) for n in range(0, len(sentences), 4)]
        text = "\n\n".join(paragraphs)
        (folder / f"{number}.md").write_text(
            f"---\ntitle: Story {number}\nlanguage: en\n---\n\n{text}\n"
        )


async def clock_jumps(folder: Path) -> Row:
    """Move the bot's clock by an hour and by a year, forwards and back, and ask after each."""
    slowest, lost = 0.0, 0
    jumps = (_HOUR, -_HOUR, _YEAR, -_YEAR, 0.0)
    async with new_world(folder) as world, with_probe(world) as file:
        await answer_seconds(world)
        for wrong_by in jumps:
            asked = [ask(world) for _ in range(3)]
            probed.set_clock(file, wrong_by)
            lost += len(await all_answered(world, asked, 60))
            slowest = max(slowest, await answer_seconds(world))
            typed = Person(world.telegram, "Reader").type_inline(
                world.bot, f"{QUESTION} {wrong_by}"
            )
            lost += not (await typed.answered(60)).results
    return Row(
        "the clock jumps by an hour and by a year, forwards and back",
        "nothing lost; nothing stuck",
        f"{lost} of {5 * len(jumps)} lost, slowest answer after a jump {slowest * 1e3:.0f} ms",
        not lost,
        in_time=slowest < 1,
    )
