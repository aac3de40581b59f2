"""Take footnotes, and their marks in the text, off what was copied out of a document."""

import re

_NOTE = re.compile(r"(?:\[(?P<a>\d{1,3})\]|(?P<b>\d{1,3})[.)]?)\s+(?=\S)")


def take(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the footnotes at its end and their marks, and the footnotes."""
    lines = text.rstrip().split("\n")
    start = len(lines)
    while start and (not lines[start - 1].strip() or _NOTE.match(lines[start - 1])):
        start -= 1
    found = [line.strip() for line in lines[start:] if line.strip()]
    body = "\n".join(lines[:start])
    numbers = [_number(note) for note in found]
    if not found or numbers != sorted(numbers) or not all(_marks(n).search(body) for n in numbers):
        return text, ()
    for number in numbers:
        body = _marks(number).sub("", body)
    return body, tuple(found)


def _number(note: str) -> int:
    match = _NOTE.match(note)
    assert match
    return int(match["a"] or match["b"])


def _marks(number: int) -> re.Pattern[str]:
    """Match a mark: in brackets, or bare right behind the stop of a sentence or a word."""
    return re.compile(
        rf"(?<=\S)\[{number}\]|(?<=[^\W\d_][.!?…”\"»,;]){number}(?=\s|$)", re.MULTILINE
    )
