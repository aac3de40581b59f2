"""Find what a later version of an article says in the place of a sentence.

The versions are aligned word by word, as a difference shows them: the sentence that kept most of
the words in the same place is the old one, corrected. Where none kept half of them, the article
does not say it any more, and no other sentence is passed off as its correction.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from storybot.model.documents import Document, Span
from storybot.text.segmentation.sentences import split_sentences

_KEPT = 0.5
"""Share of words in common from which a sentence is a correction of another, not another one."""
_MOST_CELLS = 10**8
"""Word pairs up to which whole articles are aligned: 12 MB of bits."""
_WORD = re.compile(r"\w+")


class Successor(NamedTuple):
    """Sentences of one paragraph that took the place of others."""

    span: Span
    paragraph: int


def successor(old: Document, quote: Span, new: Document) -> Successor | None:
    """Return what the new version says in the place of a quote of the old one."""
    before, after = _words(old.text), _words(new.text)
    quoted = [i for i, word in enumerate(before) if quote.start <= word.start < quote.end]
    if not quoted or len(before) * len(after) > _MOST_CELLS:
        return None
    kept = _kept(old.text, before, new.text, after, quoted)
    found = [
        (share, Successor(span, paragraph))
        for paragraph, spans in _sentences(new)
        for span in _runs(spans)
        if (share := _share(span, after, kept, len(quoted))) >= _KEPT
    ]
    return max(found, key=lambda pair: (pair[0], -pair[1].span.start))[1] if found else None


def _words(text: str) -> list[Span]:
    return [Span(*found.span()) for found in _WORD.finditer(text)]


def _kept(
    old: str, before: Sequence[Span], new: str, after: Sequence[Span], quoted: Sequence[int]
) -> list[int]:
    """Count, up to each word of the new text, those that come from the quote."""
    operations = LCSseq.opcodes(
        [old[start:end].casefold() for start, end in before],
        [new[start:end].casefold() for start, end in after],
    )
    comes = [0] * len(after)
    for operation in operations:
        if operation.tag == "equal":
            first = max(operation.src_start, quoted[0])
            stop = min(operation.src_end, quoted[-1] + 1)
            for i in range(first, stop):
                comes[operation.dest_start + i - operation.src_start] = 1
    return list(accumulate(comes, initial=0))


def _share(span: Span, after: Sequence[Span], kept: Sequence[int], quoted: int) -> float:
    """Return the share of words in common, of those of both."""
    first = bisect_left(after, span.start, key=lambda word: word.start)
    stop = bisect_left(after, span.end, key=lambda word: word.start)
    return 2 * (kept[stop] - kept[first]) / (stop - first + quoted)


def _sentences(document: Document) -> Iterator[tuple[int, list[Span]]]:
    """Yield the paragraphs that may be quoted, each with its sentences."""
    for index, (start, _) in enumerate(document.spans):
        if index not in document.subheads:
            found = split_sentences(document.paragraph(index), document.language)
            yield index, [Span(start + s.start, start + s.end) for s in found]


def _runs(spans: Sequence[Span]) -> Iterator[Span]:
    """Yield each sentence, and each two that follow one another: as much as a quote can be."""
    yield from spans
    for first, second in pairwise(spans):
        yield Span(first.start, second.end)
