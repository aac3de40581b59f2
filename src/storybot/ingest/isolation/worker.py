"""Parse one file after another for the process that started this one, with nothing to reach.

``sandbox`` starts it as a program of its own. A request is a line of JSON and the bytes that it
announces; the reply is a line of JSON. Before the first request the process gives up the network,
other programs and files, by limits, a system call filter and an audit hook.
"""

import json
import os
import resource
import sys
from datetime import datetime
from typing import Any, NoReturn

from storybot.ingest.formats.kinds import FileKind
from storybot.ingest.formats.readers import RawSource, parse
from storybot.ingest.isolation.confinement import confine
from storybot.ingest.results import Reading, Refusal
from storybot.model.errors import Refused

_MOST_MEMORY = 900_000_000
"""Bytes of address space: trafilatura with a page of 5 MB takes two thirds of it."""
_MOST_FILES = 32
_MOST_SECONDS = 30
"""Processor time in all; one file gets less, by the clock of who waits for it."""


def main() -> None:
    """Answer requests until there are no more."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints does not end up between replies
    _warm_up()
    confine(memory=_MOST_MEMORY, files=_MOST_FILES)
    replies.write(b"ready\n")
    while line := requests.readline():
        request = json.loads(line)
        resource.setrlimit(resource.RLIMIT_CPU, _processor_limit())
        data = requests.read(request["size"])
        replies.write(_reply(request, data) + b"\n")


def _processor_limit() -> tuple[int, int]:
    used = int(sum(os.times()[:2]))
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    return used + _MOST_SECONDS, hard


def _reply(request: dict[str, Any], data: bytes) -> bytes:
    try:
        reading = parse(FileKind(request["kind"]), _source(request, data))
    except Refused as refused:
        reading = Reading(refused=(Refusal.of(refused, ""),))
    except (MemoryError, RecursionError):
        _give_up()
    return reading.model_dump_json().encode()


def _give_up() -> NoReturn:
    """End the process: after memory ran out nothing in it can be relied on."""
    os._exit(3)


def _source(request: dict[str, Any], data: bytes) -> RawSource:
    now = request["now"]
    return RawSource(
        data=data,
        name=request["name"],
        source=request["source"],
        url=request["url"],
        charset=request["charset"],
        now=datetime.fromisoformat(now) if now else None,
    )


def _warm_up() -> None:
    """Import and open what reading needs while files may still be opened."""
    from storybot.text.analysis.languages import detect_language  # noqa: PLC0415

    detect_language("The council voted on Tuesday to close the harbour road.")


if __name__ == "__main__":
    main()
