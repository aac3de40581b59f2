"""Join what the end of a page divided, in text that was copied out of a PDF."""

import re

from storybot.ingest.formats.pasting.wrapping import unwrap

_FOOT = re.compile(
    r".{0,60}?(?:\b(?:page|seite|página|стр\.?|страница|сторінка|sayfa|p\.)\s*\d{1,4}"
    r"(?:\s*(?:of|/|von|sur|de|из|з)\s*\d{1,4})?|^[–—-]?\s*\d{1,4}\s*[–—-]?)\s*",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[.!?…:][\"'”’»)]*\s*\Z")
_BROKEN = re.compile(r"(?<=[^\W\d_]{2})-\n(?=[^\W\d_A-ZÀ-ÞА-Я])")
_HEAD_WORDS = 5
_LEAST = 20
"""Characters of the line above a page's end that was broken off."""


def join(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the feet and heads of pages amid its sentences, and those lines."""
    lines = text.split("\n")
    kept: list[str] = []
    edges: list[str] = []
    index = 0
    while index < len(lines):
        end = _page_end(lines, index, kept)
        edges += (line.strip() for line in lines[index:end] if line.strip())
        if end == index:
            kept.append(lines[index])
            end += 1
        index = end
    return (unwrap(_BROKEN.sub("", "\n".join(kept))), tuple(edges)) if edges else (text, ())


def _page_end(lines: list[str], index: int, kept: list[str]) -> int:
    """Return where a sentence goes on behind the end of a page; the index where none ends."""
    above = kept[-1].strip() if kept else ""
    if not _FOOT.fullmatch(lines[index]) or len(above) < _LEAST or _FINISHED.search(above):
        return index
    heads = 0
    for place in range(index + 1, min(index + 6, len(lines))):
        line = lines[place].strip()
        if not line:
            continue
        if line[0].islower():
            return place
        heads += 1
        if heads > 1 or len(line.split()) > _HEAD_WORDS or _FINISHED.search(line):
            break
    return index
