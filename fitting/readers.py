"""Ask the bot itself, as shipped: with dates, repetitions and all that comes after the ranking."""

from contextlib import closing

from fitting.runs import HITS
from fitting.sets import LabelledSet
from storybot.answering.answer import Answerer
from storybot.corpus.backends import open_index, open_store
from storybot.corpus.corpus import Corpus
from storybot.evaluation.dataset import LabelledDocument
from storybot.evaluation.runs import Asked, ask_all

_DATABASE, _INDEX = "sqlite:///:memory:", "embedded:"


async def answered(labelled: LabelledSet) -> list[Asked]:
    """Answer a set's questions from a corpus of its documents, at the default threshold."""
    docs = [
        LabelledDocument(
            id=one.source, paragraphs=[one.paragraph(i) for i in range(len(one.spans))]
        )
        for one in labelled.documents
    ]
    store = await open_store(_DATABASE)
    try:
        found = open_index(_INDEX, _DATABASE)
        with closing(found.index) as index:
            corpus = await Corpus.open(store, index, found.saved)
            await corpus.add(labelled.documents, actor="quality", twins=True)
            answerer = Answerer(store, index)
            return await ask_all(answerer, docs, labelled.questions, HITS, lambda _: None)
    finally:
        await store.close()
