"""What a reader memory does alike in each database: people and places become pseudonyms."""

from abc import ABC, abstractmethod
from dataclasses import replace

from storybot.store.layout.carried_questions import CarriedQuestions
from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.records import ChatSettings, SentAnswer


class CodedMemory(ABC):
    """Find answers by pseudonyms of where they are."""

    def __init__(self, codes: Pseudonyms, carried: CarriedQuestions) -> None:
        self._codes = codes
        self._carried = carried

    @abstractmethod
    async def _answer(self, **place: int | str) -> SentAnswer | None:
        """Return the answer whose columns hold these values."""

    @abstractmethod
    async def chat(self, id: int) -> ChatSettings:
        """Return the settings of a chat; a private chat has the id of its reader."""

    @abstractmethod
    async def _set(self, column: str, chat: int, value: str | bool) -> None:  # noqa: FBT001
        """Change one setting of a chat."""

    @abstractmethod
    async def _carried_question(self, token: str) -> str | None:
        """Read the question behind a token."""

    @property
    def button_key(self) -> bytes:
        """The secret that authenticates the bot's buttons; it stays in the database."""
        return self._codes.key_for("buttons")

    async def answer_to(self, chat: int, asked: int) -> SentAnswer | None:
        """Return the answer to a message."""
        found = await self._answer(chat=self._codes.code(chat), asked=asked)
        return replace(found, chat=chat) if found else None

    async def answer_at(
        self, chat: int, message: int, receiver: int | None = None
    ) -> SentAnswer | None:
        """Return the answer recorded for a message of the bot; ``receiver`` alone may see it."""
        place = self._place(message, receiver)
        found = await self._answer(chat=self._codes.code(chat), message=place)
        return replace(found, chat=chat) if found else None

    async def answer_in(self, inline_message: str) -> SentAnswer | None:
        """Return the answer that was sent through an inline message."""
        return await self._answer(inline_message=self._codes.text_code(inline_message))

    def asked_by(self, answer: SentAnswer, user: int) -> bool:
        """Return whether this person asked, if that is recorded."""
        return answer.asker == self._codes.code(user)

    async def set_language(self, chat: int, language: str) -> None:
        """Set the language that the bot speaks in a chat."""
        await self._set("language", chat, language)

    async def set_listens(self, chat: int, *, listens: bool) -> None:
        """Set whether every question in a group is answered."""
        await self._set("listens", chat, listens)

    async def set_whispers(self, chat: int, *, whispers: bool) -> None:
        """Set whether only who asks by command in a group sees the answer."""
        await self._set("whispers", chat, whispers)

    def carry(self, question: str, user: int) -> str:
        """Store a question for a day under a token short enough for a start link; return the token.

        The token is derived from the question: without the one, the other cannot be guessed. The
        question is written a moment later; if that fails, it is lost as after the day.
        """
        return self._carried.carry(question, self._codes.code(user))

    async def carried_written(self) -> None:
        """Wait until the questions carried so far are written, or given up."""
        await self._carried.written()

    async def carried(self, token: str) -> str | None:
        """Return the question behind a token."""
        return self._carried.pending(token) or await self._carried_question(token)

    def _coded(self, answer: SentAnswer) -> SentAnswer:
        """Return an answer as it is stored."""
        chat, asker = (
            None if id is None else self._codes.code(id) for id in (answer.chat, answer.asker)
        )
        message = answer.message and self._place(answer.message, answer.receiver)
        inline = answer.inline_message
        code = None if inline is None else self._codes.text_code(inline)
        return replace(answer, chat=chat, asker=asker, message=message, inline_message=code)

    def _place(self, message: int, receiver: int | None) -> int:
        """Return the number by which a message is found in its chat."""
        return message if receiver is None else -self._codes.pair_code(receiver, message)
