"""Cut documents into analysed passages, many of them at once before they are added."""

from collections.abc import Sequence

from storybot.model.documents import Document
from storybot.store.document_store import AnalysedDocument
from storybot.text.bulk.analysing_pool import POOL


async def analysed(documents: Sequence[Document]) -> list[AnalysedDocument]:
    """Cut documents into analysed passages, off the event loop; many of them, on all processors.

    Raises:
        Exception: what the analysis raised, with a note that names the article.
    """
    found = await POOL.analysed(documents)
    return [
        AnalysedDocument(document.language, *parts)
        for document, parts in zip(documents, found, strict=True)
    ]


def is_worth(documents: Sequence[Document]) -> bool:
    """Tell whether documents are cut more quickly together than one by one."""
    return POOL.is_worth(documents)


class Ahead:
    """Documents that were cut together before each of them is added."""

    def __init__(
        self, documents: Sequence[Document] = (), cuts: Sequence[AnalysedDocument] = ()
    ) -> None:
        self._cuts = {id(d): (d, cut) for d, cut in zip(documents, cuts, strict=True)}

    async def analysed(self, documents: Sequence[Document]) -> list[AnalysedDocument]:
        """Cut documents, those that were not yet.

        Raises:
            Exception: see `analysed`.
        """
        # Looked up, and not gone through: it may hold all that is added, and is asked for each.
        known = {id(d): self._cuts[id(d)][1] for d in documents if id(d) in self._cuts}
        missing = [document for document in documents if id(document) not in known]
        if missing:
            known |= zip(map(id, missing), await analysed(missing), strict=True)
        return [known[id(document)] for document in documents]
