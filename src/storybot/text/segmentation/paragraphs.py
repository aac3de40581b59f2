"""Cut plain text into paragraphs."""

from storybot.model.documents import Span
from storybot.text.segmentation.line_breaks import join_wrapped, text_lines


def split_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a plain text, in order, without surrounding white space.

    A blank line ends a paragraph, and so does any other line break that does not wrap prose:
    the three usual forms, blank lines between, a line a paragraph, and columns, all work.
    """
    return join_wrapped(text, text_lines(text), evidence=2)
