"""Analyse articles in this process, each for so long and no longer.

A text that somebody made to keep the analysis busy must not keep whoever waits for it, and the
thread that works on it must end, too: else it takes a processor for as long as the program runs.
"""

import ctypes
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from storybot.model.documents import Document
from storybot.model.errors import Refused
from storybot.text.bulk.analysis_frames import Analysed, times_as_long

Analyse = Callable[[Document], Analysed]


class Stopped(Exception):
    """Nobody waits for the articles any more."""


class AnalysingHere:
    """What the threads of one call analyse themselves, and since when."""

    def __init__(self, seconds: float) -> None:
        """Take the seconds that an article may take, if it is not very long."""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._under_way: dict[int, tuple[Document, float]] = {}
        """By thread: an article, and when it has taken too long."""
        self._is_stopped = False

    def analysed(self, documents: Sequence[Document], analyse: Analyse) -> list[Analysed]:
        """Analyse articles in this thread.

        Raises:
            Stopped: nobody waits for them any more.
            Exception: what the analysis raised.
        """
        found = []
        for document in documents:
            with self._noted(document):
                found.append(analyse(document))
        return found

    @property
    def left(self) -> float:
        """Seconds until an article has taken too long, should it not be ready before."""
        now = time.monotonic()
        with self._lock:
            ends = [end for _, end in self._under_way.values()]
        return max(0.0, min(ends, default=now + self._seconds) - now)

    @property
    def late(self) -> Document | None:
        """The article that has taken too long."""
        now = time.monotonic()
        with self._lock:
            return next((one for one, end in self._under_way.values() if end <= now), None)

    def stop(self) -> None:
        """Begin no more articles, and interrupt those that are under way."""
        with self._lock:
            self._is_stopped = True
            for thread in self._under_way:
                _interrupt(thread)

    @contextmanager
    def _noted(self, document: Document) -> Iterator[None]:
        thread = threading.get_ident()
        with self._lock:
            if self._is_stopped:
                raise Stopped
            end = time.monotonic() + self._seconds * times_as_long([document])
            self._under_way[thread] = document, end
        try:
            yield
        finally:
            with self._lock:
                self._under_way.pop(thread, None)


def too_long(document: Document) -> Refused:
    """Return what is said of an article that takes too long."""
    name = document.title or document.source
    return Refused(
        f"“{name}” takes longer to analyse than any article does, so it is not taken. Send its"
        " text in smaller parts, without tables and lists.",
        "analysis_too_long",
        name=name,
    )


def _interrupt(thread: int) -> None:
    """Raise `Stopped` in a thread, as soon as it runs Python again.

    It is one that holds an article, and cannot let go of it meanwhile: that takes the lock.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Stopped))
