"""Passages packed into bytes come out as they went in."""

import numpy as np
import pytest

from storybot.model.passages import PassageId
from storybot.search.index import IndexEntry
from storybot.search.opensearch.fetched_sentences import FetchedSentences
from storybot.search.opensearch.packing import pack, unpack
from worlds.sentences import passages_of


def test_terms_come_out_as_often_as_they_went_in() -> None:
    """Whatever characters they are of."""
    terms = ["a", "b", "a", "\n", "", "\x00", "\ud800", "мост"]
    packed = unpack(pack(IndexEntry(PassageId(-7), terms)))
    assert packed.id == -7
    assert [packed.words[i] for i in packed.terms] == terms
    assert packed.frequencies({"a": 5, "мост": 0, "c": 1}) == {5: 2, 0: 1}
    assert packed.arrays() is None


def test_terms_that_do_not_follow_from_the_sentences_are_kept_too() -> None:
    """The index is told what it ranks by, which need not be what the sentences hold."""
    (passage,) = passages_of([["The bridge fell in May."]])
    of_sentences = [term for s in passage.sentences for term in s.terms]
    for terms in (of_sentences, [*of_sentences, "extra"], []):
        packed = unpack(pack(IndexEntry(passage.id, terms, passage)))
        assert [packed.words[i] for i in packed.terms] == terms
        assert packed.arrays() is not None


def test_words_of_several_passages_get_common_numbers() -> None:
    """The same word has one number, and each its own beginning."""
    passages = passages_of([["The old bridge fell."], ["A bridge stood, the old people say."]])
    packed = [unpack(pack(IndexEntry(p.id, [], p))) for p in (*passages, passages[0])]
    sentences = FetchedSentences(packed)
    excerpt = sentences.read([p.id for p in passages])
    assert excerpt.id.tolist() == [p.id for p in passages]
    words = [w for p in passages for s in p.sentences for w in s.facts.words]
    assert sentences.texts(excerpt.words) == words
    assert sentences.numbers(words).tolist() == excerpt.words.tolist()
    assert sentences.read([PassageId(999)]).id.tolist() == []


def test_damage_is_noticed() -> None:
    """Bytes that are no passage are not taken for one."""
    whole = pack(IndexEntry(PassageId(1), ["a"]))
    for damaged in (b"", whole[:-4], whole[:5] + b"x" + whole[6:]):
        with pytest.raises(ValueError, match="cannot be unpacked"):
            unpack(damaged)
    assert isinstance(unpack(whole).terms, np.ndarray)
