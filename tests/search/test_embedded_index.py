"""The embedded index beyond the contract: what it keeps and merges."""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain
from threading import Event
from typing import Any

import numpy as np
import pytest

from storybot.model.passages import PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.embedded.scoring.shape_weights import Shapes
from storybot.search.embedded.segments.merge import merge, plan
from storybot.search.embedded.segments.tail import Rows, Tail, encode
from storybot.search.embedded.segments.vocabulary import Vocabulary
from storybot.search.embedded.thresholds import Limits
from storybot.search.index import IndexEntry
from storybot.search.shelves import Shelves, filed
from worlds.indexes import Corpus, Ranking, entries, oracle, story

DEFAULT = Limits()
LARGE = Limits(scored=0, tail=10**9)
VERY_LARGE = Limits(scored=0, short=0, chunk=100)


def filled(corpus: Corpus, limits: Limits = DEFAULT) -> EmbeddedIndex:
    """Return an index that holds the corpus."""
    index = EmbeddedIndex(limits)
    index.add(entries(corpus))
    return index


class Later(Executor):
    """Runs what was submitted when it is told to."""

    def __init__(self) -> None:
        self._jobs: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Keep a job for later."""
        future: Future[Any] = Future()
        self._jobs.append((future, lambda: fn(*args, **kwargs)))
        return future

    def run(self) -> None:
        """Run the jobs."""
        for future, job in self._jobs:
            future.set_result(job())
        self._jobs.clear()

    def fail(self) -> None:
        """Let the jobs come to nothing."""
        for future, _ in self._jobs:
            future.set_exception(MemoryError())
        self._jobs.clear()


@pytest.fixture
def merges(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Have merges wait until the test runs them."""
    later = Later()
    monkeypatch.setattr("storybot.search.embedded.parts.ThreadPoolExecutor", lambda *_: later)
    return later


QUERIES = [
    ["w1"],
    ["w1", "w2", "w3"],
    ["w900", "w1", "w7", "w900", "w4"],
    [f"w{number}" for number in range(1, 40)],
    [f"w{number % 50}" for number in range(4200)],
]


@pytest.mark.parametrize("query", QUERIES, ids=["one", "few", "again", "many", "thousands"])
def test_rankings_of_many_passages_are_those_of_rank_bm25(query: list[str]) -> None:
    """However many terms, ties and hits there are, each way of ranking is exact."""
    corpus = story(700)
    hits = oracle(corpus, query, 700)
    for limits in (DEFAULT, LARGE, VERY_LARGE):
        index = filled(corpus, limits)
        for k in (1, 10, 700):
            assert index.search(query, k) == hits[:k], (limits, k)


@pytest.fixture(scope="module")
def three_thousand() -> tuple[Corpus, Ranking]:
    """Make a corpus, and rank-bm25 over it, for all tests of this file."""
    corpus = story(3000)
    return corpus, Ranking(corpus)


@pytest.mark.parametrize("query", QUERIES, ids=["one", "few", "again", "many", "thousands"])
def test_sums_that_fit_no_cache_are_exact_too(
    monkeypatch: pytest.MonkeyPatch, three_thousand: tuple[Corpus, Ranking], query: list[str]
) -> None:
    """Looking at sums row by row, as among millions of passages, finds the same."""
    monkeypatch.setattr("storybot.search.embedded.scoring.two_stage._CACHED", 0)
    corpus, ranking = three_thousand
    hits = ranking.hits(query, 10)
    for limits in (LARGE, VERY_LARGE):
        assert filled(corpus, limits).search(query, 10) == hits, limits


@pytest.mark.parametrize("limits", [LARGE, VERY_LARGE], ids=["large", "very"])
@pytest.mark.parametrize("seed", range(3))
def test_rounding_loses_no_passage_that_is_almost_as_good(limits: Limits, seed: int) -> None:
    """Among hundreds of scores that are close together the best are found."""
    random = np.random.default_rng(seed)
    query = [f"q{number}" for number in range(8)]
    corpus = {
        id_: [*np.repeat(query, random.integers(0, 5, 8)).tolist(), *["f"] * random.integers(1, 60)]
        for id_ in range(300)
    }
    for k in (3, 10, 30):
        assert filled(corpus, limits).search(query, k) == oracle(corpus, query, k)


