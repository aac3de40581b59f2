"""Read the text of an RTF document."""

import re

from storybot.ingest.formats.office.zip_guard import damaged

_TOKEN = re.compile(
    r"\\(?:([a-z]+)(-?\d+)? ?|'[\da-f]{2}|.)|[{}]|[^\\{}]+", re.IGNORECASE | re.DOTALL
)
_ASIDE = re.compile(
    r"\\\*?\\?(?:footnote|annotation|atnid|atnauthor|header[lrf]?|footer[lrf]?|fldinst)\b"
)
_UNSEEN = frozenset(("deleted", "v"))
"""Marks of what was deleted and of hidden text."""
_WRITTEN = re.compile(
    "(?:u|par|sect|page|line|tab|row|(?:nest)?cell|e[mn]dash|(?:em|en|qm)space|bullet|[lr](?:dbl)?quote)"
).fullmatch
"""Words that stand for characters."""


def read_rich_text(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of an RTF, without footnotes, comments, heads, feet and what is hidden.

    Raises:
        Refused: it is damaged.
    """
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  only for RTF

    raw = _shown(data[max(0, data.find(b"{\\rtf")) :].decode("latin-1"))
    try:
        text = str(rtf_to_text(raw, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, TypeError, OverflowError) as error:
        raise damaged(name) from error
    return [line.strip() for line in text.split("\n") if line.strip()]


def _shown(raw: str) -> str:
    """Leave out what stands beside the text, was deleted or is hidden.

    A mark holds until it is taken back or its group ends.
    """
    kept: list[str] = []
    around: list[frozenset[str]] = []
    marks = frozenset[str]()
    for token in _TOKEN.finditer(raw):
        text, word = token[0], token[1]
        if text == "{":
            around.append(marks)
            if _ASIDE.match(raw, token.end()):
                marks |= {"aside"}
        elif text == "}":
            marks = around.pop() if around else marks
        elif word == "plain":
            marks -= _UNSEEN
        elif word in _UNSEEN:
            marks = marks - {word} if token[2] == "0" else marks | {word}
        elif marks and (_WRITTEN(word) if word else text != "\\*"):
            continue
        kept.append(text)
    return "".join(kept)
