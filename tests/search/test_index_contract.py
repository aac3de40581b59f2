"""The Index contract, run on every implementation: which passages, in which order, and what counts.

Scores are compared by their order alone. `pytest --opensearch URL` runs it on OpenSearch as well.
"""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from storybot.answering.ranking.candidates import gather
from storybot.model.passages import Passage, PassageId
from storybot.search.excerpt import beginning
from storybot.search.index import Index, IndexEntry
from storybot.text.analysis.analyzer import analyzer
from worlds.indexes import MAKERS, Corpus, MakeIndex, entries, oracle, texts
from worlds.sentences import passages_of

pytestmark = pytest.mark.xdist_group("opensearch")


@pytest.fixture(params=MAKERS)
async def make(request: pytest.FixtureRequest) -> AsyncIterator[MakeIndex]:
    """Return what makes an empty index of one kind; skip where its engine is not named."""
    async with AsyncExitStack() as made:
        yield MAKERS[request.param](request.config, made)


async def filled(make: MakeIndex, corpus: Corpus) -> Index:
    """Return an index that holds the corpus."""
    index = await make()
    await index.change(added=entries(corpus))
    return index


async def found(index: Index, query: str, k: int = 10) -> list[int]:
    """Return the ids of the hits."""
    return [hit.passage for hit in (await index.find(query.split(), k)).hits]


def expected(corpus: Corpus, query: str, k: int = 10) -> list[int]:
    """Return the ids of rank-bm25's hits."""
    return [hit.passage for hit in oracle(corpus, query.split(), k)]


async def frequency(index: Index, term: str) -> int:
    """Count the passages that hold a term, as a question does."""
    return await index.settled(lambda: index.statistics.document_frequency(term))


def entry(id_: int, text: str) -> IndexEntry:
    """Cut an entry out of words with spaces between."""
    return IndexEntry(PassageId(id_), text.split())


async def test_an_empty_index_finds_nothing(make: MakeIndex) -> None:
    """Nothing is found where nothing is."""
    index = await make()
    assert (await index.count(), await found(index, "bridge")) == (0, [])
    assert await frequency(index, "bridge") == 0


async def test_changing_nothing_changes_nothing(make: MakeIndex) -> None:
    """An empty change has no effect."""
    index = await filled(make, texts("a bridge"))
    await index.change()
    assert (await index.count(), await found(index, "bridge")) == (1, [1])


async def test_passages_are_ordered_as_by_rank_bm25(make: MakeIndex) -> None:
    """Frequency, length and rarity count as they do there."""
    corpus = texts("fell fell bridge", "a bridge stands", "rain", "the bridge fell in the rain")
    index = await filled(make, corpus)
    for query in ("bridge rain fell", "bridge", "fell the", "rain rain bridge"):
        assert await found(index, query) == expected(corpus, query), query


async def test_passages_without_a_query_term_are_no_hits(make: MakeIndex) -> None:
    """A passage that shares no word with the query is left out."""
    index = await filled(make, texts("bridge", "river", "bridge river"))
    assert sorted(await found(index, "river")) == [2, 3]


@pytest.mark.parametrize("query", [[], ["tower"], ["tower", "tower"], [""]])
async def test_unknown_terms_find_nothing(make: MakeIndex, query: list[str]) -> None:
    """A query without a known term has no hits, and its statistics say so."""
    results = await (await filled(make, texts("bridge", "river"))).find(query, 3)
    assert not results.hits
    assert set(results.frequencies.values()) <= {0}


async def test_ties_stand_in_order_of_id(make: MakeIndex) -> None:
    """Equal scores are ordered by id, whatever the order of addition."""
    corpus = {id_: ["bridge", "fell"] for id_ in (7, 3, 2**53, 5, 1)} | {4: ["river"]}
    index = await filled(make, corpus)
    assert await found(index, "fell bridge") == [1, 3, 5, 7, 2**53]


async def test_ties_at_the_cut_keep_the_lowest_ids(make: MakeIndex) -> None:
    """Of equal scores around the k-th place the lowest ids are kept."""
    corpus: Corpus = {id_: ["bridge"] for id_ in range(40, 0, -1)} | {99: ["bridge", "bridge"]}
    assert await found(await filled(make, corpus), "bridge", 4) == [99, 1, 2, 3]


async def test_a_term_that_stands_twice_counts_twice(make: MakeIndex) -> None:
    """A repeated query term adds its weight again."""
    corpus = texts("bridge river", "river rain", "bridge", "snow")
    index = await filled(make, corpus)
    for query in ("bridge river bridge", "river river bridge"):
        assert await found(index, query) == expected(corpus, query)


