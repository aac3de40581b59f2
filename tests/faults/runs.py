"""Every fault at length, by name: what `python -m faults` runs, and how long."""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from faults.addresses import hostile_addresses
from faults.afternoon import afternoon
from faults.calls import cost_of_calls
from faults.correcting import corrected_in_time, corrected_steps
from faults.crashes import crash_loop, deadly_update, forgotten, second_bot
from faults.decisions import article_states, decisions
from faults.desk_steps import ADD, RETRACT, desk_steps
from faults.failover import failover
from faults.fairness import crowded_group, silent_connections
from faults.file_steps import import_steps, migration_steps
from faults.following import confirmed_at_once, reindexing
from faults.forgeries import forged_buttons
from faults.inline_steps import inline_steps
from faults.kills import kills
from faults.loop import clock_jumps, indexing
from faults.server_restarts import restarted_server
from faults.steps import TELL_ME, press_steps, question_steps, told_steps
from faults.storage import damaged, damaged_texts, disk_full, locked, read_only
from faults.storms import flooded_chat, inline_load, stopped_under_load
from faults.trouble import (
    broken_answers,
    broken_off,
    hang,
    hostile_texts,
    outage,
    poison,
    repeated,
)
from faults.updates import killed_updates, power_cuts
from faults.uploads import hostile_uploads
from faults.worker_kills import killed_workers
from faults.world import Row

_KILLS = int(os.environ.get("STORYBOT_KILLS", "1000"))
Run = Callable[[Path], Awaitable[Row]]
RUNS: tuple[Mapping[str, Run], ...] = (
    {  # no times are measured in these, so they may run beside each other
        "kills_polling": lambda folder: kills(folder, 200, webhook=False),
        "kills_webhook": lambda folder: kills(folder, 100, webhook=True),
    },
    {
        "killed_updates": lambda folder: killed_updates(folder, _KILLS),
        "power_cuts": lambda folder: power_cuts(folder, 1000),
    },
    {"restarted_server": lambda folder: restarted_server(folder, 50)},
    {"killed_workers": lambda folder: killed_workers(folder, 100)},
    {"failover": lambda folder: failover(folder, 20)},
    {"decisions": decisions},
    {"article_states": lambda folder: article_states(folder, 1000)},
    {"confirmed_at_once": lambda folder: confirmed_at_once(folder, 10)},
    {"reindexing": lambda folder: reindexing(folder, 400)},
    {"question_steps": question_steps},
    {"question_steps_as_shipped": lambda folder: question_steps(folder, is_patient=False)},
    {"vote_steps": lambda folder: press_steps(folder, "👍")},
    {"subscription_steps": lambda folder: press_steps(folder, TELL_ME)},
    {"corrected_steps": lambda folder: corrected_steps(folder, 60)},
    {"corrected_in_time": lambda folder: corrected_in_time(folder, 1000, 200)},
    {"told_steps": lambda folder: told_steps(folder, 30, 60)},
    {"inline_steps": inline_steps},
    {"add_steps": lambda folder: desk_steps(folder, ADD)},
    {"retract_steps": lambda folder: desk_steps(folder, RETRACT)},
    {"afternoon": lambda folder: afternoon(folder, 60, 40, 10)},
    {"import_steps": import_steps},
    {"migration_steps": migration_steps},
    {"crash_loop": lambda folder: crash_loop(folder, 40)},
    {"deadly_update": lambda folder: deadly_update(folder, 20)},
    {"second_bot": lambda folder: second_bot(folder, 50)},
    {"forgotten": forgotten},
    {"broken_off": lambda folder: broken_off(folder, 20)},
    {"flooded_chat": lambda folder: flooded_chat(folder, 320)},
    {"crowded_group": lambda folder: crowded_group(folder, 5000, 480)},
    {"silent_connections": lambda folder: silent_connections(folder, 205)},
    {"forged_buttons": lambda folder: forged_buttons(folder, 10_000)},
    {"inline_load": lambda folder: inline_load(folder, 10_000, 200)},
    {"indexing": lambda folder: indexing(folder, 100_000)},
    {"hostile_uploads": lambda folder: hostile_uploads(folder, 40)},
    {"hostile_addresses": lambda folder: hostile_addresses(folder, 40)},
    {"cost_of_calls": lambda folder: cost_of_calls(folder, 1000)},
    {"stopped_under_load": lambda folder: stopped_under_load(folder, 300)},
    {"broken_answers": broken_answers},
    {"outage": lambda folder: outage(folder, 10)},
    {"hang": lambda folder: hang(folder, 12)},
    {"poison": poison},
    {"repeated": lambda folder: repeated(folder, 300)},
    {"hostile_texts": hostile_texts},
    {"clock_jumps": clock_jumps},
    {"disk_full": lambda folder: disk_full(folder, 10)},
    {"locked": lambda folder: locked(folder, 10)},
    {"read_only": read_only},
    {"damaged": damaged},
    {"damaged_texts": lambda folder: damaged_texts(folder, 500)},
)
"""Those of one group run at once."""
