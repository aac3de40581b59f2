"""Analyse many articles at once, on several processors, with what one process would have found.

Each process gets some articles at a time and is asked again when it has answered, so what is
under way is bounded. A process without a caller ends by itself: its pipe is closed with whoever
started it, however that one ended.
"""

import asyncio
import atexit
import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import LifoQueue

from storybot.model.documents import Document
from storybot.text.bulk import allowance
from storybot.text.bulk.analysing_here import AnalysingHere, too_long
from storybot.text.bulk.analysing_worker import AnalysingWorker, Ended, OtherBuild
from storybot.text.bulk.analysis_frames import Analysed, analyse_article

_log = logging.getLogger(__name__)

_WORTH = 500_000
"""Characters from which it is quicker to have processes analyse them, and to start these first."""
_FEWEST = 2
"""Processes below which articles are analysed in this one."""
_PORTION = 50_000
"""Characters that a process is given at a time, or a longer article."""
_IDLE_SECONDS = 30.0
_LONGEST = 120.0
"""Seconds that a portion or an article may take: a hundred times what is usual."""


class _Call:
    """What the threads of one call know of each other."""

    def __init__(self, longest: float) -> None:
        self.stopped = False
        self.own = AnalysingHere(longest)
        self.failed = False
        """Whether a process ended, maybe for want of memory: the rest is done without any."""
        self.asked = set[AnalysingWorker]()

    def stop(self) -> None:
        """Have all that it is about given up."""
        self.stopped = True
        self.own.stop()
        for worker in list(self.asked):
            worker.kill()

    def here(self, documents: Sequence[Document]) -> list[Analysed]:
        """Analyse articles in this process.

        Raises:
            Stopped: nobody waits for them any more.
            Exception: what the analysis raised, with a note that names the article.
        """
        return self.own.analysed(documents, analyse_article)


class AnalysingPool:
    """Processes that analyse articles, kept for a while after they were last asked."""

    def __init__(
        self,
        processes: int | None = None,
        *,
        worth: int = _WORTH,
        portion: int = _PORTION,
        idle: float = _IDLE_SECONDS,
        longest: float = _LONGEST,
    ) -> None:
        """Take how many processes there may be; by default see `allowance`."""
        self._worth, self._portion, self._idle, self._longest = worth, portion, idle, longest
        self._replaced = False
        """Whether the program on disk is another than this process runs."""
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._calls = 0
        self.limit(processes)

    def limit(self, processes: int | None) -> None:
        """Set how many processes there may be; below 2, articles are analysed in this one.

        To be called before the first article is analysed.
        """
        count = allowance.processes() if processes is None else processes
        self._all = [AnalysingWorker(self._longest) for _ in range(count)]
        self._free: LifoQueue[AnalysingWorker] = LifoQueue()
        for worker in self._all:
            self._free.put(worker)

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that run."""
        return [pid for worker in self._all if (pid := worker.pid)]

    def is_worth(self, documents: Sequence[Document]) -> bool:
        """Tell whether processes are asked for these articles, because that is quicker.

        Of one article it is not, but a process can be ended in the middle of a long one, whatever
        it is about, and meanwhile this one has time for others.
        """
        if self._replaced or len(self._all) < _FEWEST:
            return False
        worth = self._worth if len(documents) > 1 else max(self._worth, _WORTH)
        return sum(len(document.text) for document in documents) >= worth

    async def analysed(self, documents: Sequence[Document]) -> list[Analysed]:
        """Analyse articles, in their order, off the event loop; given up when it is cancelled.

        Raises:
            Refused: one of them takes too long.
            TimeoutError: a process took too long for several.
            Exception: what the analysis raised, with a note that names the article.
        """
        call = _Call(self._longest)
        work = asyncio.ensure_future(asyncio.to_thread(self.analyse, documents, call))
        try:
            while not (await asyncio.wait([work], timeout=call.own.left))[0]:
                if late := call.own.late:
                    _log.warning("Gave up analysing %s after %g s.", late.source, self._longest)
                    raise too_long(late)
            return work.result()
        finally:
            if not work.done():
                call.stop()
                work.cancel()

    def analyse(self, documents: Sequence[Document], call: _Call | None = None) -> list[Analysed]:
        """Analyse articles, in their order; it blocks, so a thread is to call it.

        Raises:
            Stopped: the call was stopped.
            Refused: a process took too long for one article.
            TimeoutError: a process took too long for several.
            Exception: what the analysis raised, with a note that names the article.
        """
        call = call or _Call(self._longest)
        if not self.is_worth(documents):
            return call.here(documents)
        with self._lock:
            self._calls += 1
            if self._timer:
                self._timer.cancel()
        try:
            with ThreadPoolExecutor(len(self._all), "analysing") as threads:
                work = partial(self._portion_analysed, call)
                found = threads.map(work, self._portions(documents))
                return [analysed for portion in found for analysed in portion]
        finally:
            self._rest()

    def close(self) -> None:
        """End the processes, unless they were asked again."""
        with self._lock:
            if not self._calls:
                for worker in self._all:
                    worker.end()

    def _portion_analysed(self, call: _Call, documents: Sequence[Document]) -> list[Analysed]:
        """Have a process analyse some articles; once one has ended of that, this one does.

        It may have been for want of memory, which another process would lack as well.
        """
        worker = self._free.get()
        call.asked.add(worker)
        try:
            if call.failed or call.stopped:
                worker.end()
                return call.here(documents)
            return worker.analyse(documents, lambda: call.stopped)
        except TimeoutError as error:
            if len(documents) > 1:
                raise
            raise too_long(documents[0]) from error
        except OtherBuild:
            call.failed = True
            self._note_replaced()
            return call.here(documents)
        except Ended as error:
            call.failed = True
            if not call.stopped:
                names = ", ".join(document.source for document in documents)
                _log.warning(
                    "A process that analysed %s ended: %s. What is left is done here.", names, error
                )
            return call.here(documents)
        finally:
            call.asked.discard(worker)
            self._free.put(worker)

    def _note_replaced(self) -> None:
        """Start no process any more, for all that are started now are of another build."""
        with self._lock:
            if self._replaced:
                return
            self._replaced = True
        _log.warning(
            "The program was replaced while it runs, so many articles at once are analysed by one"
            " process; start it anew."
        )

    def _portions(self, documents: Sequence[Document]) -> Iterator[list[Document]]:
        portion: list[Document] = []
        size = 0
        for document in documents:
            if portion and size + len(document.text) > self._portion:
                yield portion
                portion, size = [], 0
            portion.append(document)
            size += len(document.text)
        yield portion

    def _rest(self) -> None:
        """End the processes in a while."""
        with self._lock:
            self._calls -= 1
            if not self._calls:
                self._timer = threading.Timer(self._idle, self.close)
                self._timer.daemon = True
                self._timer.start()


POOL = AnalysingPool()
"""This process's own, for every way in."""
atexit.register(POOL.close)
