"""Answers that were sent, to database rows and back."""

import json
from typing import Any

from storybot.model.documents import DocumentId, Span
from storybot.store.records import QuoteRef, SentAnswer

ANSWER_COLUMNS = (
    "door, language, question, answered, cited, chat, asked, message, inline_message, asker, id"
)


def answer_values(answer: SentAnswer) -> tuple[Any, ...]:
    """Return what goes into the columns, but for the id."""
    return (
        *(answer.door, answer.language, answer.question, answer.answered),
        cited_json(answer.cited),
        *(answer.chat, answer.asked, answer.message, answer.inline_message, answer.asker),
    )


def read_answer(row: tuple[Any, ...]) -> SentAnswer:
    """Read a row of `ANSWER_COLUMNS`."""
    door, language, question, answered, cited, *where = row
    return SentAnswer(door, language, question, bool(answered), _read_cited(cited), *where)


def cited_json(cited: tuple[QuoteRef, ...]) -> str:
    """Write places of quotes as JSON."""
    return json.dumps(
        [
            [c.document, c.version, c.start, c.end, c.matches, *([True] * c.contradicts_next)]
            for c in cited
        ]
    )


def _read_cited(text: str) -> tuple[QuoteRef, ...]:
    return tuple(
        QuoteRef(
            DocumentId(id), version, start, end, tuple(Span(*match) for match in matches), *flag
        )
        for id, version, start, end, matches, *flag in json.loads(text)
    )
