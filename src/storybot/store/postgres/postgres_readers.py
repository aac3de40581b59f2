"""The memory behind buttons, edits and readers' settings, in PostgreSQL.

A person's id is stored only if it is written to: for subscriptions, the language, and as an address
at which answers are corrected, apart from them. Answers and votes contain pseudonyms instead.
"""

import asyncio
import json
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

import asyncpg
from cachetools import TTLCache

from storybot.model.errors import StoreError
from storybot.store.layout.answer_rows import quotes_json
from storybot.store.layout.carried_questions import CarriedQuestions, CarriedRow
from storybot.store.layout.coded_memory import CodedMemory
from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import open_pool
from storybot.store.postgres.reader_tables.answer_columns import (
    ANSWER_COLUMNS,
    INSERT_ANSWER,
    answer_values,
    read_answer,
)
from storybot.store.postgres.reader_tables.postgres_corrections import PostgresCorrections
from storybot.store.postgres.reader_tables.postgres_drafts import PostgresDrafts
from storybot.store.postgres.reader_tables.postgres_feedback import PostgresFeedback
from storybot.store.postgres.reader_tables.postgres_question_log import PostgresQuestionLog
from storybot.store.postgres.reader_tables.postgres_subscribers import PostgresSubscribers
from storybot.store.postgres.reader_tables.postgres_turns import PostgresTurns
from storybot.store.postgres.reader_tables.removing import Removing
from storybot.store.records import ChatSettings, Forgotten, QuoteRef, SentAnswer

_CHATS, _CHAT_SECONDS = 4096, 5.0
"""Chats whose settings are cached, and for how long: another process may change them."""
_ADDRESS = "INSERT INTO addresses (code, address) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_REPLACED = """
    DELETE FROM answers
    WHERE (chat = $1 AND asked = $2) OR (chat = $1 AND message = $3) OR inline_message = $4
"""
_REVISE = """
    UPDATE answers SET question = $2, answered = $3, cited = $4, shown = $5, said = '', stands = ''
    WHERE id = $1
"""
_CHOSEN = """
    INSERT INTO chosen_results (result, question, inline_message, reader, at)
    SELECT $1::text, $2::text, $3::text, $4::bigint, $5 WHERE NOT EXISTS (
        SELECT FROM chosen_results WHERE result = $1 AND question = $2
        AND inline_message IS NOT DISTINCT FROM $3 AND reader = $4
    )
"""
_MOVE_SETTINGS = """
    UPDATE chats SET id = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM chats WHERE id = $2)
"""
_MOVE_SUBSCRIPTIONS = """
    UPDATE subscriptions AS moved SET chat = $2 WHERE chat = $1 AND NOT EXISTS (
        SELECT FROM subscriptions AS there
        WHERE there.chat = $2 AND there.message = moved.message AND there.person = moved.person
    )
"""
_CARRY = """
    INSERT INTO carried_questions (token, question, reader, at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[])
    ON CONFLICT (token) DO UPDATE
    SET question = excluded.question, reader = excluded.reader, at = excluded.at
