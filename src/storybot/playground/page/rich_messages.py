"""Rich messages as the page's composer makes them, of lines as one writes them in Markdown."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LARGEST, _SMALLEST = 1, 6


def rich_message(text: str) -> dict[str, Any]:
    """Return the blocks of a text: headings, list items, and paragraphs with bold parts."""
    lines = (line.strip() for line in text.splitlines())
    rows = [_row(line) for line in lines if line]
    blocks: list[dict[str, Any]] = []
    for kind, same in itertools.groupby(rows, key=lambda row: row[0]):
        blocks += _blocks(kind, [words for _, words in same])
    return {"blocks": blocks}


def _row(line: str) -> tuple[str, str]:
    """Tell what a line is, and its words."""
    mark, _, words = line.partition(" ")
    if words and mark in {"-", "*"}:
        return "list", words
    if words and _LARGEST <= len(mark) <= _SMALLEST and not mark.strip("#"):
        return mark, words
    return "paragraph", line


def _blocks(kind: str, rows: Iterable[str]) -> Iterator[dict[str, Any]]:
    if kind == "list":
        items = [{"label": "•", "blocks": list(_blocks("paragraph", [row]))} for row in rows]
        yield {"type": "list", "items": items}
        return
    for row in rows:
        if kind == "paragraph":
            yield {"type": "paragraph", "text": _marked(row)}
        else:
            yield {"type": "heading", "size": len(kind), "text": _marked(row)}


def _marked(words: str) -> list[Any]:
    """Return a text with its bold parts marked."""
    parts = _BOLD.split(words)
    marked = [{"type": "bold", "text": part} if i % 2 else part for i, part in enumerate(parts)]
    return [part for part in marked if part]
