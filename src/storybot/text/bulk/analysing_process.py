"""A process that analyses articles for another, until that one ends or closes the pipe.

A thread reads what it is asked, so that the end is noticed also while articles are analysed.
"""

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from contextlib import suppress
from queue import SimpleQueue
from typing import NoReturn

from storybot.model.documents import Document
from storybot.text.bulk.analysis_frames import analyse_article, receive, send
from storybot.text.bulk.build_stamp import build_stamp

_UNCOLLECTED = 1_000_000
"""Objects between two searches for garbage: what is read of articles holds no cycles, and to look
through it again and again took a quarter of the time."""
_BUILD = build_stamp()
_NICENESS = 5
"""Behind all that answers readers on the same processors."""


def main() -> None:
    """Write of which build this is; read articles, and write what they say, or an error in one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started us tells when to end
    if hasattr(os, "nice"):
        with suppress(OSError):  # a service may be forbidden to change it
            os.nice(_NICENESS)
    gc.set_threshold(_UNCOLLECTED)
    asked = SimpleQueue[list[Document]]()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(_BUILD)
        sys.stdout.buffer.flush()
        while True:
            send(sys.stdout.buffer, reply(asked.get()))
    os._exit(0)


def _listen(asked: SimpleQueue[list[Document]]) -> NoReturn:
    """Read what we are asked; end the process with the pipe, at once: nobody waits for it."""
    try:
        while True:
            asked.put(receive(sys.stdin.buffer))
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the process ends of it, as it would in its first thread
        traceback.print_exc()
        os._exit(1)


def reply(documents: list[Document]) -> object:
    """Return what articles say, or the error in one of them as it can be sent."""
    try:
        return [analyse_article(document) for document in documents]
    except Exception as error:  # noqa: BLE001 - it is raised where the articles come from
        return _portable(error)


def _portable(error: Exception) -> Exception:
    """Return an error that can be sent: itself, or one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever its constructor wants
        told = RuntimeError(repr(error))
        for note in getattr(error, "__notes__", ()):
            told.add_note(note)
        return told
    return error
