"""Join the lines that a program wrapped to a width."""

import re

from storybot.text.segmentation.paragraphs import split_paragraphs

_BROKEN = re.compile(r"(?<=[^\W\d_]{2})-\n(?=[^\W\d_])")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def unwrap(text: str) -> str:
    """Return a text whose paragraphs are one line each; broken words are joined again."""
    pieces = (text[start:end] for start, end in split_paragraphs(text))
    return "\n\n".join(_BREAK.sub(" ", _rejoined(piece)) for piece in pieces)


def _rejoined(piece: str) -> str:
    """Join words that were broken at the end of a line: the second half is small."""
    return _BROKEN.sub(lambda mark: "" if piece[mark.end()].islower() else "-", piece)
