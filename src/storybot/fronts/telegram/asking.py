"""Answer a question where it was asked; called by every door that gets messages."""

from telegram import Message

from storybot.answering.answer import Answerer
from storybot.fronts.telegram.render import answer_message
from storybot.fronts.telegram.sending import reply

_RANKED = 5


async def answer_to(message: Message, question: str, answerer: Answerer) -> None:
    """Reply to a message with the answer to a question, usually its own text.

    Raises:
        Refused: the text is too long to be a question.
        StoreError: the store failed.
    """
    answer = await answerer.answer(question, _RANKED)
    await reply(message, answer_message(answer, message.get_bot().username))
