"""Sentences as columns: what goes in comes out, whatever is added, removed and saved between."""

from pathlib import Path

import numpy as np
import pytest

from storybot.answering.ranking.candidates import Candidates, gather
from storybot.model.passages import Hit, Passage, PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.embedded.sentences.columns import Columns, encode
from storybot.search.embedded.sentences.sentence_table import SentenceTable
from storybot.search.embedded.sentences.word_numbers import WordNumbers
from storybot.search.index import IndexEntry
from worlds.sentences import passages_of

PARAGRAPHS = (
    ["Anna Bell, 41, left the summit on 5 May 2021.", "It rained, because of the wind."],
    ["The bridge cost 3 million euros, but nobody paid."],
    ["Carl Reed takes her chair.", "Is he ready?", "Nobody said so."],
)


def entries(passages: list[Passage]) -> list[IndexEntry]:
    """Return what an index takes of passages."""
    return [IndexEntry(p.id, [t for s in p.sentences for t in s.terms], p) for p in passages]


def read(table: SentenceTable, passages: list[Passage]) -> Candidates:
    """Return the sentences of passages as candidates."""
    return gather(table, [Hit(passage.id, 1.0) for passage in passages], {}, "en")


def assert_same(candidates: Candidates, passages: list[Passage]) -> None:
    """Check that the candidates are the sentences of the passages, in this order."""
    expected = [s for passage in passages for s in passage.sentences]
    found = [candidates.sentence(at) for at in candidates.sentences.tolist()]
    marked = [[(i, tuple(sorted(m))) for i, m in s.facts.marked] for s in expected]
    assert [[*s.facts.marked] for s in found] == marked
    assert [s.facts._replace(marked=()) for s in found] == [
        s.facts._replace(marked=()) for s in expected
    ]
    assert [s[:4] for s in found] == [s[:4] for s in expected]
    assert [candidates.terms(at) for at in candidates.sentences.tolist()] == [
        s.terms for s in expected
    ]


def test_columns_hold_all_of_a_sentence() -> None:
    """What ranking reads of a sentence is what was analysed, to the last mark."""
    table, passages = SentenceTable(), passages_of(PARAGRAPHS)
    table.add(passages)
    assert_same(read(table, passages), passages)


def test_passages_are_read_in_the_order_asked_for() -> None:
    """The best passage comes first, whatever its number."""
    table, passages = SentenceTable(), passages_of(PARAGRAPHS)
    table.add(passages)
    turned = [passages[2], passages[0]]
    assert_same(read(table, turned), turned)


def test_what_is_removed_is_not_read() -> None:
    """A passage that is gone has no sentences, and is counted as gone."""
    table, passages = SentenceTable(), passages_of(PARAGRAPHS)
    table.add(passages)
    table.remove([passages[1].id])
    candidates = read(table, passages)
    assert candidates.known == 2
    assert_same(candidates, [passages[0], passages[2]])


def test_saved_sentences_are_read_with_those_added_since(tmp_path: Path) -> None:
    """The file holds what was there; what comes and goes later shows beside it, saved or not."""
    passages = passages_of(PARAGRAPHS)
    index = EmbeddedIndex()
    index.add(entries(passages[:2]))
    index.remove([passages[0].id])
    index.save(tmp_path, (1,))
    opened, _ = EmbeddedIndex.open(tmp_path)
    opened.add(entries([passages[2]]))
    for generation in (2, 3):
        table = opened.sentences
        assert isinstance(table, SentenceTable)
        assert_same(read(table, passages), passages[1:])
        opened.save(tmp_path, (generation,))
        opened, saved = EmbeddedIndex.open(tmp_path)
        assert saved == (generation,)


@pytest.mark.parametrize("damage", ["flipped", "other version", "other moment", "gone"])
def test_sentences_that_do_not_fit_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """Damaged, old or missing columns: the index counts as not saved, and is built again."""
    index, path = EmbeddedIndex(), tmp_path / "sentences.columns"
    index.add(entries(passages_of(PARAGRAPHS)))
    with monkeypatch.context() as patch:
        if damage == "other version":
            module = "storybot.search.embedded.sentences.sentence_table"
            patch.setattr(f"{module}._FORMAT", "storybot sentences 0")
        index.save(tmp_path, (1,))
    assert (EmbeddedIndex.open(tmp_path)[1] is None) == (damage == "other version")
    if damage == "flipped":
        sound = path.read_bytes()
        place = sound.index(b"summit")
        path.write_bytes(sound[:place] + b"S" + sound[place + 1 :])
    elif damage == "other moment":
        kept = path.read_bytes()
        index.save(tmp_path, (2,))
        path.write_bytes(kept)
    elif damage == "gone":
        path.unlink()
    assert EmbeddedIndex.open(tmp_path)[1] is None


def test_a_paragraph_is_read_on_into_the_passages_beside() -> None:
    """The sentence before may stand in the passage before, of which the index found nothing."""
    (whole,) = passages_of([["One fell.", "Two fell.", "Three fell."]])
    parts = [
        Passage(
            PassageId(7 + i),
            whole.document,
            1,
            "en",
            (),
            whole.quote(sentence),
            (sentence,),
            position=i,
            goes_on=i < 2,
        )
        for i, sentence in enumerate(whole.sentences)
    ]
    table = SentenceTable()
    table.add(parts)
    candidates = gather(table, [Hit(PassageId(8), 1.0)], {}, "en")
    before, after = candidates.neighbours(0)
    assert candidates.terms(before) == whole.sentences[0].terms
    assert candidates.terms(after) == whole.sentences[2].terms
    assert candidates.beside[:, 0].tolist() == [1, 0, -1, 0, 2]
    assert candidates.position.tolist() == [1]


def test_columns_that_nothing_was_removed_from_are_saved_without_a_copy() -> None:
    """They are the largest that the index has."""
    passages = passages_of(PARAGRAPHS)
    columns = Columns()
    columns.append(encode(passages, WordNumbers()))
    assert np.shares_memory(columns.living().words, columns._arrays.words)
    everything = columns.excerpt(np.arange(len(passages)))
    assert columns.living().words.tolist() == everything.words.tolist()
    columns.passages.remove(np.array([passages[0].id]))
    rest = columns.excerpt(np.arange(1, len(passages)))
    assert columns.living().words.tolist() == rest.words.tolist()


def test_a_word_that_was_asked_for_in_vain_is_found_once_it_is_there(tmp_path: Path) -> None:
    """Numbers are remembered, also of words that have none, of saved words and of new ones."""
    summit, bridge, chair = passages_of(PARAGRAPHS)
    index = EmbeddedIndex()
    index.add(entries([summit]))
    index.save(tmp_path, (1,))
    saved, _ = EmbeddedIndex.open(tmp_path)
    for index in (EmbeddedIndex(), saved):
        table = index.sentences
        words = ["bridg", "summit", "chair"]
        before = table.numbers(words).tolist()
        assert before[0] == before[2] == -1
        index.add(entries([bridge]))
        number, *rest = table.numbers(words).tolist()
        assert table.texts(np.array([number])) == ["bridg"]
        assert rest == before[1:]
        index.add(entries([chair]))
        assert table.texts(table.numbers(words[::2])) == words[::2]