@pytest.mark.parametrize("k", [0, -1, -(2**40)])
async def test_k_below_one_gives_no_hits(make: MakeIndex, k: int) -> None:
    """Asking for no hits gives none, and the statistics all the same."""
    results = await (await filled(make, texts("bridge"))).find(["bridge"], k)
    assert (list(results.hits), results.frequencies, results.passages) == ([], {"bridge": 1}, 1)


async def test_statistics_come_with_the_hits(make: MakeIndex) -> None:
    """Of the terms searched for, and of others that are to be counted."""
    index = await filled(make, texts("bridge", "bridge river", "river rain", "snow"))
    results = await index.find(["bridge", "tower"], 3, {"river", "rain", "hail"})
    assert results.passages == 4
    assert results.frequencies == {"bridge": 2, "tower": 0, "river": 2, "rain": 1, "hail": 0}


async def test_a_removed_passage_is_gone_at_once(make: MakeIndex) -> None:
    """It is not found, not counted, and weighs in no order."""
    corpus = texts("bridge fell fell", "bridge", "river bridge rain")
    index = await filled(make, corpus)
    assert await frequency(index, "fell") == 1
    await index.change(removed=[PassageId(1)])
    del corpus[1]
    assert await found(index, "bridge fell rain") == expected(corpus, "bridge fell rain")
    assert (await index.count(), await frequency(index, "bridge")) == (2, 2)
    assert await frequency(index, "fell") == 0


async def test_removing_what_is_not_there_is_ignored(make: MakeIndex) -> None:
    """Unknown ids, and ids removed before, are passed over; the others are removed."""
    index = await filled(make, texts("bridge", "river", "rain"))
    await index.change(removed=(PassageId(id_) for id_ in (8, 2, 2, -1, 2**60)))
    await index.change(removed=[PassageId(2)])
    assert (await index.count(), await found(index, "bridge river rain")) == (2, [1, 3])


async def test_a_change_takes_the_place_of_passages(make: MakeIndex) -> None:
    """An id that is removed and added in one change has only its new terms."""
    index = await filled(make, texts("bridge", "river"))
    await index.change(removed=[PassageId(1)], added=[entry(1, "river rain")])
    corpus = texts("river rain", "river")
    assert await found(index, "river rain") == expected(corpus, "river rain")
    assert await found(index, "bridge") == []


async def test_passages_without_terms_count_but_are_never_found(make: MakeIndex) -> None:
    """An empty passage lowers the average length and is no hit."""
    corpus: Corpus = {1: [], 2: ["bridge", "fell"], 3: [], 4: ["bridge"]}
    index = await filled(make, corpus)
    assert await index.count() == 4
    assert await found(index, "bridge") == expected(corpus, "bridge")
    assert await found(await filled(make, {1: [], 2: []}), "bridge") == []


async def test_terms_are_any_text(make: MakeIndex) -> None:
    """Terms of any script, of no letters, of spaces and of great length are told apart."""
    words = ["Erdoğan", "Erdogan", "été", "e\u0301te\u0301", "мост", "橋", "🌉", "", " ", "\x00",
             "b" * 9000, "c" * 40_000]  # fmt: skip
    index = await filled(make, {number: [word] for number, word in enumerate(words)})
    for number, word in enumerate(words):
        assert [hit.passage for hit in (await index.find([word], 20)).hits] == [number]


async def test_a_long_passage_and_a_frequent_term_are_exact(make: MakeIndex) -> None:
    """Lengths and frequencies have no ceiling that a passage could meet."""
    corpus: Corpus = {1: ["bridge"] * 70_000 + ["river"], 2: ["bridge", "river"], 3: ["rain"]}
    assert await found(await filled(make, corpus), "bridge river") == expected(
        corpus, "bridge river"
    )


async def test_the_vocabulary_is_at_hand_by_first_letter_and_length(make: MakeIndex) -> None:
    """Letters that transliterations exchange stand on one shelf; short words on none."""
    index = await filled(make, texts("bridge bridges tsar", "czar zar river bridge", "42nd s"))

    def shelves() -> list[list[str]]:
        vocabulary = index.statistics.vocabulary()
        wanted = [("b", 6), ("s", 4), ("t", 4), ("c", 4), ("z", 3)]
        return [sorted(vocabulary.shelf(letter, length)) for letter, length in wanted]

    assert await index.settled(shelves) == [["bridge"], ["czar"], ["tsar"], [], []]
    await index.change(added=[entry(9, "bricks breeze")])
    assert sorted(await index.settled(lambda: index.statistics.vocabulary().shelf("b", 6))) == [
        "breeze",
        "bricks",
        "bridge",
    ]


PARAGRAPHS = (
    ["Anna Bell, 41, left the summit on 5 May 2021.", "It rained, because of the wind."],
    ["The bridge cost 3 million euros, but nobody paid."],
    ["Carl Reed takes her chair.", "Is he ready?", "Nobody said so."],
)


