"""What the process that adds articles and those that analyse them send each other through pipes."""

import pickle
import struct
from collections.abc import Sequence
from typing import IO, Any, NamedTuple

from storybot.model.documents import Document
from storybot.model.passages import Sentence
from storybot.text.analysis.analyzer import analyzer
from storybot.text.chunking import analyse

_LONG = 500_000
"""Characters from which a longer text may take longer."""
_LENGTH = struct.Struct("!Q")


class Analysed(NamedTuple):
    """What is read from an article: the terms of its title, and its passages in order."""

    title: tuple[str, ...]
    passages: list[tuple[Sentence, ...]]


def analyse_article(document: Document) -> Analysed:
    """Analyse one article; whatever is raised has a note that names it."""
    try:
        return Analysed(analyzer(document.language).terms(document.title), analyse(document))
    except Exception as error:
        error.add_note(f"while the article {document.source} was analysed")
        raise


def times_as_long(documents: Sequence[Document]) -> float:
    """Return how many times longer than a usual portion some articles may take."""
    return max(1.0, sum(len(document.text) for document in documents) / _LONG)


def send(stream: IO[bytes], message: object) -> None:
    """Write a message.

    Raises:
        OSError: nobody reads it any more.
    """
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a message of our own program, which nobody else can write.

    Raises:
        EOFError: the other side has ended.
        OSError: the pipe is closed.
    """
    (length,) = _LENGTH.unpack(whole(stream, _LENGTH.size))
    return pickle.loads(whole(stream, length))  # noqa: S301 - from our own process


def whole(stream: IO[bytes], length: int) -> bytes:
    """Read so many bytes.

    Raises:
        EOFError: the other side has ended before.
    """
    data = stream.read(length)
    if len(data) < length:
        raise EOFError("the other process ended")
    return data
