"""Passages: what the index ranks."""

from hypothesis import given
from hypothesis import strategies as st

from storybot.model.documents import Document, Span
from storybot.model.passages import Sentence
from storybot.text.chunking import analyse, cut_passages

CHARACTERS_A_WORD = 6


def article(*lengths: list[int]) -> list[Sentence]:
    """Make paragraphs of sentences with so many words, half of them terms."""
    sentences: list[Sentence] = []
    at = 0
    for paragraph, words in enumerate(lengths):
        for count in words:
            end = at + count * CHARACTERS_A_WORD
            sentences.append(Sentence(at, end, paragraph, ("term",) * (count // 2)))
            at = end + 1
    return sentences


def sizes(passages: list[tuple[Sentence, ...]]) -> list[int]:
    """Count the words of each passage."""
    return [sum(s.end - s.start for s in p) // CHARACTERS_A_WORD for p in passages]


@given(
    lengths=st.lists(st.lists(st.integers(1, 300), min_size=1, max_size=12), max_size=12),
    words=st.integers(1, 200),
)
def test_each_sentence_is_in_one_passage(lengths: list[list[int]], words: int) -> None:
    """Passages hold all sentences in order, and none is empty."""
    sentences = article(*lengths)
    passages = cut_passages(sentences, words)
    assert [sentence for passage in passages for sentence in passage] == sentences
    assert all(passages)


@given(lengths=st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=30), max_size=12))
def test_passages_have_about_the_size(lengths: list[list[int]]) -> None:
    """With sentences of ordinary length none is far longer than wanted."""
    assert all(size <= 80 * 1.5 + 30 for size in sizes(cut_passages(article(*lengths), 80)))


def test_a_paragraph_is_a_passage() -> None:
    """Paragraphs of about the size are left as they are."""
    assert sizes(cut_passages(article([30, 30], [50, 60], [45]), 80)) == [60, 110, 45]


def test_a_long_paragraph_is_divided_evenly() -> None:
    """Parts are about equal instead of full ones and a rest."""
    assert sizes(cut_passages(article([20] * 10), 80)) in ([100, 100], [60, 80, 60])


def test_short_paragraphs_are_joined() -> None:
    """Adjacent paragraphs much shorter than wanted go together while they fit."""
    assert sizes(cut_passages(article([20], [20], [20], [20], [20], [20]), 80)) == [100, 20]


def test_paragraphs_around_a_subhead_stay_apart() -> None:
    """Where a paragraph is left out between them, short ones are not joined."""
    first, _, third = article([10], [10], [10])
    assert cut_passages([first, third]) == [(first,), (third,)]


def test_a_long_sentence_is_a_passage() -> None:
    """A sentence is never cut."""
    assert sizes(cut_passages(article([500]), 80)) == [500]


def test_nothing_makes_no_passages() -> None:
    """An empty document has none."""
    assert cut_passages([]) == []


def test_scripts_without_spaces_are_measured_by_terms() -> None:
    """A Chinese paragraph of 200 pairs is more than 80 words, though it has few characters."""
    sentences = [Sentence(i * 21, i * 21 + 20, 0, ("对",) * 20) for i in range(10)]
    assert len(cut_passages(sentences, 80)) == 2


def document(*paragraphs: str, language: str = "en", subheads: tuple[int, ...] = ()) -> Document:
    """Make a document of paragraphs with a line between them."""
    spans: list[Span] = []
    text = ""
    for paragraph in paragraphs:
        spans.append(Span(len(text), len(text) + len(paragraph)))
        text += f"{paragraph}\n"
    return Document(
        source="a.txt",
        title="A",
        text=text,
        spans=tuple(spans),
        language=language,
        subheads=subheads,
    )


def test_a_document_is_cut_into_analysed_sentences() -> None:
    """Spans are of the document's text, paragraphs are counted in it, terms are analysed."""
    source = document("The mayor left. She had won.", "Nobody voted against her.")
    ((first, second, third),) = analyse(source)
    assert source.text[slice(*first[:2])] == "The mayor left."
    assert source.text[slice(*second[:2])] == "She had won."
    assert source.text[slice(*third[:2])] == "Nobody voted against her."
    assert [s.paragraph for s in (first, second, third)] == [0, 0, 1]
    assert third.terms == ("nobodi", "vote", "against")


def test_subheads_are_not_quoted() -> None:
    """A sub-head gives no sentence, and the numbers of other paragraphs stay."""
    passages = analyse(document("It rained.", "What comes next", "It snows.", subheads=(1,)))
    assert [s.paragraph for passage in passages for s in passage] == [0, 2]


def test_the_language_of_the_document_decides() -> None:
    """Abbreviations, function words and stems are those of its language."""
    ((first, second),) = analyse(document("Am 3. Mai kamen Gäste. Dann ging er.", language="de"))
    assert first.terms == ("3", "mai", "komm", "gast")
    assert second.terms == ("geh",)
