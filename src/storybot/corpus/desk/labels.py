"""Readers' questions as a labelled set, as `storybot eval` reads it, from their votes.

A 👍 under a quote says that it answers; a 👍 under an abstention, that the story does not say. Of
everything else nobody knows what is right: it is asked, and not scored. What fewer than three
readers asked stays out.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from storybot.corpus.desk.gaps import FEWEST_READERS, alike
from storybot.model.documents import Document
from storybot.model.errors import DamagedText, NotFound
from storybot.store.document_store import Store
from storybot.store.readers.question_log import AskedQuestion
from storybot.store.records import QuoteRef

JsonObject = dict[str, Any]
KIND = "reader"


def public_questions(asked: Iterable[AskedQuestion]) -> Iterator[list[AskedQuestion]]:
    """Yield the wordings that may be shown, each with all that was said of it."""
    for group in alike(asked):
        if group.readers < FEWEST_READERS:
            continue
        by_wording: dict[str, list[AskedQuestion]] = {}
        for one in group.members:
            by_wording.setdefault(one.question, []).append(one)
        yield from by_wording.values()


async def labels(store: Store, asked: Iterable[AskedQuestion]) -> AsyncIterator[JsonObject]:
    """Yield a labelled question for each wording.

    Raises:
        StoreError: the store failed.
    """
    for number, members in enumerate(public_questions(asked), start=1):
        line: JsonObject = {"id": f"q{number}", "question": members[0].question, "kind": KIND}
        liked = [one for one in members if one.up > one.down]
        answers = dict.fromkeys(q for one in liked if one.answered for q in _liked(one))
        golds = [gold for quote in answers if (gold := await _gold(store, quote))]
        if golds:
            line |= {"answerable": True, "doc_id": golds[0]["doc_id"], "gold_sentences": golds}
        elif liked and not answers:
            line["answerable"] = False
        yield line


async def articles(store: Store) -> AsyncIterator[JsonObject]:
    """Yield the live articles as the documents of a labelled set."""
    for heading in await store.headings():
        if heading.live:
            document = (await store.version(heading.id)).document
            yield {
                "id": str(heading.id),
                "title": document.title,
                "paragraphs": [document.paragraph(i) for i in range(len(document.spans))],
                "language": document.language,
            }


def _liked(one: AskedQuestion) -> Iterator[QuoteRef]:
    """Yield the quotes that were said to answer, each once."""
    for rank in sorted({vote.rank for vote in one.votes if vote.up}):
        if rank < len(one.quotes):
            yield one.quotes[rank]


async def _gold(store: Store, quote: QuoteRef) -> JsonObject | None:
    """Return a quote as a gold sentence, if the article still says it."""
    try:
        then = await store.version(quote.document, quote.version)
        now = await store.version(quote.document)
    except (NotFound, DamagedText):
        return None
    text = then.document.text[quote.start : quote.end]
    paragraph = _paragraph_of(now.document, text)
    if paragraph is None:
        return None
    return {"text": text, "paragraph": paragraph, "doc_id": str(quote.document)}


def _paragraph_of(document: Document, text: str) -> int | None:
    numbers = range(len(document.spans))
    return next((i for i in numbers if text in document.paragraph(i)), None)
