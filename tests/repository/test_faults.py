"""The faults of `python -m faults`, briefly: what breaks, and that nothing is lost by it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest

from engines.postgresql import programs
from faults import calls
from faults import failover as failing_over
from faults.addresses import hostile_addresses
from faults.afternoon import afternoon
from faults.calls import cost_of_calls
from faults.correcting import corrected_in_time, corrected_steps
from faults.decisions import decisions
from faults.desk_steps import ADD, RETRACT, desk_steps
from faults.failover import failover
from faults.following import confirmed_at_once, reindexing
from faults.forgeries import forged_buttons
from faults.inline_steps import inline_steps
from faults.kills import kills
from faults.loop import clock_jumps, indexing
from faults.server_restarts import restarted_server
from faults.steps import press_steps, question_steps, told_steps
from faults.storage import damaged, damaged_texts, disk_full, read_only
from faults.storms import flooded_chat, inline_load, stopped_under_load
from faults.trouble import broken_off, hostile_texts, poison, repeated
from faults.updates import killed_updates, power_cuts
from faults.uploads import hostile_uploads
from faults.worker_kills import killed_workers
from faults.world import Row
from storybot.playground.world.faults import Fault
from worlds.bot_process import World, new_world

pytestmark = pytest.mark.slow

Run = Callable[[Path], Awaitable[Row]]

RUNS: dict[str, Run] = {
    "kill, polling": lambda folder: kills(folder, 1, webhook=False),
    "kill, webhook": lambda folder: kills(folder, 1, webhook=True),
    "kill, updates": lambda folder: killed_updates(folder, 5),
    "power cuts": lambda folder: power_cuts(folder, 20),
    "broken off": lambda folder: broken_off(folder, 5),
    "429 storm": lambda folder: flooded_chat(folder, 10, 1),
    "inline load": lambda folder: inline_load(folder, 50, 50),
    "indexing": lambda folder: indexing(folder, 500),
    "cost of calls": lambda folder: cost_of_calls(folder, 100),
    "SIGTERM": lambda folder: stopped_under_load(folder, 20),
    "restarted server": lambda folder: restarted_server(folder, 2),
    "killed workers": lambda folder: killed_workers(folder, 1),
    "failover": lambda folder: failover(folder, 2, 10),
    "decisions": decisions,
    "confirmed at once": lambda folder: confirmed_at_once(folder, 2),
    "reindexing": lambda folder: reindexing(folder, 20),
    "forged": lambda folder: forged_buttons(folder, 300),
    "steps, question": lambda folder: question_steps(folder, 3),
    "steps, question, as shipped": lambda folder: question_steps(folder, 3, is_patient=False),
    "steps, vote": lambda folder: press_steps(folder, "👍", 3),
    "steps, told": lambda folder: told_steps(folder, 3, 3),
    "steps, corrected": lambda folder: corrected_steps(folder, 3),
    "corrected in time": lambda folder: corrected_in_time(folder, 20, 10, 1),
    "steps, inline": lambda folder: inline_steps(folder, 4),
    "steps, add": lambda folder: desk_steps(folder, ADD, 3),
    "steps, retract": lambda folder: desk_steps(folder, RETRACT, 3),
    "afternoon": lambda folder: afternoon(folder, 13, 12, 2),
    "hostile uploads": lambda folder: hostile_uploads(folder, 3),
    "hostile addresses": lambda folder: hostile_addresses(folder, 40),
    "poison": poison,
    "repeated": lambda folder: repeated(folder, 10),
    "hostile texts": hostile_texts,
    "clock jumps": clock_jumps,
    "disk full": lambda folder: disk_full(folder, 1),
    "read-only": read_only,
    "damaged": damaged,
    "damaged texts": lambda folder: damaged_texts(folder, 20),
}


@pytest.mark.parametrize("name", RUNS)
async def test_nothing_is_lost(name: str, tmp_path: Path) -> None:
    """Whatever breaks, each question is answered."""
    if name in {"restarted server", "killed workers"} and programs() is None:
        pytest.skip("no PostgreSQL is installed")
    row = await RUNS[name](tmp_path)
    if name == "failover" and row.outcome.startswith("not run"):
        pytest.skip(row.outcome)
    assert row.passed, row.outcome  # and only the long run judges how long it took


async def test_a_call_that_is_not_answered_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little it costs."""

    @asynccontextmanager
    async def world_of_refusals(folder: Path) -> AsyncIterator[World]:
        async with new_world(folder) as world:
            world.telegram.faults.add(Fault("html", method="sendChatAction"))
            yield world

    monkeypatch.setattr(calls, "new_world", world_of_refusals)
    assert not (await cost_of_calls(tmp_path, 2)).passed


async def test_only_nodes_that_did_not_start_excuse_the_failover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that takes too long is no missing node; an error may say nothing."""

    def too_late(*_: object, **__: object) -> nullcontext[None]:
        raise TimeoutError

    monkeypatch.setattr(failing_over, "running", too_late)
    assert (await failover(tmp_path, 1)).outcome == "not run: TimeoutError"
    monkeypatch.setattr(failing_over, "running", lambda *_, **__: nullcontext())
    monkeypatch.setattr(failing_over, "_readers", too_late)
    with pytest.raises(TimeoutError):
        await failover(tmp_path, 1)
