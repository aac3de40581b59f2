"""Split text into sentences, by rules.

Every mark that may end a sentence is examined once, so the time is linear in the text.
"""

import re
from collections.abc import Iterator

from storybot.model.documents import Span
from storybot.text.segmentation.abbreviations import Abbreviations, abbreviations
from storybot.text.segmentation.boundaries import ends_plainly, ends_sentence, ends_unspaced
from storybot.text.segmentation.line_breaks import join_wrapped, text_lines

_CLOSERS = r"\"'”’“»«›‹)\]}"
_REFERENCES = r"(?:\[[^\[\]\n]{1,30}\]|:\d{1,4}(?:[–-]\d{1,4})?(?=\s))"
_UNSPACED = "。！？｡"
_STOP = re.compile(
    rf"[.!?…‥؟۔।{_UNSPACED}]"
    rf"(?:(?<=[{_UNSPACED}])(?P<unspaced>[{_UNSPACED}…」』）】”’》]*+)"
    rf"|(?<![{_UNSPACED}])(?:(?<=\.)(?: \.)++)?[.!?…‥؟۔।{_CLOSERS}]*+"
    rf"{_REFERENCES}*+"
    r"(?:[ \u00a0\u202f]»(?!\S))?)"
)
"""One set of characters begins all marks, so that the search for the next is quick."""
_NO_MORE = re.compile(rf"[\s{_CLOSERS}]*+\Z")
_INTRODUCED = re.compile(
    r"[:：]\s*+(?:“[^“”]{1,200}”|\"(?=\S)[^\"]{1,200}(?<=\S)\"(?!\w)|«[^«»]{1,200}»|„[^„“”]{1,200}[“”]"
    r"|‘[^‘]{1,200}?’(?!\w)|「[^「」]{1,200}」)"
)


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """Return the sentences of a text, in order, without surrounding white space.

    Only white space lies between them. A line break ends a sentence unless it wraps prose. Closing
    quotation marks and brackets stay with their sentence, and a short quotation after a colon stays
    whole.
    """
    known = abbreviations(language)
    lines = join_wrapped(text, text_lines(text), evidence=1)
    return [span for line in lines for span in _split_line(text, line, known)]


def _split_line(text: str, line: Span, known: Abbreviations) -> Iterator[Span]:
    start = line.start
    quotations = _INTRODUCED.finditer(text, *line)
    quotation = next(quotations, None)
    for match in _STOP.finditer(text, *line):
        dot, stop = match.span()
        if _NO_MORE.match(text, stop, line.end):
            break
        while quotation and quotation.end() < stop:
            quotation = next(quotations, None)
        if quotation and quotation.start() < dot and stop < quotation.end():
            continue
        if ends_plainly(text, start, dot, stop, known):
            ends = True
        elif match["unspaced"] is not None:
            ends = ends_unspaced(text, dot, stop)
        else:
            ends = ends_sentence(text, Span(start, dot), stop, known)
        if ends:
            yield Span(start, stop)
            start = _skip_space(text, stop)
    if start < line.end:
        yield Span(start, line.end)


def _skip_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at