def whole(passages: Sequence[Passage]) -> list[IndexEntry]:
    """Return what an index takes of passages."""
    return [IndexEntry(p.id, [t for s in p.sentences for t in s.terms], p) for p in passages]


async def test_sentences_come_with_the_hits(make: MakeIndex) -> None:
    """What ranking reads of a sentence is what was analysed, to the last mark."""
    index, passages = await make(), passages_of(PARAGRAPHS)
    await index.change(added=whole(passages))
    asked = [passage.sentences[0].terms[-1] for passage in passages]
    results = await index.find(asked, 9)
    candidates = gather(results.sentences, results.hits, dict.fromkeys(asked, 1.0), "en")
    assert candidates.known == len(passages)
    by_id = {passage.id: passage for passage in passages}
    expected = [s for hit in results.hits for s in by_id[hit.passage].sentences]
    said = [candidates.sentence(at) for at in candidates.sentences.tolist()]
    assert [s.facts._replace(marked=()) for s in said] == [
        s.facts._replace(marked=()) for s in expected
    ]
    assert [dict(s.facts.marked) for s in said] == [
        {at: tuple(sorted(marks)) for at, marks in s.facts.marked} for s in expected
    ]
    assert [s[:4] for s in said] == [s[:4] for s in expected]
    table = results.sentences
    numbers = table.numbers([asked[0], "nowhere"])
    assert numbers[1] == -1
    assert table.texts(numbers[:1]) == asked[:1]
    assert table.beginnings(numbers[:1]).tolist() == [beginning(asked[0])]


async def test_a_passage_comes_with_those_that_it_continues(make: MakeIndex) -> None:
    """A paragraph that is cut between passages is read whole, whichever of them was hit."""
    (first, *_), index = passages_of(PARAGRAPHS[2:]), await make()
    parts = [
        replace(
            first,
            id=PassageId(5 + i),
            text=first.quote(sentence),
            sentences=(sentence._replace(paragraph=0),),
            position=i,
            goes_on=i < len(first.sentences) - 1,
        )
        for i, sentence in enumerate(first.sentences)
    ]
    await index.change(added=whole(parts))
    (term,) = analyzer("en").terms("ready")
    results = await index.find([term], 3)
    assert [hit.passage for hit in results.hits] == [6]
    candidates = gather(results.sentences, results.hits, {term: 1.0}, "en")
    assert candidates.excerpt.id.tolist() == [5, 6, 7]
    before, after = candidates.neighbours(0)
    assert (candidates.terms(before), candidates.terms(after)) == (
        first.sentences[0].terms,
        first.sentences[2].terms,
    )


async def test_filling_takes_the_place_of_everything(make: MakeIndex) -> None:
    """Until the swap the old passages are found, then only the new ones."""
    index = await filled(make, texts("bridge", "river"))
    async with index.filling() as filling:
        await filling.add([entry(5, "bridge rain")])
        await filling.add([entry(6, "rain rain")])
        assert await found(index, "bridge rain") == [1]
        await filling.swap((1, 7, 0))
    assert (await index.count(), await found(index, "bridge rain")) == (2, [5, 6])
    assert await frequency(index, "river") == 0
    await index.change(added=[entry(7, "river")])
    assert await found(index, "river") == [7]


async def test_a_filling_without_a_swap_leaves_nothing(make: MakeIndex) -> None:
    """When reading the store breaks off, the index is as it was."""
    index = await filled(make, texts("bridge"))

    async def break_off() -> None:
        async with index.filling() as filling:
            await filling.add([entry(5, "bridge rain")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()
    assert (await index.count(), await found(index, "bridge rain")) == (1, [1])


async def test_closing_twice_is_allowed(make: MakeIndex) -> None:
    """A second close does nothing."""
    index = await filled(make, texts("bridge"))
    await index.close()
    await index.close()


async def test_after_any_changes_the_order_is_that_of_rank_bm25(make: MakeIndex) -> None:
    """Adds, replacements and removals, in any mixture."""
    dice = random.Random(18)
    index, corpus = await make(), dict[int, list[str]]()
    for _ in range(12):
        removed = dice.sample(range(30), 5)
        added = {
            id_: dice.choices("abcdefgh", k=dice.randrange(12)) for id_ in dice.sample(range(30), 6)
        }
        gone = [PassageId(id_) for id_ in (*removed, *added)]
        await index.change(removed=gone, added=entries(added))
        corpus = {i: terms for i, terms in corpus.items() if i not in gone} | added
        query = " ".join(dice.choices("abcdefghz", k=dice.randrange(1, 6)))
        assert await found(index, query, 9) == expected(corpus, query, 9)
        assert await index.count() == len(corpus)
