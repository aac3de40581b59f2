"""Find a quote where it stands now: what was shown once may have been retracted or rewritten."""

from enum import Enum

from storybot.answering.evidence.text_fragments import sentence_link
from storybot.model.answers import Citation
from storybot.model.documents import DocumentId, State, Version
from storybot.model.errors import NotFound
from storybot.store.document_store import Store
from storybot.store.records import QuoteRef


class QuoteGone(Enum):
    """Why a sentence may not be quoted any more."""

    RETRACTED = "retracted"
    CHANGED = "changed"


def read_place(document: str, version: str, start: str, end: str) -> QuoteRef:
    """Read the place of a quote as links and buttons carry it, already checked to be digits."""
    return QuoteRef(DocumentId(document), int(version), int(start), int(end))


async def find_quote(store: Store, cited: QuoteRef) -> Citation | QuoteGone:
    """Return the quote as the current version of its article has it, or why it has not.

    Raises:
        StoreError: the store failed.
    """
    try:
        then = await store.version(cited.document, cited.version)
        now = await store.version(cited.document)
    except NotFound:
        return QuoteGone.CHANGED
    if now.state is State.RETRACTED:
        return QuoteGone.RETRACTED
    quote = then.document.text[cited.start : cited.end]
    if not quote.strip():
        return QuoteGone.CHANGED
    start = cited.start if now.number == then.number else now.document.text.find(quote)
    return _located(now, quote, start, cited) or QuoteGone.CHANGED


def _located(version: Version, quote: str, start: int, cited: QuoteRef) -> Citation | None:
    """Cite a quote at its place in a version; None where that is not inside one paragraph."""
    document = version.document
    for index, paragraph in enumerate(document.spans):
        inside = paragraph.start <= start and start + len(quote) <= paragraph.end
        if inside and index not in document.subheads:
            return Citation(
                version=version,
                text=quote,
                start=start,
                end=start + len(quote),
                paragraph=index,
                score=0.0,
                matches=cited.matches,
                link=sentence_link(document.url, quote) if document.url else None,
            )
    return None
