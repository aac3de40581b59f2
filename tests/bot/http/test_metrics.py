"""What is counted of a bot at work, and what a scrape says of it."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as families

from engines.postgresql import free_port
from faults.world import stop
from storybot.bot.connection.queues.chat_queues import door_of
from storybot.bot.http.loop_lag import watch_lag
from storybot.bot.http.metrics import Metrics
from storybot.corpus.library import open_story
from storybot.ingest.reading import read_text
from storybot.model.errors import Refused
from storybot.runtime.current_update import CurrentUpdate, in_update
from worlds.bot_process import new_world

LOCK = "# Lock shut\n\nInes Calder shut the northern lock on Tuesday."


def value(text: str, name: str, **labels: str) -> float:
    """Return a sample of a scrape."""
    (found,) = {
        sample.value
        for family in families(text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    }
    return float(found)


async def test_questions_are_counted_by_outcome_and_door() -> None:
    """Answered, abstained, talk and refused; with the language of the sentence."""
    metrics = Metrics()
    async with open_story("sqlite:///:memory:") as story:
        await story.add(read_text(LOCK, source="lock.md"))
        answerer = story.answerer
        answerer.observe = metrics.note_answer
        with in_update(CurrentUpdate("u1", "group")):
            await answerer.answer("Who shut the northern lock?")
            await answerer.answer("What does copper cost in Chile?")
            await answerer.answer("Thank you!")
            with pytest.raises(Refused):
                await answerer.answer("lock " * 2000)
    said = metrics.text().decode()
    for outcome, language in {"answered": "en", "talk": "", "refused": ""}.items():
        labels = {"outcome": outcome, "door": "group", "language": language}
        assert value(said, "storybot_questions_total", **labels) == 1
    assert value(said, "storybot_questions_total", outcome="abstained") == 1
    assert value(said, "storybot_step_seconds_count", step="answer") == 2


@pytest.mark.parametrize(
    ("update", "door"),
    [
        ({"message": {"chat": {"id": 1, "type": "private"}}}, "private"),
        ({"edited_message": {"chat": {"id": -1, "type": "supergroup"}}}, "group"),
        ({"guest_message": {"chat": {"id": -1, "type": "group"}}}, "guest"),
        ({"inline_query": {"id": "1"}}, "inline"),
        ({"chosen_inline_result": {"result_id": "1"}}, "inline"),
        ({"callback_query": {"id": "1"}}, "button"),
        ({"message": {"chat": "hostile"}}, "other"),
        ({"message": None}, "other"),
    ],
)
def test_a_door_is_named(update: dict[str, object], door: str) -> None:
    """Whatever the update holds."""
    assert door_of(update) == door


async def test_a_late_loop_is_seen() -> None:
    """The lag is how much later than due the loop gets to it."""
    late: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    watching = asyncio.create_task(watch_lag(late.set_result))
    assert await asyncio.wait_for(late, 10) >= 0
    watching.cancel()


@pytest.mark.slow
async def test_a_scrape_tells_what_the_bot_did(tmp_path: Path) -> None:
    """Counts of the database, the build, the process and the inbox stand beside what was asked."""
    async with new_world(tmp_path) as world:
        world.settings["STORYBOT_HTTP"] = address = f"127.0.0.1:{free_port()}"
        world.settings["STORYBOT_LOG_FORMAT"] = "json"
        process = await world.storybot("bot")
        await world.ask(world.ada, "Who opened the Lantern Bridge?")
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            said = (await client.get(f"http://{address}/metrics")).text
        await stop(process)
    assert value(said, "storybot_articles") == 2
    assert value(said, "storybot_passages") > 2
    assert value(said, "storybot_database_bytes") > 4096
    assert value(said, "storybot_index_generation") == 2
    assert value(said, "storybot_inbox_age_seconds") < 60
    assert value(said, "storybot_questions_total", outcome="answered", door="private") == 1
    assert value(said, "storybot_step_seconds_count", step="call") >= 1
    assert value(said, "process_resident_memory_bytes") > 10_000_000
    assert "storybot_build_info{" in said
    assert not re.search(rf"\b{world.ada.user.id}\b|{world.ada.user.first_name}", said)
