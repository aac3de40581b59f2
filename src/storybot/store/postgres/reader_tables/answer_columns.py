"""Answers that were sent, to rows and back."""

import json
from typing import Any

import asyncpg

from storybot.store.layout.answer_rows import quotes_json, read_quotes
from storybot.store.records import SentAnswer

ANSWER_COLUMNS = """
    answers.id, door, language, question, answered, cited, asked, message, asker, shown, reply_to,
    said, stands,
    (SELECT address FROM addresses WHERE code = answers.chat::text)::bigint AS chat,
    (SELECT address FROM addresses WHERE code = answers.inline_message) AS inline_message
"""
"""Chats and inline messages as their ids, which are kept apart from what was said there."""
INSERT_ANSWER = """
    INSERT INTO answers (door, language, question, answered, cited, chat, asked, message,
        inline_message, asker, shown, reply_to, took_ms, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""


def answer_values(answer: SentAnswer) -> tuple[Any, ...]:
    """Return the values of `INSERT_ANSWER`, but the time."""
    return (
        *(answer.entry_point, answer.language, answer.question, answer.answered),
        quotes_json(answer.quotes),
        *(answer.chat, answer.asked, answer.message, answer.inline_message, answer.asker),
        *(json.dumps(answer.shown), answer.reply_to, answer.took_ms),
    )


def read_answer(row: asyncpg.Record) -> SentAnswer:
    """Read a row of `ANSWER_COLUMNS`."""
    said = row["said"]
    return SentAnswer(
        entry_point=row["door"],
        language=row["language"],
        question=row["question"],
        answered=row["answered"],
        quotes=read_quotes(row["cited"]),
        chat=row["chat"],
        asked=row["asked"],
        message=row["message"],
        inline_message=row["inline_message"],
        asker=row["asker"],
        id=row["id"],
        shown=tuple(json.loads(row["shown"])),
        reply_to=row["reply_to"],
        said=read_quotes(said) if said else (),
        stands=row["stands"],
    )
