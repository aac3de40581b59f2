"""First sentences of the latest articles: the results of an empty inline query."""

from datetime import UTC, date, datetime, time

from storybot.corpus.corpus import Corpus
from storybot.model.answers import Citation
from storybot.model.documents import Version
from storybot.model.headings import Heading
from storybot.store.document_store import Generation, Store
from storybot.text.segmentation.sentences import split_sentences

_SHOWN = 10


class LatestArticles:
    """First sentences, read again when the corpus has changed."""

    def __init__(self, corpus: Corpus, store: Store) -> None:
        self._corpus = corpus
        self._store = store
        self._of: Generation | None = None
        self._citations: tuple[Citation, ...] = ()

    async def citations(self) -> tuple[Citation, ...]:
        """Return the first sentence of each of the latest live articles, newest first.

        Raises:
            StoreError: the store failed.
        """
        generation = self._corpus.generation
        if self._of != generation:
            live = [article for article in await self._store.headings() if article.live]
            newest = sorted(live, key=_moment, reverse=True)[:_SHOWN]
            keys = [(article.id, article.standing.version) for article in newest]
            found = {v.id: v for v in await self._store.versions(keys)}
            versions = [found[id] for id, _ in keys if id in found]
            self._citations = tuple(c for v in versions if (c := _first_sentence(v)))
            self._of = generation
        return self._citations


def _moment(article: Heading) -> datetime:
    """Order articles: by date, a day without a time at its beginning, no date first."""
    published: date | None = article.published
    if published is None:
        return datetime.min.replace(tzinfo=UTC)
    if not isinstance(published, datetime):
        return datetime.combine(published, time(), UTC)
    return published if published.tzinfo else published.replace(tzinfo=UTC)


def _first_sentence(version: Version) -> Citation | None:
    document = version.document
    for index, (start, _) in enumerate(document.spans):
        if index in document.subheads:
            continue
        for first in split_sentences(document.paragraph(index), document.language):
            return Citation(
                version=version,
                text=document.text[start + first.start : start + first.end],
                start=start + first.start,
                end=start + first.end,
                paragraph=index,
                score=0.0,
            )
    return None
