"""Ask the bot itself, as shipped: with dates, repetitions and all that comes after the ranking."""

from fitting.runs import HITS
from fitting.sets import LabelledSet
from storybot import open_story
from storybot.evaluation.dataset import LabelledDocument
from storybot.evaluation.runs import Asked, ask_all

_DATABASE = "sqlite:///:memory:"


async def answered(labelled: LabelledSet) -> list[Asked]:
    """Answer a set's questions from a corpus of its documents, at the default threshold."""
    docs = [
        LabelledDocument(
            id=one.source, paragraphs=[one.paragraph(i) for i in range(len(one.spans))]
        )
        for one in labelled.documents
    ]
    async with open_story(_DATABASE) as story:
        await story.corpus.add(labelled.documents, actor="quality", twins=True)
        return await ask_all(story.answerer, docs, labelled.questions, HITS, lambda _: None)
