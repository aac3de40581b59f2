"""What is remembered between questions: never an answer that the corpus would not give now."""

from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from cachetools import LRUCache

from storybot.answering.answer import Answerer
from storybot.answering.cache import CachedStore, remember
from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.model.answers import Answer
from storybot.model.documents import DocumentId, State, Version
from storybot.model.errors import Conflict
from storybot.search.index import Index
from storybot.store.document_store import Generation, Store
from worlds.articles import make_document

_QUESTIONS = [
    "Who opened the bridge?",
    "How many lanterns hang from the bridge?",
    "When was the tunnel closed?",
    "Who paints the lighthouse?",
]
_SENTENCES = [
    "Mayor Brandt opened the bridge on Monday.",
    "The bridge was opened by the minister.",
    "Forty lanterns hang from the bridge.",
    "Fifty lanterns hang from the old bridge.",
    "The tunnel was closed in March.",
    "The tunnel was never closed.",
    "Anna Weiss paints the lighthouse.",
]


@pytest.fixture
def remembering(store: Store, index: Index, corpus: Corpus) -> Answerer:
    """Answer as the bot does, keeping answers."""
    return Answerer(store, index, generation=lambda: corpus.generation)


@pytest.fixture
async def elsewhere(tmp_path: Path, store: Store) -> AsyncIterator[Corpus]:
    """Open the corpus a second time, as another process does; the store is there first."""
    await store.generation()
    second = await open_store(f"sqlite:///{tmp_path}/storybot.db")
    yield await Corpus.open(second, open_index("embedded:").index)
    await second.close()


def _untimed(answer: Answer) -> Answer:
    return replace(answer, took_ms=0.0)


async def _change(corpus: Corpus, store: Store, random: Random) -> None:
    """Add, correct, retract, restore or undo, whatever is possible of what the dice say."""
    standing = [version async for version in store.documents()]
    try:
        match random.randrange(5):
            case 0 | 1:
                sentences = random.sample(_SENTENCES, random.randint(1, 3))
                source = f"{random.randrange(4)}.txt"
                await corpus.add([make_document(*sentences, source=source)], actor="t", twins=True)
            case 2 if standing:
                await corpus.retract(random.choice(standing).id, actor="t")
            case 3 if standing:
                chosen = random.choice(standing)
                number = random.randint(1, chosen.number)
                await corpus.restore(chosen.id, number, actor="t")
            case _:
                await corpus.undo(actor="t")
    except Conflict:
        pass


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 8))]
)
async def test_a_kept_answer_is_what_a_fresh_answerer_gives(
    store: Store,
    index: Index,
    corpus: Corpus,
    elsewhere: Corpus,
    remembering: Answerer,
    seed: int,
) -> None:
    """Whatever changes here or in another process, before and after it is followed."""
    random = Random(seed)
    for _ in range(25):
        where = random.choice([corpus, elsewhere])
        if where is elsewhere:
            await elsewhere.catch_up()
        await _change(where, store, random)
        for followed in (False, True):
            if followed:
                await corpus.catch_up()
            for question in random.choices(_QUESTIONS, k=3):
                fresh = await Answerer(store, index).answer(question, 3)
                assert _untimed(await remembering.answer(question, 3)) == _untimed(fresh)


async def test_a_retracted_article_is_not_quoted_from_what_is_kept(
    corpus: Corpus, elsewhere: Corpus, remembering: Answerer
) -> None:
    """Even where another process retracted it and this one's index has not followed yet."""
    await corpus.add([make_document(_SENTENCES[0])], actor="t")
    assert (await remembering.answer(_QUESTIONS[0])).citations
    await elsewhere.catch_up()
    await elsewhere.retract(DocumentId("1"), actor="t")
    assert not (await remembering.answer(_QUESTIONS[0])).citations
    await elsewhere.restore(DocumentId("1"), actor="t")
    await corpus.catch_up()
    assert (await remembering.answer(_QUESTIONS[0])).citations


async def test_what_was_asked_before_is_not_worked_out_again(
    corpus: Corpus, remembering: Answerer
) -> None:
    """The same objects come back, while the time that it took is told anew."""
    await corpus.add([make_document(_SENTENCES[0])], actor="t")
    first = await remembering.answer("Who  opened the bridge?", 3)
    again = await remembering.answer("Who opened the bridge? ", 3)
    assert again.citations is first.citations
    assert again.took_ms != first.took_ms


