"""Read the text of an RTF document."""

import re

from storybot.ingest.formats.office.zip_guard import damaged

# A deletion and hidden text are marked among the font and language of their group.
_ASIDE = re.compile(
    r"\{\\\*?\\?(?:footnote|annotation|atnid|atnauthor|header[lrf]?|footer[lrf]?)\b"
    r"|\{(?!\\rtf)(?:\\[a-z]+-?\d*\s*)*?\\(?:deleted|v)(?![a-z\d])"
)
_DEEPEST = 200


def read_rich_text(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of an RTF, without footnotes, comments, heads, feet and hidden text.

    Raises:
        Refused: it is damaged.
    """
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  only for RTF

    raw = _without_asides(data[max(0, data.find(b"{\\rtf")) :].decode("latin-1"))
    try:
        text = str(rtf_to_text(raw, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, TypeError, OverflowError) as error:
        raise damaged(name) from error
    return [line.strip() for line in text.split("\n") if line.strip()]


def _without_asides(raw: str) -> str:
    """Take out the groups that hold what stands beside the text."""
    kept: list[str] = []
    start = 0
    while match := _ASIDE.search(raw, start):
        kept.append(raw[start : match.start()])
        start = _end_of_group(raw, match.start())
    return "".join((*kept, raw[start:]))


def _end_of_group(raw: str, start: int) -> int:
    depth, index = 0, start
    while index < len(raw):
        char = raw[index]
        if char == "\\":
            index += 1
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if not depth:
                return index + 1
        index += 1
    return len(raw)
