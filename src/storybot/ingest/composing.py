"""Compose documents from paragraphs, and put a dropped line back."""

from collections.abc import Iterable, Sequence

from storybot.model.documents import Document, Dropped, Span

BREAK = "\n\n"
"""Separator of the paragraphs in a document's text."""
_TITLE_MOST = 80
"""Maximum characters of a title made from a story's first words."""


def compose(paragraphs: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """Join paragraphs into a text; return it with the span of each."""
    spans = []
    start = 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + len(BREAK)
    return BREAK.join(paragraphs), tuple(spans)


def has_words(text: str) -> bool:
    """Return whether there is a letter or digit: marks and signs alone say nothing to quote."""
    return any(char.isalnum() for char in text)


def opening(paragraph: str) -> str:
    """Make a title of the first words of a story that has none."""
    text = " ".join(paragraph.split())
    if len(text) <= _TITLE_MOST:
        return text
    return text[:_TITLE_MOST].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def restore_line(document: Document, index: int) -> Document:
    """Return the document with ``dropped[index]`` as a paragraph at its place, word for word.

    Raises IndexError when nothing was dropped under that index.
    """
    if not 0 <= index < len(document.dropped):
        raise IndexError(f"nothing was dropped under number {index}")
    line = document.dropped[index]
    paragraphs = [document.paragraph(i) for i in range(len(document.spans))]
    paragraphs.insert(line.before, line.text)
    text, spans = compose(paragraphs)
    return document.model_copy(
        update={
            "text": text,
            "spans": spans,
            "subheads": tuple(i + (i >= line.before) for i in document.subheads),
            "dropped": tuple(_moved(document.dropped, index)),
        }
    )


def _moved(dropped: Sequence[Dropped], restored: int) -> Iterable[Dropped]:
    """Yield the lines still dropped, those below the restored one a paragraph further on."""
    for index, line in enumerate(dropped):
        if index < restored:
            yield line
        elif index > restored:
            yield line.model_copy(update={"before": line.before + 1})
