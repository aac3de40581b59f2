"""What a later version says in the place of a sentence."""

import pytest

from storybot.corpus.desk.successors import successor
from storybot.ingest.reading import read_text
from storybot.model.documents import Document, Span

OLD = (
    "The northern lock stayed shut on Tuesday.",
    "Its gates lost 23 per cent of their strength, said the engineer Ines Calder.",
    "The harbour pays for the repair.",
)


def article(*sentences: str) -> Document:
    """Make an article of one paragraph."""
    return read_text("# The lock\n\n" + " ".join(sentences), source="lock.md")


def place(document: Document, text: str) -> Span:
    """Return where a text stands."""
    start = document.text.index(text)
    return Span(start, start + len(text))


def what_follows(quote: str, *new: str) -> str | None:
    """Return what a new version says in the place of a quote of the old one."""
    old, later = article(*OLD), article(*new)
    found = successor(old, place(old, quote), later)
    return later.text[found.span.start : found.span.end] if found else None


@pytest.mark.parametrize(
    "corrected",
    [
        "Its gates lost 32 per cent of their strength, said the engineer Ines Calder.",
        "Its gates did not lose 23 per cent of their strength, said the engineer Ines Calder.",
        "Its gates lost a third of their strength, said the engineer Ines Calder on Monday.",
    ],
)
def test_a_corrected_sentence_is_found(corrected: str) -> None:
    """Wherever it moved to within its surroundings."""
    assert what_follows(OLD[1], OLD[0], corrected, OLD[2]) == corrected
    assert what_follows(OLD[1], OLD[0], "A storm came up.", corrected, OLD[2]) == corrected


def test_a_sentence_that_is_gone_has_none() -> None:
    """No neighbour, and nothing that only stands there instead, is its correction."""
    assert what_follows(OLD[1], OLD[0], OLD[2]) is None
    assert what_follows(OLD[1], OLD[0], "Divers found a wreck below the quay.", OLD[2]) is None


def test_two_sentences_are_followed_by_two() -> None:
    """A quote may be two sentences, and so may its correction."""
    corrected = OLD[1].replace("23", "32")
    both = f"{OLD[0]} {OLD[1]}"
    assert what_follows(both, OLD[0], corrected, OLD[2]) == f"{OLD[0]} {corrected}"
