"""The embedded index ranks as rank-bm25 does, bit for bit, whichever way it takes."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybot.model.passages import PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.embedded.thresholds import Limits
from storybot.search.index import IndexEntry
from worlds.indexes import Corpus, entries, oracle, texts

MakeIndex = Callable[[], EmbeddedIndex]

KINDS: dict[str, MakeIndex] = {
    "embedded": EmbeddedIndex,
    "embedded, as if large": partial(EmbeddedIndex, Limits(scored=0)),
    "embedded, as if very large": partial(EmbeddedIndex, Limits(scored=0, short=0)),
    "embedded, always merging": partial(EmbeddedIndex, Limits(tail=1, removed=1, kept=2)),
    "embedded, merged at once": partial(EmbeddedIndex, Limits(chunk=1, scored=0)),
}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> MakeIndex:
    """Return what makes an empty index of one kind."""
    return KINDS[request.param]


def entry(id_: int, text: str) -> IndexEntry:
    """Cut an entry out of words with spaces between."""
    return IndexEntry(PassageId(id_), text.split())


def filled(make: MakeIndex, corpus: Corpus) -> EmbeddedIndex:
    """Return an index that holds the corpus."""
    index = make()
    index.add(entries(corpus))
    return index


def found(index: EmbeddedIndex, query: str, k: int = 10) -> list[int]:
    """Return the ids of the hits."""
    return [hit.passage for hit in index.search(query.split(), k)]


def test_an_empty_index_finds_nothing(make: MakeIndex) -> None:
    """Nothing is found where nothing is, though rank-bm25 divides by zero there."""
    index = make()
    assert (len(index), found(index, "bridge"), index.document_frequency("bridge")) == (0, [], 0)


def test_adding_nothing_changes_nothing(make: MakeIndex) -> None:
    """An empty batch is a change without effect."""
    index = filled(make, texts("a bridge"))
    index.add([])
    index.remove([])
    assert (len(index), found(index, "bridge")) == (1, [1])


def test_one_passage_is_found(make: MakeIndex) -> None:
    """A corpus of one passage has a positive score for its words."""
    corpus = texts("the bridge fell")
    hits = filled(make, corpus).search(["bridge"], 3)
    assert hits == oracle(corpus, ["bridge"], 3)
    assert hits[0].score > 0


def test_scores_are_those_of_rank_bm25(make: MakeIndex) -> None:
    """Scores equal rank-bm25's bit for bit, words that a passage lacks included."""
    corpus = texts("fell fell bridge", "a bridge stands", "rain", "the bridge fell in the rain")
    query = ["bridge", "rain", "fell"]
    assert filled(make, corpus).search(query, 10) == oracle(corpus, query, 10)


def test_passages_without_a_query_term_are_no_hits(make: MakeIndex) -> None:
    """A passage that shares no word with the query is left out, whatever rank-bm25 gives it."""
    index = filled(make, texts("bridge", "river", "bridge river"))
    assert sorted(found(index, "river")) == [2, 3]


@pytest.mark.parametrize("query", [[], ["tower"], ["tower", "tower"], [""]])
def test_unknown_terms_find_nothing(make: MakeIndex, query: list[str]) -> None:
    """A query without a known term has no hits."""
    assert filled(make, texts("bridge", "river")).search(query, 3) == []


def test_unknown_terms_do_not_change_a_score(make: MakeIndex) -> None:
    """A word that no passage holds adds nothing to a score."""
    index = filled(make, texts("bridge", "river bed"))
    assert index.search(["tower", "river"], 3) == index.search(["river"], 3)


def test_ties_stand_in_order_of_id(make: MakeIndex) -> None:
    """Equal scores are ordered by id, whatever the order of addition."""
    corpus = {id_: ["bridge", "fell"] for id_ in (7, 3, 2**53, 5, 1)} | {4: ["river"]}
    index = filled(make, corpus)
    assert found(index, "fell bridge") == [1, 3, 5, 7, 2**53]


