"""Have files parsed by a process of its own, which may run out of time or memory and be ended.

One process serves file after file and is replaced after some, after any failure, and when there
was nothing to read for a while.
"""

import atexit
import json
import logging
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from storybot.ingest.formats.kinds import FileKind
from storybot.ingest.formats.readers import RawSource
from storybot.ingest.results import Reading
from storybot.model.errors import Refused
from storybot.text.bulk.ending import end_process

_log = logging.getLogger(__name__)

_SECONDS = 9.0
"""For one file; the largest page that is taken needs four on a slow machine."""
_START_SECONDS = 30.0
"""For the first reply of a process, which has to import its readers."""
_FILES = 100
_IDLE_SECONDS = 60.0
_REPLY_MOST = 40_000_000
_START = "from storybot.ingest.isolation.worker import main; main()"
_PROGRAM = (sys.executable, "-I", "-B", "-c", _START)


class Sandbox:
    """A worker process, started when it is needed; one file at a time."""

    def __init__(
        self, *, seconds: float = _SECONDS, files: int = _FILES, idle: float = _IDLE_SECONDS
    ) -> None:
        self._seconds = seconds
        self._files = files
        self._idle = idle
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._timer: threading.Timer | None = None

    def read(self, kind: FileKind, source: RawSource) -> Reading:
        """Parse a file apart; called from a thread, it blocks.

        Raises:
            Refused: it cannot be read, or took more time or memory than any article does.
        """
        with self._lock, self._busy() as process:
            try:
                reading = self._ask(process, kind, source)
            except (OSError, TimeoutError, EOFError, ValueError) as error:
                self._end()
                _log.warning("Gave up reading %s apart: %r", source.name, error)
                raise _beyond(source.name) from error
            self._served += 1
            if self._served >= self._files:
                self._end()
        if not reading.articles and reading.refused:
            raise reading.refused[0].error
        return reading

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    @contextmanager
    def _busy(self) -> Iterator[subprocess.Popen[bytes]]:
        if self._timer:
            self._timer.cancel()
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = self._start()
        yield self._process
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a worker that knows nothing of this process: no secret of its surroundings."""
        process = subprocess.Popen(  # noqa: S603  the program is our own
            _PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                "PATH": os.defpath,
                "LANG": "C.UTF-8",
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
            cwd="/",
            bufsize=0,
        )
        if self._line(process, _START_SECONDS) != b"ready\n":
            process.kill()
            raise EOFError("the worker did not start")
        return process

    def _ask(self, process: subprocess.Popen[bytes], kind: FileKind, source: RawSource) -> Reading:
        request = {
            "kind": kind,
            "size": len(source.data),
            "name": source.name,
            "source": source.source,
            "url": source.url,
            "charset": source.charset,
            "now": source.now.isoformat() if source.now else None,
        }
        assert process.stdin
        process.stdin.write(json.dumps(request).encode() + b"\n" + source.data)
        try:
            return Reading.model_validate_json(self._line(process, self._seconds))
        except ValidationError as error:
            raise ValueError("the worker's reply is no reading") from error

    @staticmethod
    def _line(process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """Read a line of a reply that must be whole in so many seconds."""
        assert process.stdout
        until, parts, size = time.monotonic() + seconds, [], 0
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            while True:
                left = until - time.monotonic()
                if left <= 0 or not waiting.select(left):
                    raise TimeoutError("the worker took too long")
                part = os.read(process.stdout.fileno(), 1 << 16)
                if not part:
                    raise EOFError("the worker ended")
                parts.append(part)
                size += len(part)
                if part.endswith(b"\n"):
                    return b"".join(parts)
                if size > _REPLY_MOST:
                    raise ValueError("the worker's reply is too long")

    def _end(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process:
            end_process(process)


def _beyond(name: str) -> Refused:
    return Refused(
        f"{name} takes more time or memory to read than any article does. Send the article's text.",
        "file_beyond_limits",
        name=name,
    )


SANDBOX = Sandbox()
"""The process's own, for every way in."""
atexit.register(SANDBOX.close)
