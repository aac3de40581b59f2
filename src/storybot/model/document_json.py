"""Documents as JSON: written by pydantic, read back by hand.

What is read was written here and stands under a hash, so nothing of it is judged again but what a
document always checks; and an answer, which only reads, needs no pydantic.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from storybot.model.documents import Document, Dropped, read_published

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def document_json(document: Document) -> str:
    """Write a document with all its fields."""
    return _adapter().dump_json(document).decode()


def about_json(document: Document) -> str:
    """Write all but the text of a document, without fields that have their default."""
    written = _adapter().dump_json(document, exclude={"text"}, exclude_defaults=True)
    return written.decode()


def read_document(text: str, about: str) -> Document:
    """Read back what `about_json` wrote of the document with this text.

    Raises:
        ValueError, TypeError: nothing of the kind was written.
    """
    found: dict[str, Any] = json.loads(about)
    for name, read in _READERS.items():
        if name in found:
            found[name] = read(found[name])
    return Document(text=text, **found)


_READERS: dict[str, Callable[[Any], object]] = {
    "published": read_published,
    "dropped": lambda lines: tuple(Dropped(**line) for line in lines),
}


@cache
def _adapter() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - 0.1 s, and who only reads needs none

    return TypeAdapter(Document)