def test_ties_at_the_cut_keep_the_lowest_ids(make: MakeIndex) -> None:
    """Of equal scores around the k-th place the lowest ids are kept."""
    corpus: Corpus = {id_: ["bridge"] for id_ in range(40, 0, -1)} | {99: ["bridge", "bridge"]}
    index = filled(make, corpus)
    assert found(index, "bridge", 4) == [99, 1, 2, 3]


def test_a_term_that_stands_twice_counts_twice(make: MakeIndex) -> None:
    """A repeated query term adds its weight again, at its place in the query."""
    corpus = texts("bridge river", "river rain", "bridge", "snow")
    index = filled(make, corpus)
    for query in (["bridge", "river", "bridge"], ["bridge", "bridge", "river"]):
        assert index.search(query, 9) == oracle(corpus, query, 9)


@pytest.mark.parametrize("k", [0, -1, -(2**40)])
def test_k_below_one_gives_no_hits(make: MakeIndex, k: int) -> None:
    """Asking for no hits gives none."""
    assert filled(make, texts("bridge")).search(["bridge"], k) == []


def test_k_above_the_corpus_gives_every_hit(make: MakeIndex) -> None:
    """Asking for more than there is gives what there is."""
    corpus = texts("bridge", "bridge river", "river")
    assert filled(make, corpus).search(["bridge"], 10**12) == oracle(corpus, ["bridge"], 3)


def test_a_removed_passage_is_gone_at_once(make: MakeIndex) -> None:
    """A removed passage is not found, not counted, and weighs in no score."""
    corpus = texts("bridge fell fell", "bridge", "river bridge rain")
    index = filled(make, corpus)
    index.remove([PassageId(1)])
    del corpus[1]
    query = ["bridge", "fell", "rain"]
    assert index.search(query, 9) == oracle(corpus, query, 9)
    assert (len(index), index.document_frequency("bridge")) == (2, 2)
    assert index.document_frequency("fell") == 0


def test_removing_what_is_not_there_is_ignored(make: MakeIndex) -> None:
    """Unknown ids, and ids removed before, are passed over; the others are removed."""
    index = filled(make, texts("bridge", "river", "rain"))
    index.remove(PassageId(id_) for id_ in (8, 2, 2, -1, 2**60))
    index.remove([PassageId(2)])
    assert (len(index), found(index, "bridge river rain")) == (2, [1, 3])


def test_the_last_passage_can_be_removed(make: MakeIndex) -> None:
    """An index that is emptied is as one that was never filled."""
    index = filled(make, texts("bridge"))
    index.remove([PassageId(1)])
    assert (len(index), found(index, "bridge"), index.document_frequency("bridge")) == (0, [], 0)


def test_an_id_can_come_back_with_other_terms(make: MakeIndex) -> None:
    """A removed id may be added again, and has only its new terms."""
    index = filled(make, texts("bridge", "river"))
    index.remove([PassageId(1)])
    index.add([entry(1, "river rain")])
    corpus = texts("river rain", "river")
    assert index.search(["river", "rain"], 9) == oracle(corpus, ["river", "rain"], 9)
    assert found(index, "bridge") == []


@pytest.mark.parametrize("batch", [[entry(9, "rain"), entry(2, "rain")], [entry(9, "rain")] * 2])
def test_a_duplicate_id_refuses_the_whole_batch(make: MakeIndex, batch: list[IndexEntry]) -> None:
    """An id that is present, or stands twice in the batch, is refused with all of the batch."""
    corpus = texts("bridge", "river rain")
    index = filled(make, corpus)
    with pytest.raises(ValueError, match=r"[29]"):
        index.add(batch)
    assert index.search(["rain", "river"], 9) == oracle(corpus, ["rain", "river"], 9)
    assert (len(index), index.document_frequency("rain")) == (2, 1)
    index.add([entry(9, "rain")])
    assert sorted(found(index, "rain")) == [2, 9]


