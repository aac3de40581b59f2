"""Split documents into the passages that the index ranks.

A passage is a paragraph, if that has about the best length for ranking; longer ones are divided and
much shorter ones joined.
"""

from collections.abc import Sequence
from itertools import groupby

from storybot.model.documents import Document
from storybot.model.passages import Sentence
from storybot.text.facts.facts import content, read_facts
from storybot.text.segmentation.sentences import split_sentences

_CHARACTERS_A_WORD = 6
_LONG = 1.5
_SHORT = 0.5
_JOINED = 1.25
"""Sizes relative to the target: above it a paragraph is divided, below it joined to its neighbour,
and the maximum of joined paragraphs."""


def cut_passages(sentences: Sequence[Sentence], words: int = 80) -> list[tuple[Sentence, ...]]:
    """Group the sentences of one document into passages of about ``words`` words, in order.

    A paragraph is a passage. One of more than one and a half times the size is divided between
    sentences into parts about equal; one of less than half the size is joined to the paragraph
    next to it while both fit. Paragraphs with a sub-head between them stay apart.
    """
    passages: list[list[Sentence]] = []
    size = 0.0
    for _, paragraph in groupby(sentences, key=lambda sentence: sentence.paragraph):
        for part in _divide(list(paragraph), words):
            length = _size(part)
            beside = bool(passages) and part[0].paragraph - passages[-1][-1].paragraph == 1
            short = min(size, length) < _SHORT * words
            if beside and short and size + length <= _JOINED * words:
                passages[-1] += part
                size += length
            else:
                passages.append(part)
                size = length
    return [tuple(passage) for passage in passages]


def analyse(document: Document) -> list[tuple[Sentence, ...]]:
    """Split a document into passages of analysed sentences, in order, without sub-heads.

    The sentences are spans of the document's text.
    """
    subheads = frozenset(document.subheads)
    sentences: list[Sentence] = []
    for index, (offset, end) in enumerate(document.spans):
        if index in subheads:
            continue
        paragraph = document.text[offset:end]
        for a, b in split_sentences(paragraph, document.language):
            facts = read_facts(paragraph[a:b], document.language)
            sentences.append(Sentence(offset + a, offset + b, index, content(facts), facts))
    return cut_passages(sentences)


def _size(sentences: Sequence[Sentence]) -> float:
    """Estimate words; where terms are more than that, as in unspaced scripts, count terms."""
    characters = sum(sentence.end - sentence.start for sentence in sentences)
    return max(characters / _CHARACTERS_A_WORD, sum(len(s.terms) for s in sentences))


def _divide(paragraph: list[Sentence], words: int) -> list[list[Sentence]]:
    size = _size(paragraph)
    if size <= _LONG * words:
        return [paragraph]
    part = size / round(size / words)
    parts: dict[int, list[Sentence]] = {}
    before = 0.0
    for sentence in paragraph:
        length = _size([sentence])
        parts.setdefault(int((before + length / 2) / part), []).append(sentence)
        before += length
    return list(parts.values())