@pytest.mark.parametrize(("holders", "length"), [(17, 17), (26, 22), (47, 32)])
def test_rounding_makes_no_frequent_term_look_hopeless(holders: int, length: int) -> None:
    """A frequent term that alone beats two rare ones by less than a step is weighed after all."""
    others = [f"f{number}" for number in range(40)]
    corpus = dict.fromkeys(range(270), others[:10])
    corpus |= {id_: ["rare", "seldom", *others[:length]] for id_ in range(300, 310)}
    corpus |= {id_: ["often"] for id_ in range(400, 400 + holders)}
    query = ["rare", "seldom", "often"]
    assert filled(corpus, VERY_LARGE).search(query, 10) == oracle(corpus, query, 10)


@pytest.mark.parametrize("limits", [DEFAULT, LARGE, VERY_LARGE], ids=["small", "large", "very"])
@pytest.mark.parametrize("query", QUERIES[:4], ids=["one", "few", "again", "many"])
async def test_a_search_in_a_thread_finds_what_was_there_when_it_was_asked(
    limits: Limits, query: list[str]
) -> None:
    """Passages that are added, removed or merged while it waits for its thread do not show."""
    corpus, go = story(300), Event()
    index = filled(corpus, limits._replace(on_loop=0, chunk=10))
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    blocked = asyncio.create_task(asyncio.to_thread(go.wait))
    searches = [asyncio.create_task(index.find(query, k)) for k in (1, 10)]
    await asyncio.sleep(0)
    index.remove(map(PassageId, range(0, 300, 3)))
    index.add([IndexEntry(PassageId(id_), query) for id_ in range(400, 420)])
    index.clear()
    go.set()
    await blocked
    found = [results.hits for results in await asyncio.gather(*searches)]
    assert found == [oracle(corpus, query, k) for k in (1, 10)]


async def test_a_short_search_stays_on_the_loop() -> None:
    """Below the limit no thread is used; nothing is found there as anywhere."""
    asyncio.get_running_loop().set_default_executor(shut := ThreadPoolExecutor(1))
    shut.shutdown()
    corpus = story(300)
    index = filled(corpus)
    assert (await index.find(["w1", "w2"], 10)).hits == oracle(corpus, ["w1", "w2"], 10)
    assert (await index.find(["unknown"], 10)).hits == []
    assert (await index.find(["w1"], 0)).hits == []


def test_many_rare_terms_in_one_passage_do_not_overflow() -> None:
    """A passage that holds all of many rare terms is best, whatever others share of it."""
    corpus = {id_: [f"w{id_}-{number}" for number in range(20)] for id_ in range(50)}
    shared = [corpus[id_][:3] for id_ in range(1, 5)]
    query = [*corpus[0][:7], *chain.from_iterable(shared)]
    corpus[0][-12:] = query[-12:]
    assert filled(corpus, LARGE).search(query, 1) == oracle(corpus, query, 1)


def test_a_term_of_almost_all_passages_is_ranked() -> None:
    """A term whose idf is next to nothing still ranks the passages that hold it."""
    corpus = story(2000) | {id_: ["all"] * (1 + id_ % 3) for id_ in range(2000, 90_000, 50)}
    for terms in corpus.values():
        terms.append("all")
    assert filled(corpus, LARGE).search(["all"], 10) == oracle(corpus, ["all"], 10)


def test_rare_terms_in_a_large_corpus_are_found() -> None:
    """A query with few postings is exact where most passages are not looked at."""
    corpus = story(2000) | {5000: ["rare", "w1"], 5001: ["rare"], 5002: ["rarer", "rare"]}
    assert filled(corpus, LARGE).search(["rarer", "rare"], 2) == oracle(
        corpus, ["rarer", "rare"], 2
    )