def test_a_batch_that_breaks_off_leaves_nothing(make: MakeIndex) -> None:
    """When the caller's entries end in an error, none of them was added."""
    index = filled(make, texts("bridge"))
    with pytest.raises(ZeroDivisionError):
        index.add(entry(id_, "x " * (8 // (10 - id_))) for id_ in range(7, 12))
    assert (len(index), found(index, "x")) == (1, [])


def test_passages_without_terms_count_but_are_never_found(make: MakeIndex) -> None:
    """An empty passage lowers the average length and is no hit."""
    corpus: Corpus = {1: [], 2: ["bridge", "fell"], 3: [], 4: ["bridge"]}
    index = filled(make, corpus)
    assert len(index) == 4
    assert index.search(["bridge"], 9) == oracle(corpus, ["bridge"], 9)


def test_a_corpus_of_empty_passages_finds_nothing(make: MakeIndex) -> None:
    """An average length of zero is no division by zero."""
    assert filled(make, {1: [], 2: []}).search(["bridge"], 3) == []


def test_terms_are_any_text(make: MakeIndex) -> None:
    """Terms of any script, of no letters, of spaces and of great length are told apart."""
    words = [
        "Erdoğan",
        "Erdogan",
        "été",
        "e\u0301te\u0301",
        "мост",
        "橋",
        "🌉",
        "",
        " ",
        "\x00",
        "b" * 9000,
    ]
    index = filled(make, {number: [word] for number, word in enumerate(words)})
    assert [[hit.passage for hit in index.search([word], 20)] for word in words] == [
        [number] for number in range(len(words))
    ]


def test_a_long_passage_and_a_frequent_term_are_exact(make: MakeIndex) -> None:
    """Lengths and frequencies have no ceiling that a passage could meet."""
    corpus: Corpus = {1: ["bridge"] * 70_000 + ["river"], 2: ["bridge", "river"], 3: ["rain"]}
    assert filled(make, corpus).search(["bridge", "river"], 3) == oracle(
        corpus, ["bridge", "river"], 3
    )


def test_ids_may_come_in_any_order(make: MakeIndex) -> None:
    """Ids below and between those present are as good as higher ones."""
    corpus: Corpus = {50: ["bridge"], 7: ["bridge", "river"]}
    index = filled(make, corpus)
    index.add([entry(20, "bridge"), entry(-3, "bridge"), entry(51, "river")])
    corpus |= {20: ["bridge"], -3: ["bridge"], 51: ["river"]}
    index.remove([PassageId(50)])
    del corpus[50]
    assert index.search(["bridge"], 9) == oracle(corpus, ["bridge"], 9)


def test_clearing_leaves_an_empty_index(make: MakeIndex) -> None:
    """A cleared index holds nothing and may be filled again, with the same ids."""
    index = filled(make, texts("bridge", "river"))
    index.clear()
    assert (len(index), found(index, "bridge"), index.document_frequency("bridge")) == (0, [], 0)
    index.add([entry(1, "river rain")])
    assert index.search(["rain"], 3) == oracle(texts("river rain"), ["rain"], 3)


def test_words_are_told_by_first_letter_and_length(make: MakeIndex) -> None:
    """Each once, whichever part of the index holds it."""
    index = make()
    assert list(index.vocabulary().shelf("e", 4)) == []
    for i, text in enumerate(["east edge edge", "easy ébène", "edge west"]):
        index.add([entry(i + 1, text)])
    assert sorted(index.vocabulary().shelf("e", 4)) == ["east", "easy", "edge"]


WORDS = st.sampled_from("abcdefgh")
PASSAGES = st.lists(WORDS, max_size=12)
CHANGES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 30), max_size=6), st.dictionaries(st.integers(0, 30), PASSAGES)
    ),
    max_size=5,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(
    changes=CHANGES, query=st.lists(st.sampled_from("abcdefghz"), max_size=7), k=st.integers(0, 9)
)
def test_every_ranking_is_that_of_rank_bm25(
    kind: str, changes: list[tuple[list[int], Corpus]], query: list[str], k: int
) -> None:
    """After any adds, replacements and removals the hits are rank-bm25's, bit for bit."""
    index, corpus = KINDS[kind](), dict[int, list[str]]()
    for removed, added in changes:
        index.remove(PassageId(id_) for id_ in [*removed, *added])
        for id_ in [*removed, *added]:
            corpus.pop(id_, None)
        index.add(iter(entries(added)))
        corpus |= added
        assert index.search(query, k) == oracle(corpus, query, k)
        assert len(index) == len(corpus)
    index.clear()
