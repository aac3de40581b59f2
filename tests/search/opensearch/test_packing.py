"""Passages packed into bytes come out as they went in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.model.passages import PassageId
from storybot.search.embedded.sentences.columns import encode
from storybot.search.opensearch.fetched_sentences import FetchedSentences
from storybot.search.opensearch.occurrences import count_occurrences, pack_occurrences
from storybot.search.opensearch.packing import pack, unpack
from worlds.sentences import passages_of

TERMS = st.lists(st.sampled_from(["a", "\n", "", "\x00", "\ud800", "мост", *"bcdefg"]))


@given(st.lists(TERMS, max_size=5), st.sets(st.sampled_from(["a", "", "\ud800", "мост", "z"])))
def test_terms_are_counted_as_often_as_they_went_in(
    passages: list[list[str]], wanted: set[str]
) -> None:
    """Whatever characters they are of, and whichever are asked for."""
    asked = list(wanted)
    counts, lengths = count_occurrences([pack_occurrences(terms) for terms in passages], asked)
    assert counts.tolist() == [[terms.count(term) for term in asked] for terms in passages]
    assert lengths.tolist() == [len(terms) for terms in passages]


def test_a_term_may_occur_more_often_than_a_byte_counts() -> None:
    """An article may say one thing only."""
    packed = pack_occurrences(["no"] * 600 + ["yes"])
    counts, lengths = count_occurrences([packed], ["yes", "no"])
    assert (counts.tolist(), lengths.tolist()) == ([[1, 600]], [601])


def test_words_of_several_passages_get_common_numbers() -> None:
    """The same word has one number, and each its own beginning."""
    passages = passages_of([["The old bridge fell."], ["A bridge stood, the old people say."]])
    packed = [unpack(pack(passage)) for passage in (*passages, passages[0])]
    sentences = FetchedSentences(packed)
    excerpt = sentences.read([p.id for p in passages])
    assert excerpt.id.tolist() == [p.id for p in passages]
    words = [w for p in passages for s in p.sentences for w in s.facts.words]
    assert sentences.texts(excerpt.words) == words
    assert sentences.numbers(words).tolist() == excerpt.words.tolist()
    assert sentences.read([PassageId(999)]).id.tolist() == []
    assert FetchedSentences([]).read([PassageId(1)]).id.tolist() == []


def test_a_passage_comes_out_as_it_went_in() -> None:
    """In columns, with the numbers of its own words."""
    (passage,) = passages_of([["Die Brücke, 1953 gebaut, fiel im Mai.", "Anna Weiß sah es."]])
    found = unpack(pack(passage))
    numbers = {word: number for number, word in enumerate(found.words)}
    for ours, theirs in zip(found.arrays, encode([passage], numbers), strict=True):
        assert np.array_equal(ours, theirs)


def test_damage_is_noticed() -> None:
    """Bytes that are no passage are not taken for one."""
    (passage,) = passages_of([["The old bridge fell."]])
    whole = pack(passage)
    for damaged in (b"", whole[:-4], whole[:5] + b"x" + whole[6:]):
        with pytest.raises(ValueError, match="cannot be unpacked"):
            unpack(damaged)
    with pytest.raises(ValueError, match="cannot be unpacked"):
        count_occurrences([pack_occurrences(["a"])[:-1]], ["a"])
