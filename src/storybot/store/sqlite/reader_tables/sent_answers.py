"""Answers that were sent, to database rows and back."""

import json
from typing import Any

from storybot.model.documents import DocumentId, Span
from storybot.store.records import QuoteRef, SentAnswer

ANSWER_COLUMNS = (
    "door, language, question, answered, cited, chat, asked, message, inline_message, asker, id"
)


def answer_values(answer: SentAnswer) -> tuple[Any, ...]:
    """Return the column values, except the id."""
    return (
        *(answer.entry_point, answer.language, answer.question, answer.answered),
        quotes_json(answer.quotes),
        *(answer.chat, answer.asked, answer.message, answer.inline_message, answer.asker),
    )


def read_answer(row: tuple[Any, ...]) -> SentAnswer:
    """Read a row of `ANSWER_COLUMNS`."""
    entry_point, language, question, answered, quotes, *where = row
    return SentAnswer(entry_point, language, question, bool(answered), _read_quotes(quotes), *where)


def quotes_json(quotes: tuple[QuoteRef, ...]) -> str:
    """Write places of quotes as JSON."""
    return json.dumps(
        [
            [q.document, q.version, q.start, q.end, q.matches, *([True] * q.contradicts_next)]
            for q in quotes
        ]
    )


def _read_quotes(text: str) -> tuple[QuoteRef, ...]:
    return tuple(
        QuoteRef(
            DocumentId(id), version, start, end, tuple(Span(*match) for match in matches), *flag
        )
        for id, version, start, end, matches, *flag in json.loads(text)
    )
