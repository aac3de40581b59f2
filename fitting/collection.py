"""Documents to ask, cut and searched as the bot does, without a database.

It is an index with its sentences, and can hide a document: a question asked
where its answer is not is what the confidence learns from.
"""

from collections import Counter, defaultdict
from collections.abc import Collection as Group
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from storybot.answering.ranking.located_sentence import LocatedSentence
from storybot.model.documents import Document, DocumentId
from storybot.model.passages import Hit, Passage, PassageId
from storybot.search.embedded.sentences.sentence_table import SentenceTable
from storybot.search.shelves import Shelves
from storybot.text.analysis.analyzer import analyzer
from storybot.text.chunking import analyse

_K1, _B = 1.5, 0.75


class Collection:
    """Passages and their postings; to a question, they are the statistics of an index."""

    misses: Final = 0
    """All of them are at hand."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._by_id = {p.id: p for p in passages}
        self._sentences: SentenceTable | None = None
        self.languages = sorted({p.language for p in passages})
        self.documents = sorted({p.document for p in passages})
        self._ids = np.array([p.id for p in passages])
        self._documents = np.array([p.document for p in passages])
        self._shown = np.ones(len(passages), bool)
        counts = [Counter(t for s in p.sentences for t in s.terms) for p in passages]
        self._lengths = np.array([float(count.total()) for count in counts])
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, count in enumerate(counts):
            for term, times in count.items():
                postings[term].append((at, times))
        self._postings = {t: np.array(p).T for t, p in postings.items()}

    def hide(self, documents: Group[str]) -> None:
        """Answer from now on as if these documents were not there; none of them shows all again."""
        self._shown = ~np.isin(self._documents, list(documents))

    def __len__(self) -> int:
        """Count the passages that are shown."""
        return int(self._shown.sum())

    def vocabulary(self) -> Shelves:
        """Return every term, of hidden documents too."""
        return Shelves(lambda: self._postings)

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold the term."""
        found = self._postings.get(term)
        return 0 if found is None else int(self._shown[found[0]].sum())

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Rank by BM25+, as `Index.search` does."""
        scores = np.zeros(len(self._ids))
        held = np.zeros(len(self._ids), bool)
        mean = max(float(self._lengths[self._shown].mean()), 1e-9) if len(self) else 1.0
        norm = _K1 * (1 - _B + _B * self._lengths / mean)
        for term in terms:
            if not (frequency := self.document_frequency(term)):
                continue
            at, times = self._postings[term]
            idf = np.log((len(self) + 1) / frequency)
            scores += idf
            scores[at] += idf * times * (_K1 + 1) / (times + norm[at])
            held[at] = True
        best = sorted(np.flatnonzero(held & self._shown), key=lambda i: (-scores[i], i))[:k]
        return [Hit(PassageId(int(self._ids[i])), float(scores[i])) for i in best]

    @property
    def sentences(self) -> SentenceTable:
        """The sentences of the passages, those of hidden documents too."""
        if self._sentences is None:
            self._sentences = SentenceTable()
            self._sentences.add(self._by_id.values())
        return self._sentences

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the sentences, which another process makes anew."""
        return self.__dict__ | {"_sentences": None}

    def quote(self, spot: LocatedSentence) -> str:
        """Return a sentence word for word."""
        passage = self._by_id[spot.passage]
        start = passage.sentences[0].start
        return passage.text[spot.start - start : spot.end - start]


def cut(documents: Iterable[Document]) -> list[Passage]:
    """Cut documents into passages, numbered from 1; a document's id is its source."""
    found: list[Passage] = []
    for document in documents:
        title = analyzer(document.language).terms(document.title)
        seen: Counter[int] = Counter()
        parts = analyse(document)
        for part, following in zip(parts, [*parts[1:], ()], strict=True):
            found.append(
                Passage(
                    id=PassageId(len(found) + 1),
                    document=DocumentId(document.source),
                    version=1,
                    language=document.language,
                    title=title,
                    text=document.text[part[0].start : part[-1].end],
                    sentences=part,
                    position=seen[part[0].paragraph],
                    goes_on=bool(following) and following[0].paragraph == part[-1].paragraph,
                )
            )
            seen.update(sentence.paragraph for sentence in part)
    return found
