"""Gather the sentences that might answer: those of the best passages, and of their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

from storybot.model import Hit, Passage, PassageId, Sentence, Version
from storybot.store.base import Store


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer, with what stands around it."""

    version: Version
    sentence: Sentence
    before: tuple[Sentence, ...]
    """The sentences before it in its paragraph, nearest last."""
    after: tuple[Sentence, ...]
    """The sentences after it in its paragraph, nearest first."""
    passage_score: float
    """BM25 of the passage that it stands in."""

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.version.document.text[self.sentence.start : self.sentence.end]


async def gather(store: Store, hits: Sequence[Hit]) -> list[Candidate]:
    """Return the sentences of the passages hit, in order of the hits."""
    scores = {hit.passage: hit.score for hit in hits}
    ids = dict.fromkeys(PassageId(h.passage + step) for h in hits for step in (0, -1, 1))
    around = {p.id: (p, v) for p, v in await store.passages([i for i in ids if i > 0])}
    return [
        candidate
        for hit in hits
        if hit.passage in around
        for candidate in _candidates(*around[hit.passage], around, scores[hit.passage])
    ]


def _candidates(
    passage: Passage,
    version: Version,
    around: dict[PassageId, tuple[Passage, Version]],
    score: float,
) -> list[Candidate]:
    """Make candidates of a passage's sentences; a long paragraph goes on in the next passage."""
    sentences: list[Sentence] = []
    for step in (-1, 0, 1):
        neighbour, _ = around.get(PassageId(passage.id + step), (None, None))
        if neighbour and neighbour.document == passage.document:
            sentences.extend(neighbour.sentences)
    found = []
    for i, sentence in enumerate(sentences):
        if sentence not in passage.sentences:
            continue
        before = [s for s in sentences[:i] if s.paragraph == sentence.paragraph]
        after = [s for s in sentences[i + 1 :] if s.paragraph == sentence.paragraph]
        found.append(Candidate(version, sentence, tuple(before), tuple(after), score))
    return found
