"""Answers that were sent, to database rows and back."""

import json
from typing import Any

from storybot.store.layout.answer_rows import quotes_json, read_quotes
from storybot.store.records import SentAnswer

_ADDRESS = "(SELECT address FROM addresses WHERE code = answers.{})"
ANSWER_COLUMNS = (
    f"door, language, question, answered, cited, {_ADDRESS.format('chat')}, asked, message,"
    f" {_ADDRESS.format('inline_message')}, asker, answers.id, shown, reply_to, said, stands"
)
"""Chats and inline messages as their ids, which are kept apart from what was said there."""

KEEP_ANSWER = """
    INSERT OR REPLACE INTO answers (door, language, question, answered, cited, chat, asked, message,
        inline_message, asker, shown, reply_to, took_ms, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
"""Takes `answer_values`, and the time."""


def answer_values(answer: SentAnswer) -> tuple[Any, ...]:
    """Return the values of the columns that a new answer has."""
    return (
        *(answer.entry_point, answer.language, answer.question, answer.answered),
        quotes_json(answer.quotes),
        *(answer.chat, answer.asked, answer.message, answer.inline_message, answer.asker),
        *(json.dumps(answer.shown), answer.reply_to, answer.took_ms),
    )


def read_answer(row: tuple[Any, ...]) -> SentAnswer:
    """Read a row of `ANSWER_COLUMNS`."""
    entry_point, language, question, answered, quotes, *where, shown, reply_to, said, stands = row
    chat, asked, message, inline_message, asker, id = where
    return SentAnswer(
        entry_point,
        language,
        question,
        bool(answered),
        read_quotes(quotes),
        chat,
        asked,
        message,
        inline_message,
        asker,
        id,
        shown=tuple(json.loads(shown)),
        reply_to=reply_to,
        said=read_quotes(said) if said else (),
        stands=stands,
    )
