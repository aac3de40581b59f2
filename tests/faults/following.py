"""Another process changes the corpus while the bot answers."""

import asyncio
import time
from pathlib import Path

from faults.world import Row, percentile
from storybot.playground.world.people import Person
from worlds.bot_process import World, article, finding, new_world, running

_MOST_SECONDS = 1.0


async def confirmed_at_once(folder: Path, times: int) -> Row:
    """Change an article by command, and ask the bot the moment that the command is done."""
    wrong = 0
    async with new_world(folder) as world, running(world):
        file = folder / "tiller.txt"
        await world.say(world.ada, world.ada.chat_with(world.bot), "/sources")
        for number in range(times):
            file.write_text(article("tiller").replace("Divers", f"On day {number} divers"))
            done = await world.storybot("add", str(file))
            assert await done.wait() == 0
            wrong += not await _quotes(world)
    return Row(
        f"a new version by `storybot add` beside the bot, asked as the command ends, {times} times",
        "0 abstentions: both versions hold the answer",
        f"{wrong} of {times}",
        not wrong,
        "4 of 4",
    )


async def reindexing(folder: Path, articles: int) -> Row:
    """Cut all articles anew beside the bot, which is asked meanwhile."""
    many = folder / "many"
    many.mkdir()
    for number in range(articles):
        body = "\n\n".join(
            f"Passenger {number} of deck {n} said that the ferry would be missed by everybody."
            for n in range(30)
        )
        (many / f"{number}.md").write_text(f"# Passenger {number}\n\n{body}\n")
    wrong, took = 0, list[float]()
    async with new_world(folder) as world:
        (world.folder / "corpus" / "tiller.txt").write_text(article("tiller"))
        adding = await world.storybot("add", str(many))
        assert await adding.wait() == 0
        async with running(world):
            await _quotes(world)
            cutting = await world.storybot("reindex")
            until: float | None = None
            while until is None or time.monotonic() < until:
                begun = time.monotonic()
                wrong += not await _quotes(world, len(took))
                took.append(time.monotonic() - begun)
                if until is None and cutting.returncode is not None:
                    until = time.monotonic() + 5  # the bot follows
                await asyncio.sleep(0.02)
    slowest = max(took)
    return Row(
        f"`storybot reindex` of {articles} articles beside the bot, which is asked meanwhile",
        "0 wrong; none slower than a second",
        f"{wrong} of {len(took)} wrong, p95 {percentile(took, 0.95) * 1e3:.0f} ms, slowest"
        f" {slowest * 1e3:.0f} ms",
        not wrong,
        "5 of 129 wrong, slowest 3,043 ms",
        in_time=slowest < _MOST_SECONDS,
    )


async def _quotes(world: World, number: int = 0) -> bool:
    """Ask as somebody new, in words that nobody has asked in, so that nothing is remembered."""
    reader = Person(world.telegram, "Reader")
    question = f"What was found in the tiller on Sunday{'?' * (1 + number % 3)}"
    posted = await world.ask(reader, question)
    return finding("tiller") in posted.text
