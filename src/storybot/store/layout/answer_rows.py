"""Places of quotes as JSON, the form in which every database holds them."""

import json

from storybot.model.documents import DocumentId, Span
from storybot.store.records import QuoteRef


def quotes_json(quotes: tuple[QuoteRef, ...]) -> str:
    """Write places of quotes as JSON."""
    return json.dumps(
        [
            [q.document, q.version, q.start, q.end, q.matches, *([True] * q.contradicts_next)]
            for q in quotes
        ]
    )


def read_quotes(text: str) -> tuple[QuoteRef, ...]:
    """Read places of quotes."""
    return tuple(
        QuoteRef(
            DocumentId(id), version, start, end, tuple(Span(*match) for match in matches), *flag
        )
        for id, version, start, end, matches, *flag in json.loads(text)
    )
