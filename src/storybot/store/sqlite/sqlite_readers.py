"""The memory behind buttons, edits and readers' settings; used by the bot.

In the same SQLite file as the store, on a connection of its own. A person's id is stored only if it
is written to: for subscriptions, the language, and as an address at which answers are corrected,
apart from them. Answers and votes, from which statistics are made, contain pseudonyms instead
(`pseudonyms`): they distinguish readers without naming them.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.layout.answer_rows import quotes_json
from storybot.store.layout.carried_questions import CarriedQuestions, CarriedRow
from storybot.store.layout.coded_memory import CodedMemory
from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.records import (
    ChatSettings,
    Forgotten,
    QuoteRef,
    SentAnswer,
)
from storybot.store.sqlite.connection import in_one_call
from storybot.store.sqlite.opening import FORGETFUL, open_database
from storybot.store.sqlite.reader_tables.followed_changes import FollowedChanges
from storybot.store.sqlite.reader_tables.forgetting import Forgetting
from storybot.store.sqlite.reader_tables.kept_chats import KeptChats
from storybot.store.sqlite.reader_tables.kept_drafts import SQLiteDrafts
from storybot.store.sqlite.reader_tables.kept_feedback import SQLiteFeedback
from storybot.store.sqlite.reader_tables.kept_subscriptions import SQLiteSubscribers
from storybot.store.sqlite.reader_tables.sent_answers import (
    ANSWER_COLUMNS,
    KEEP_ANSWER,
    answer_values,
    read_answer,
)
from storybot.store.sqlite.reader_tables.sqlite_corrections import SQLiteCorrections
from storybot.store.sqlite.reader_tables.sqlite_question_log import SQLiteQuestionLog
from storybot.store.sqlite.schema.reader_key import pseudonyms_of


def _now() -> datetime:
    return datetime.now(UTC)


class SQLiteReaderMemory(CodedMemory):
    """Answers sent, votes, subscriptions, settings; made by `open`.

    Each method that awaits the database raises `StoreError`. Chat settings are read once and
    cached, as a single process serves the chats.
    """

    def __init__(
        self,
        database: aiosqlite.Connection,
        codes: Pseudonyms,
        now: Callable[[], datetime] = _now,
    ) -> None:
        carried = CarriedQuestions(self._write_carried, now)
        super().__init__(codes, carried)
        self._chats = KeptChats(self._rows)
        """Replaced by whoever changes settings: a value read before may be older."""
        self._database = database
        self._now = now
        self._forgetting = Forgetting(database, codes, self._run, self._rows)
        self._drafts = SQLiteDrafts(database, now)
        self._corrections = SQLiteCorrections(self._run, self._rows)
        self.followed = FollowedChanges(self._run)
        self.is_alone = False
        """Whether the story is in another database, of whose changes this one has to hear."""
        self._questions = SQLiteQuestionLog(self._rows)
        self._feedback = SQLiteFeedback(self._run, self._rows, self._change, codes, self._stamp)
        self._subscribers = SQLiteSubscribers(self._run, self._rows, self._change, self._stamp)

    @classmethod
    async def open(cls, path: str, now: Callable[[], datetime] = _now) -> Self:
        """Open the database file; ``:memory:`` for an in-memory one.

        Raises:
            StoreError: the file cannot be opened, is no database, or is of a newer storybot.
        """
        # Nothing here was acknowledged to Telegram: it need not survive a power cut.
        database = await open_database(path, FORGETFUL, "synchronous = NORMAL")
        opened = cls(database, await pseudonyms_of(database), now)
        opened.is_alone = path == ":memory:"
        return opened

    @property
    def drafts(self) -> SQLiteDrafts:
        """Drafts awaiting a moderator's confirmation."""
        return self._drafts

    @property
    def corrections(self) -> SQLiteCorrections:
        """The queue of answers to correct."""
        return self._corrections

    @property
    def subscribers(self) -> SQLiteSubscribers:
        """Who is to be told once a question is answered."""
        return self._subscribers

    @property
    def feedback(self) -> SQLiteFeedback:
        """Votes on answers."""
        return self._feedback

    @property
    def questions(self) -> SQLiteQuestionLog:
        """What readers asked."""
        return self._questions

    @property
    def turns(self) -> None:
        """None: one process serves the chats, and its memory will do."""
        return

    async def close(self) -> None:
        """Flush carried questions, and close; calling it twice is allowed."""
        await self._carried.close()
        await self._database.close()

    async def keep_answer(
        self, answer: SentAnswer, *, asked_like: SentAnswer | None = None
    ) -> None:
        """Record a sent answer, replacing one for the same message.

        ``asked_like`` is a recorded answer to the same question: both are of one person.
        """
        coded = self._coded(answer)
        if asked_like:
            coded = replace(coded, asker=asked_like.asker)
        coded_places = (coded.chat, answer.chat), (coded.inline_message, answer.inline_message)
        places = [place for place in coded_places if place[0] is not None]
        values = (*answer_values(coded), self._stamp())

        def keep(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR IGNORE INTO addresses VALUES (?, ?)", places)
            connection.execute(KEEP_ANSWER, values)

        try:
            await in_one_call(self._database, keep)
        except sqlite3.Error as error:
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error

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
        await self._run(
            "UPDATE answers SET question = ?, answered = ?, cited = ?, shown = ?, said = '',"
            " stands = '' WHERE id = ?",
            (question, answered, quotes_json(quotes), json.dumps(shown), id),
        )
        await self._run("DELETE FROM votes WHERE answer = ?", (id,))

    async def note_shown(self, id: int, shown: tuple[int, ...], stands: str = "") -> None:
        """Record which quotes of an answer its message shows now, and what it says instead."""
        await self._run(
            "UPDATE answers SET shown = ?, stands = ? WHERE id = ?",
            (json.dumps(shown), stands, id),
        )

    async def drop_answer(self, id: int) -> None:
        """Forget an answer and the votes on it."""
        await self._run("DELETE FROM answers WHERE id = ?", (id,))

    async def move_chat(self, old: int, new: int) -> None:
        """Carry the settings of a group over to the supergroup that it became."""
        await self._run_on_chats("UPDATE OR IGNORE chats SET id = ? WHERE id = ?", (new, old))
        await self._run("UPDATE OR IGNORE subscriptions SET chat = ? WHERE chat = ?", (new, old))

    async def chosen_in(self, inline_message: str) -> str | None:
        """Return the inline result that a message was sent as; None if Telegram did not tell."""
        found = await self._rows(
            "SELECT result FROM chosen_results WHERE inline_message = ? ORDER BY id LIMIT 1",
            (self._codes.text_code(inline_message),),
        )
        return found[0][0] if found else None

    async def note_chosen(
        self, result: str, question: str, inline_message: str | None, user: int
    ) -> None:
        """Record a sent inline result once, with pseudonyms of its message and sender."""
        # The id of an inline message may contain that of its sender.
        code = self._codes.text_code(inline_message) if inline_message else None
        chosen = (result, question, code, self._codes.code(user))
        await self._run(
            "INSERT INTO chosen_results (result, question, inline_message, user, at)"
            " SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM chosen_results"
            " WHERE result = ? AND question = ? AND inline_message IS ? AND user = ?)",
            (*chosen, self._stamp(), *chosen),
        )

    async def _write_carried(self, rows: Sequence[CarriedRow]) -> None:
        """Write rows in one statement, not a transaction: others use this connection meanwhile."""
        marks = ", ".join(["(?, ?, ?, ?)"] * len(rows))
        values = [v for *texts, at in rows for v in (*texts, at.isoformat())]
        sql = f"INSERT OR REPLACE INTO carried_questions (token, question, user, at) VALUES {marks}"
        try:
            await self._database.execute_fetchall(sql, values)
        except (sqlite3.Error, ValueError) as error:  # ValueError: it is closed
            raise StoreError(str(error), "not_saved") from error

    async def forget_user(self, user: int) -> Forgotten:
        """Delete all records about a person, by id or pseudonym; return their number.

        When this returns, the files contain nothing of them either.
        """
        await self._forgetting.wait_for(user)
        self._carried.forget(self._codes.code(user))
        forgotten = await self._forgetting.forget_user(user)
        await self._drafts.forget_sent_by(user)
        language = await self._run_on_chats("DELETE FROM chats WHERE id = ?", (user,))
        await self._forgetting.empty_log()
        return forgotten._replace(language=bool(language))

    async def forget_old(self, days: int) -> None:
        """Delete records older than that, and questions carried for a day."""
        await self._forgetting.forget_old(self._now(), days)
        await self._drafts.forget_old()

    async def _answer(self, **place: int | str) -> SentAnswer | None:
        where = " AND ".join(f"{column} = ?" for column in place)
        sql = f"SELECT {ANSWER_COLUMNS} FROM answers WHERE {where}"
        found = await self._rows(sql, (*place.values(),))
        return read_answer(found[0]) if found else None

    async def chat(self, id: int) -> ChatSettings:
        """Return the settings of a chat; a private chat has the id of its reader."""
        return await self._chats.of(id)

    async def _carried_question(self, token: str) -> str | None:
        found = await self._rows("SELECT question FROM carried_questions WHERE token = ?", (token,))
        return found[0][0] if found else None

    def _stamp(self) -> str:
        return self._now().isoformat()

    async def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        try:
            return list(await self._database.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error

    async def _set(self, column: str, chat: int, value: str | bool) -> None:  # noqa: FBT001
        await self._run_on_chats(
            f"INSERT INTO chats (id, {column}) VALUES (?, ?)"
            f" ON CONFLICT DO UPDATE SET {column} = excluded.{column}",
            (chat, value),
        )

    async def _run_on_chats(self, sql: str, values: Sequence[Any]) -> int:
        """Change the settings of chats, and invalidate the cache."""
        try:
            return await self._run(sql, values)
        finally:  # also after a cancellation: the change may have been made all the same
            self._chats = KeptChats(self._rows)

    async def _change(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """Run one statement that changes rows and returns their new values."""
        try:
            return list(await self._database.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error

    async def _run(self, sql: str, values: Sequence[Any]) -> int:
        """Run one statement in a transaction; return the number of rows changed."""
        try:
            return (await self._database.execute(sql, values)).rowcount
        except sqlite3.Error as error:
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error
