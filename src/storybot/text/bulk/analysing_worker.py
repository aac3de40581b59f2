"""A process that analyses articles, as seen by the one that asks it.

It is believed only if it is of the same build: after an upgrade in place, a process that is started
then is of another one than the process that starts it.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from storybot.model.documents import Document
from storybot.text.bulk.analysis_frames import Analysed, receive, send, times_as_long, whole
from storybot.text.bulk.build_stamp import build_stamp
from storybot.text.bulk.ending import end_process

_ROOT = Path(__file__).parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from storybot.text.bulk.analysing_process import main; main()"
)
_BUILD = build_stamp()


class Ended(Exception):
    """A process ended while it was asked, or could not be started."""


class OtherBuild(Exception):
    """A process is of another build of the program than this one."""


class AnalysingWorker:
    """A process that analyses articles, started when it is first asked."""

    def __init__(self, seconds: float) -> None:
        """Take the seconds after which it is killed if it has not answered; of long texts, more."""
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._is_late = False

    @property
    def pid(self) -> int | None:
        """The number of the process, if it runs."""
        return self._process.pid if self._process else None

    def analyse(self, documents: Sequence[Document], stopped: Callable[[], bool]) -> list[Analysed]:
        """Have articles analysed, unless nobody waits for them any more.

        Raises:
            Ended: the process has ended.
            OtherBuild: what it would answer is not what this one would.
            TimeoutError: it took too long.
            Exception: what the analysis raised, with a note that names the article.
        """
        self._is_late = False
        seconds = self._seconds * times_as_long(documents)
        timer = threading.Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            reply = self._ask(documents, stopped)
        except OtherBuild:
            self.end()
            raise
        except (OSError, EOFError) as error:
            self.end()
            if self._is_late:
                raise TimeoutError(_too_long(documents, seconds)) from error
            raise Ended(repr(error)) from error
        finally:
            timer.cancel()
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _ask(
        self, documents: Sequence[Document], stopped: Callable[[], bool]
    ) -> list[Analysed] | Exception:
        fresh = self._process is None
        process = self._process = self._process or started()
        if stopped() or self._is_late:  # it was before there was this process to be killed
            raise EOFError
        assert process.stdin
        assert process.stdout
        if fresh and whole(process.stdout, len(_BUILD)) != _BUILD:
            raise OtherBuild
        send(process.stdin, list(documents))
        reply: list[Analysed] | Exception = receive(process.stdout)
        return reply

    def _give_up(self) -> None:
        self._is_late = True
        self.kill()

    def kill(self) -> None:
        """Have the process end, if it runs, while another thread waits for what it says."""
        if process := self._process:
            process.kill()

    def end(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process:
            end_process(process)


def started() -> subprocess.Popen[bytes]:
    """Start a process of this very program that knows nothing of our settings."""
    return subprocess.Popen(  # noqa: S603 - the program is our own
        (sys.executable, "-I", "-B", "-c", _START, str(_ROOT)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        cwd="/",
    )


def _too_long(documents: Sequence[Document], seconds: float) -> str:
    names = ", ".join(document.source for document in documents)
    return f"Analysing {names} took longer than {seconds:g} s."