async def test_another_number_of_citations_is_another_answer(
    corpus: Corpus, remembering: Answerer
) -> None:
    """One who wants more gets more."""
    await corpus.add([make_document(*_SENTENCES)], actor="t")
    assert len((await remembering.answer(_QUESTIONS[0], 1)).citations) == 1
    assert len((await remembering.answer(_QUESTIONS[0], 2)).citations) == 2


async def test_a_follow_up_is_another_question_than_the_same_words_alone(
    corpus: Corpus, remembering: Answerer
) -> None:
    """What was asked before it belongs to the question."""
    await corpus.add([make_document(*_SENTENCES)], actor="t")
    alone = await remembering.answer("And when was it closed?")
    before = (await remembering.answer("Where is the tunnel?")).as_earlier
    assert (await remembering.answer("And when was it closed?", after=before)).asked != alone.asked


async def test_an_answer_is_not_kept_for_another_day(
    store: Store, index: Index, corpus: Corpus
) -> None:
    """“Yesterday” means something else tomorrow."""
    await corpus.add([make_document(_SENTENCES[0])], actor="t")
    days = [date(2024, 3, 1)]
    answerer = Answerer(store, index, today=lambda: days[0], generation=lambda: corpus.generation)
    first = await answerer.answer(_QUESTIONS[0])
    days[0] = date(2024, 3, 2)
    assert (await answerer.answer(_QUESTIONS[0])).citations is not first.citations


async def test_nothing_is_kept_while_the_index_is_behind_the_store(
    corpus: Corpus, elsewhere: Corpus, remembering: Answerer
) -> None:
    """What it gives meanwhile is not what it gives once it has followed."""
    await elsewhere.add([make_document(_SENTENCES[0])], actor="t")
    assert not (await remembering.answer(_QUESTIONS[0])).citations
    await corpus.catch_up()
    assert (await remembering.answer(_QUESTIONS[0])).citations


async def test_articles_that_are_compared_and_cited_are_read_at_once(
    store: Store, corpus: Corpus, remembering: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer waits for its articles once, not for those compared and then for the others."""
    said = [_SENTENCES[2], _SENTENCES[3], _SENTENCES[0]]
    await corpus.add([make_document(each, source=each) for each in said], actor="t")
    reading, read = list[set[str]](), store.versions

    async def versions(keys: Collection[tuple[DocumentId, int]]) -> list[Version]:
        reading.append({str(id) for id, _ in keys})
        return await read(keys)

    monkeypatch.setattr(store, "versions", versions)
    answer = await remembering.answer(_QUESTIONS[1])
    assert (answer.answered, len(answer.citations)) == (True, 3)
    assert reading == [{"1", "2", "3"}]


async def test_texts_are_forgotten_with_their_generation(store: Store, corpus: Corpus) -> None:
    """A version that was live is not taken for live when the corpus has moved on."""
    await corpus.add([make_document(_SENTENCES[0])], actor="t")
    known = CachedStore(store)
    before = await known.now()
    key = (DocumentId("1"), 1)
    assert [v.state for v in (await known.versions([key])).values()] == [State.LIVE]
    await corpus.retract(DocumentId("1"), actor="t")
    assert await known.now() != before
    assert [v.state for v in (await known.versions([key])).values()] == [State.RETRACTED]


async def test_a_moment_lasts_while_nothing_changes(store: Store, corpus: Corpus) -> None:
    """Asking how far the store has come forgets nothing by itself."""
    await corpus.add([make_document(_SENTENCES[0])], actor="t")
    known = CachedStore(store)
    assert known.moment.generation != corpus.generation
    assert await known.now() == await known.now()
    assert isinstance(known.moment.generation, Generation)


def test_what_is_too_large_for_a_cache_is_passed_over() -> None:
    """The others stay, and the value itself is usable all the same."""
    cache = LRUCache[str, str](6, len)
    remember(cache, "a", "123")
    remember(cache, "b", "1234567")
    assert dict(cache) == {"a": "123"}