def test_what_happens_during_a_merge_is_in_its_outcome(merges: Later) -> None:
    """Passages that are removed, added or replaced while a merge runs are so when it is done."""
    corpus = dict(reversed(story(40).items()))
    index = filled(corpus, Limits(tail=30))
    index.remove(map(PassageId, [3, 4]))
    index.add([IndexEntry(PassageId(4), ["w1", "new"]), IndexEntry(PassageId(90), ["w1"])])
    del corpus[3]
    corpus |= {4: ["w1", "new"], 90: ["w1"]}
    expected = oracle(corpus, ["w1", "new"], 50)
    assert index.search(["w1", "new"], 50) == expected
    merges.run()
    assert index.search(["w1", "new"], 50) == expected
    assert (len(index), index.document_frequency("new")) == (40, 1)


def test_a_merge_gives_back_what_it_took(merges: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once each, in its thread; it is much, and the C library would keep it."""
    given_back: list[bool] = []
    monkeypatch.setattr("storybot.search.embedded.parts.trim", lambda: given_back.append(True))
    index = EmbeddedIndex(Limits(tail=4))
    index.add([IndexEntry(PassageId(n), ["storm"]) for n in range(4)])
    assert not given_back
    merges.run()
    assert given_back == [True]


def test_a_merge_that_fails_is_logged_and_nothing_is_lost(
    merges: Later, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the memory to merge, the index answers from its parts and merges later."""
    corpus = story(40)
    index = filled(corpus, Limits(tail=30))
    merges.fail()
    assert index.search(["w1"], 50) == oracle(corpus, ["w1"], 50)
    assert "cannot be merged" in caplog.text
    corpus |= {id_: ["w1"] for id_ in range(100, 140)}
    index.add(entries({id_: corpus[id_] for id_ in range(100, 140)}))
    merges.run()
    assert index.search(["w1"], 80) == oracle(corpus, ["w1"], 80)
    assert len(index._parts._parts) == 2


def test_replacing_passages_for_ever_does_not_grow_the_index(merges: Later) -> None:
    """Removed passages are dropped by a merge, so that their share stays bounded."""
    index = EmbeddedIndex(Limits(removed=10))
    for round_ in range(50):
        index.remove(PassageId(id_) for id_ in range(10))
        index.add(entries({id_: ["w1", f"w{round_}"] for id_ in range(10)}))
        merges.run()
    assert len(index) == 10
    assert index._parts.size < 40


def test_merged_passages_are_not_objects() -> None:
    """Neither a passage nor a posting is an object that the garbage collector has to visit."""
    corpus = story(3000)
    gc.collect()
    before = len(gc.get_objects())
    index = filled(corpus, Limits(chunk=100))
    gc.collect()
    assert len(gc.get_objects()) - before < 500
    assert len(index) == 3000


def test_what_is_kept_for_the_next_query_is_bounded() -> None:
    """Terms are forgotten when their postings are more than the limit."""
    corpus = story(500)
    index = filled(corpus, LARGE._replace(kept=50))
    for word in range(1, 60):
        query = [f"w{word}", "w2"]
        assert index.search(query, 5) == oracle(corpus, query, 5)
    assert sum(len(term.passages) for term in index._ready.values()) <= 500
    assert sum(len(postings.passages) for _, postings in index._parts._joined.values()) <= 500


def test_words_with_the_same_checksum_are_told_apart() -> None:
    """A collision of CRC-32 in the vocabulary finds the right word."""
    vocabulary, rows = Vocabulary().extended(["plumless", "other", "buckeroo"])
    assert rows.tolist() == [0, 1, 2]
    assert [vocabulary.find(word) for word in ("plumless", "buckeroo", "more")] == [0, 2, None]
    vocabulary, rows = vocabulary.extended(["more", "buckeroo", "\ud800"])
    assert rows.tolist() == [3, 2, 4]
    assert vocabulary.find("\ud800") == 4


def test_more_shapes_than_two_bytes_tell_apart_are_kept() -> None:
    """Shapes above 65,535 are not mistaken for others."""
    many = np.arange(1, 70_000)
    shapes = Shapes(np.ones_like(many), many)
    tail = Tail()
    for entry in (IndexEntry(PassageId(1), ["a"]), IndexEntry(PassageId(2), ["a"] * 80_000)):
        tail.append(encode([entry], tail.rows, shapes))
    for postings in (tail.postings("a"), merge(plan([tail])).postings("a")):
        assert postings is not None
        assert postings.shapes.tolist() == [0, 69_999]
    assert (shapes.frequencies[69_999], shapes.lengths[69_999]) == (80_000, 80_000)


def test_a_merge_in_blocks_is_one_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms old and new, some of them cut off by a block's end, keep their postings."""
    monkeypatch.setattr("storybot.search.embedded.segments.merge._BLOCK", 7)
    corpus = story(60)
    index = EmbeddedIndex(Limits(chunk=10, scored=0))
    half = dict(list(corpus.items())[::2])
    for part in (half, {id_: terms for id_, terms in corpus.items() if id_ not in half}):
        index.add(entries(part))
        index.search(["w1"], 3)
    for word in range(1, 50):
        assert index.search([f"w{word}"], 60) == oracle(corpus, [f"w{word}"], 60)


def test_terms_that_were_refused_are_unknown() -> None:
    """A term that only a refused batch had is as one that was never met."""
    tail, shapes = Tail(), Shapes()
    tail.append(encode([IndexEntry(PassageId(1), ["a"])], tail.rows, shapes))
    encode([IndexEntry(PassageId(2), ["refused"])], tail.rows, shapes)
    assert (Rows(tail.rows)["refused"], tail.postings("refused")) == (1, None)


def test_each_word_is_told_once_however_many_parts_hold_it() -> None:
    """Of one part, of two that share words, and of a saved one with nothing beside it."""
    index = EmbeddedIndex(Limits(chunk=1, tail=2))
    index.add([IndexEntry(PassageId(1), ["storm", "ferry"])])
    assert list(index.vocabulary().shelf("s", 5)) == ["storm"]
    index.add([IndexEntry(PassageId(n), ["ferry", "storm"]) for n in range(2, 9)])
    index.add([IndexEntry(PassageId(9), ["storm", "stern"])])
    assert sorted(index.vocabulary().shelf("s", 5)) == ["stern", "storm"]


def test_shelves_hold_what_all_parts_do() -> None:
    """In every script and of every length, as if the words of all parts were sorted one by one."""
    words = ["harbour", "kestrel", "czar", "quay", "xebec", "zebra", "министр", "мир", "éclair",
             "42nd", "o", "w" * 40, "w" * 41, "w" * 300, "\ud800abcd", "文字文字",
             "naïve"]  # fmt: skip
    index = EmbeddedIndex(Limits(chunk=1, tail=4))
    held = {term for word in words for term in (word, "ferry", f"{word}s")}
    for number, word in enumerate(words):
        index.add([IndexEntry(PassageId(number), [word, "ferry", f"{word}s"])])
    plain, found = Shelves(lambda: held), index.vocabulary()
    letters = {filed(word[0]) for word in held} | {"q"}
    for letter in letters:
        for length in range(1, 45):
            expected = sorted(plain.shelf(letter, length))
            assert sorted(found.shelf(letter, length)) == expected
    assert list(found.shelf("v", 40)) == ["w" * 40]
    assert list(EmbeddedIndex().vocabulary().shelf("v", 40)) == []
    assert Vocabulary().beginning_with({ord("w")}, 4) == ""


async def test_what_fills_an_index_is_encoded_as_it_comes() -> None:
    """Terms take ten times the memory of arrays; the index ranks as if all had come at once."""
    corpus = story(40)
    index = EmbeddedIndex(Limits(chunk=8))
    index.add([IndexEntry(PassageId(900), ["w1"])])
    async with index.filling() as filling:
        for entry in entries(corpus):
            await filling.add([entry])
            assert len(filling._waiting) < 8
        assert len(index) == 1
        await filling.swap((1,))
    assert len(index) == 40
    assert index.search(["w1", "w5"], 20) == oracle(corpus, ["w1", "w5"], 20)