"""


def _now() -> datetime:
    return datetime.now(UTC)


class PostgresReaderMemory(CodedMemory):
    """Answers sent, votes, subscriptions, settings; made by `open`.

    Each method that awaits the database raises `StoreError`.
    """

    def __init__(
        self, pool: PostgresPool, codes: Pseudonyms, now: Callable[[], datetime] = _now
    ) -> None:
        carried = CarriedQuestions(self._write_carried, now)
        super().__init__(codes, carried)
        self._chats: MutableMapping[int, ChatSettings] = TTLCache(_CHATS, _CHAT_SECONDS)
        """Replaced by whoever changes settings: a value read before may be older."""
        self._pool = pool
        self._now = now
        self._carrying = asyncio.Lock()
        self._removing = Removing(pool, codes)
        self._drafts = PostgresDrafts(pool, now)
        self._corrections = PostgresCorrections(pool)
        self._questions = PostgresQuestionLog(pool)
        self._feedback = PostgresFeedback(pool, codes, now)
        self._subscribers = PostgresSubscribers(pool, now)
        self._turns = PostgresTurns(pool, codes, now)

    @classmethod
    async def open(cls, url: str, now: Callable[[], datetime] = _now) -> Self:
        """Open the reader memory in the database of a URL.

        Raises:
            StoreError: it cannot be reached or used, or is of a newer storybot.
        """
        pool = await open_pool(Target.of(url))
        try:
            ((key,),) = await pool.rows("SELECT key FROM reader_key")
        except BaseException:
            await pool.close()
            raise
        return cls(pool, Pseudonyms(bytes(key)), now)

    @property
    def drafts(self) -> PostgresDrafts:
        """Drafts awaiting a moderator's confirmation."""
        return self._drafts

    @property
    def corrections(self) -> PostgresCorrections:
        """The queue of answers to correct."""
        return self._corrections

    @property
    def subscribers(self) -> PostgresSubscribers:
        """Who is to be told once a question is answered."""
        return self._subscribers

    @property
    def feedback(self) -> PostgresFeedback:
        """Votes on answers."""
        return self._feedback

    @property
    def questions(self) -> PostgresQuestionLog:
        """What readers asked."""
        return self._questions

    @property
    def turns(self) -> PostgresTurns:
        """What was asked last, for whichever process answers next."""
        return self._turns

    async def close(self) -> None:
        """Flush carried questions, and close; calling it twice is allowed."""
        await self._carried.close()
        await self._pool.close()

    async def keep_answer(
        self, answer: SentAnswer, *, asked_like: SentAnswer | None = None
    ) -> None:
        """Record a sent answer, replacing one for the same message.

        ``asked_like`` is a recorded answer to the same question: both are of one person.
        """
        coded = self._coded(answer)
        if asked_like:
            coded = replace(coded, asker=asked_like.asker)

        async def body(connection: Connection) -> None:
            if answer.chat is not None:
                await connection.execute(_ADDRESS, str(coded.chat), str(answer.chat))
            if answer.inline_message is not None:
                await connection.execute(_ADDRESS, coded.inline_message, answer.inline_message)
            place = (coded.chat, coded.asked, coded.message, coded.inline_message)
            await connection.execute(_REPLACED, *place)
            await connection.execute(INSERT_ANSWER, *answer_values(coded), self._now())

        try:
            await self._pool.transact(body)
        except asyncpg.UniqueViolationError:  # recorded by another process at the same moment
            await self._pool.transact(body)

    async def revise_answer(
        self,
        id: int,
        question: str,
        *,
        answered: bool,
        quotes: tuple[QuoteRef, ...],
        shown: tuple[int, ...] = (),
    ) -> None:
        """Replace the question and answer of a message; votes on the old one are deleted."""
        values = (id, question, answered, quotes_json(quotes), json.dumps(shown))

        async def body(connection: Connection) -> None:
            await connection.execute(_REVISE, *values)
            await connection.execute("DELETE FROM votes WHERE answer = $1", id)

        await self._pool.transact(body, repeatable=True)

    async def note_shown(self, id: int, shown: tuple[int, ...], stands: str = "") -> None:
        """Record which quotes of an answer its message shows now, and what it says instead."""
        sql = "UPDATE answers SET shown = $2, stands = $3 WHERE id = $1"
        await self._pool.change(sql, id, json.dumps(shown), stands)

    async def drop_answer(self, id: int) -> None:
        """Forget an answer and the votes on it."""
        await self._pool.change("DELETE FROM answers WHERE id = $1", id)

    async def move_chat(self, old: int, new: int) -> None:
        """Carry the settings of a group over to the supergroup that it became."""
        await self._change_chats(_MOVE_SETTINGS, old, new)
        await self._pool.change(_MOVE_SUBSCRIPTIONS, old, new)

    async def chosen_in(self, inline_message: str) -> str | None:
        """Return the inline result that a message was sent as; None if Telegram did not tell."""
        sql = "SELECT result FROM chosen_results WHERE inline_message = $1 ORDER BY id LIMIT 1"
        found = await self._pool.rows(sql, self._codes.text_code(inline_message))
        return found[0]["result"] if found else None

    async def note_chosen(
        self, result: str, question: str, inline_message: str | None, user: int
    ) -> None:
        """Record a sent inline result once, with pseudonyms of its message and sender."""
        # The id of an inline message may contain that of its sender.
        code = self._codes.text_code(inline_message) if inline_message else None
        values = (result, question, code, self._codes.code(user), self._now())
        await self._pool.change(_CHOSEN, *values)

    async def forget_user(self, user: int) -> Forgotten:
        """Delete all records about a person, by id or pseudonym; return their number.

        What the server keeps of deleted rows until it cleans its tables, and its log of changes,
        are the operator's: see docs/scaling.md.
        """
        await self._removing.wait_for(user)
        self._carried.forget(self._codes.code(user))
        async with self._carrying:  # a row on its way would come after its deletion
            pass
        forgotten = await self._removing.forget_user(user)
        await self._drafts.forget_sent_by(user)
        self._chats.clear()
        return forgotten

    async def forget_old(self, days: int) -> None:
        """Delete records older than that, and questions carried for a day."""
        await self._removing.forget_old(self._now(), days)
        await self._drafts.forget_old()

    async def _answer(self, **place: int | str) -> SentAnswer | None:
        where = " AND ".join(f"{column} = ${n}" for n, column in enumerate(place, 1))
        sql = f"SELECT {ANSWER_COLUMNS} FROM answers WHERE {where}"
        found = await self._pool.rows(sql, *place.values())
        return read_answer(found[0]) if found else None

    async def chat(self, id: int) -> ChatSettings:
        """Return the settings of a chat; a private chat has the id of its reader."""
        chats = self._chats
        if known := chats.get(id):
            return known
        sql = "SELECT language, listens, whispers FROM chats WHERE id = $1"
        found = await self._pool.rows(sql, id)
        chats[id] = known = ChatSettings(*found[0]) if found else ChatSettings()
        return known

    async def _carried_question(self, token: str) -> str | None:
        sql = "SELECT question FROM carried_questions WHERE token = $1"
        found = await self._pool.rows(sql, token)
        return found[0]["question"] if found else None

    async def _set(self, column: str, chat: int, value: str | bool) -> None:  # noqa: FBT001
        await self._change_chats(
            f"INSERT INTO chats (id, {column}) VALUES ($1, $2)"
            f" ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}",
            chat,
            value,
        )

    async def _change_chats(self, sql: str, *values: Any) -> None:
        """Change the settings of chats, and invalidate the cache."""
        try:
            await self._pool.change(sql, *values)
        finally:  # also after a cancellation: the change may have been made all the same
            self._chats = TTLCache(_CHATS, _CHAT_SECONDS)

    async def _write_carried(self, rows: Sequence[CarriedRow]) -> None:
        try:
            async with self._carrying:
                await self._pool.change(_CARRY, *map(list, zip(*rows, strict=True)))
        except asyncpg.InterfaceError as error:  # it is closed
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error
