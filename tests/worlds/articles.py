"""Articles that tests are made of."""

from typing import Any

from storybot.model.documents import Document, Span


def make_document(*paragraphs: str, source: str = "a.txt", **more: Any) -> Document:
    """Make a document of these paragraphs."""
    spans, end = [], 0
    for paragraph in paragraphs:
        spans.append(Span(end, end + len(paragraph)))
        end += len(paragraph) + 2
    fields = {"title": f"About {source}"} | more
    return Document(source=source, text="\n\n".join(paragraphs), spans=tuple(spans), **fields)
