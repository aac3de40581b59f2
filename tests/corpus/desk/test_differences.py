"""Two versions compared word by word."""

from hypothesis import given
from hypothesis import strategies as st

from storybot.corpus.desk.differences import Part, changed_fields, changed_words
from worlds.articles import make_document

_TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "\n\n"]), max_size=60).map(" ".join)


def shown(old: str, new: str) -> list[str]:
    """Write each changed place with [removed] and {inserted} words."""
    wrap = {Part.SAME: "%s", Part.REMOVED: "[%s]", Part.INSERTED: "{%s}"}
    return [
        "…" * place.cut_before
        + " ".join(wrap[piece.part] % piece.text for piece in place.pieces)
        + "…" * place.cut_after
        for place in changed_words(old, new)
    ]


def test_a_corrected_number_stands_between_its_neighbours() -> None:
    """Only the number is marked."""
    old = "one two three four five six seven rose by 23 per cent a b c d e f g"
    assert shown(old, old.replace("23", "32")) == [
        "…four five six seven rose by [23] {32} per cent a b c d…"
    ]


def test_changes_far_apart_are_places_of_their_own() -> None:
    """Each has its own context; close ones share theirs."""
    middle = " ".join(f"w{i}" for i in range(30))
    assert len(shown(f"a {middle} b", f"x {middle} y")) == 2
    assert shown("a and b", "x and y") == ["[a] {x} and [b] {y}"]


def test_a_place_ends_before_it_cannot_be_shown() -> None:
    """A text in which every third word differs is many places, and each word is in one."""
    words = [f"w{i}" for i in range(300)]
    places = changed_words(
        " ".join(words), " ".join(f"x{w}" if i % 3 == 1 else w for i, w in enumerate(words))
    )
    assert len(places) > 5
    changed = [p for place in places for p in place.pieces if p.part is Part.INSERTED]
    assert len(changed) == 100
    assert all(len([p for p in place.pieces if p.part is Part.INSERTED]) <= 10 for place in places)


def test_white_space_changes_nothing() -> None:
    """Line breaks are not words."""
    assert shown("a\n\nb  c", "a b\nc") == []


def test_a_text_too_long_for_words_is_compared_by_paragraphs() -> None:
    """Ten thousand words a side are compared; twice as many would take too much memory."""
    old = "\n\n".join(f"w{i} x" for i in range(6000))
    assert shown(old, old.replace("w3000 x", "w3000 y"))[0].count("[w3000 x] {w3000 y}") == 1


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_read_from_what_is_shown(old: str, new: str) -> None:
    """Removed and inserted words are exactly those by which the texts differ."""
    pieces = [piece for place in changed_words(old, new) for piece in place.pieces]
    removed = sum(len(p.text.split()) for p in pieces if p.part is Part.REMOVED)
    inserted = sum(len(p.text.split()) for p in pieces if p.part is Part.INSERTED)
    assert len(old.split()) - removed == len(new.split()) - inserted
    assert bool(pieces) == (old.split() != new.split())


def test_facts_about_an_article_are_compared_too() -> None:
    """A corrected headline is a change like a corrected word."""
    old = make_document("A.", title="Old")
    changes = changed_fields(old, old.model_copy(update={"title": "New", "authors": ("Ida",)}))
    assert [tuple(change) for change in changes] == [
        ("title", "Old", "New"),
        ("authors", "", "Ida"),
    ]
