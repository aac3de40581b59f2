"""Answers as they are sent to readers, and what is remembered of them."""

from storybot.model.documents import DocumentId, Span
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef, SentAnswer, Subscription

ADA, BOB, GROUP = 7, 8, -100
CITED = (
    QuoteRef(DocumentId("1"), 1, 0, 9, (Span(0, 3),), contradicts_next=True),
    QuoteRef(DocumentId("2"), 3, 10, 19),
)


def answer(
    chat: int = ADA, asked: int = 1, message: int = 2, asker: int | None = None
) -> SentAnswer:
    """Make an answer that was sent."""
    return SentAnswer(
        entry_point="private",
        language="en",
        question="Who?",
        answered=True,
        quotes=CITED,
        chat=chat,
        asked=asked,
        message=message,
        asker=asker,
    )


async def kept(memory: ReaderMemory, made: SentAnswer) -> SentAnswer:
    """Keep an answer and return it as it is kept."""
    await memory.keep_answer(made)
    assert made.chat is not None
    assert made.message is not None
    found = await memory.answer_at(made.chat, made.message)
    assert found
    return found


def subscription_to(answer: SentAnswer) -> Subscription:
    """Make the subscription to be told of the answer to what was asked there."""
    assert answer.chat is not None
    assert answer.message is not None
    return Subscription(answer.chat, answer.message, answer.question, topic=3)
