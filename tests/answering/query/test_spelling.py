"""Misspelt words of questions, corrected by the words of the corpus."""

import time
from collections import Counter
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from storybot.answering.query.spelling import Speller
from storybot.search import shelves
from storybot.search.shelves import Shelf, Shelves
from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import analyzer
from storybot.text.ordinary import common_names, ordinary_words

TEXT = """
    Putin skips the summit in Beijing. Erdogan offered grain. Lavrov met members of the court.
    The tribunal issued an arrest warrant; children were deported from Ukraine and exported grain
    went to Africa. Peskov spoke for the president. Putin and Erdogan met. Putin telephoned Lavrov.
    Putin talked about Iraq with Erdogan. Zelensky thanked Petraeus. The wish of the countries.
"""


def speller(text: str = TEXT, language: str = "en") -> Speller:
    """Make a speller of a text, each sentence a passage."""
    passages = [set(analyzer(language).terms(s)) for s in text.split(".")]
    counts = Counter(term for terms in passages for term in terms)
    return Speller(Shelves(counts.keys), lambda term: counts[term], Aliases())


def correct(word: str, text: str = TEXT, language: str = "en") -> str | None:
    """Correct a word by a text."""
    (term,) = analyzer(language).terms(word)
    return speller(text, language).correct(term, word, language)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Putn", "putin"),
        ("putni", "putin"),
        ("uptin", "putin"),
        ("Erdogn", "erdogan"),
        ("bejing", "beij"),
        ("warent", "warrant"),
        ("tribunl", "tribun"),
        ("childern", "child"),
        ("deportd", "deport"),
        ("membr", "member"),
        ("tribunnals", "tribun"),
        ("telepfoned", "telephon"),
    ],
)
def test_misspelt_words_are_corrected(word: str, term: str) -> None:
    """A letter too many, too few, wrong or swapped is corrected, in names and other words."""
    assert correct(word) == term


@pytest.mark.parametrize("word", ["Lawrow", "Lavroff", "Selenskyj", "Zelenskiy"])
def test_other_transliterations_are_corrected(word: str) -> None:
    """A name in another transliteration is the corpus's name, however many letters differ."""
    assert correct(word) in {"lavrov", "zelenski"}


def test_variants_are_found_of_names_that_occur() -> None:
    """Where the corpus spells a name in two ways, each finds the other."""
    assert speller("Lavrov spoke. Lawrow sprach. Lawrow ging.").variants("lavrov") == ("lawrow",)
    assert speller().variants("putin") == ()


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("Putin", "it occurs"),
        ("Iran", "it is a country of its own, though Iraq is near"),
        ("grand", "it is an ordinary word, though grain is near"),
        ("wich", "it is a function word misspelt, though wish is near"),
        ("Petrov", "it is two letters from Peskov, and short"),
        ("tin", "it is short"),
        ("Marrent", "it is a name, and warrant is none"),
        ("NATO", "it is an acronym"),
        ("xylophon", "nothing is near"),
    ],
)
def test_other_words_are_left_alone(word: str, why: str) -> None:
    """A word that may well be meant as it stands is not corrected."""
    assert correct(word) is None, why


def test_numbers_are_left_alone() -> None:
    """A number is never corrected, nor is a word with digits."""
    spelling = speller("It cost 19000 and the G20 met.")
    assert spelling.correct("19001", "19001") is None
    assert spelling.correct("g21", "G21") is None


def test_the_clearly_more_frequent_of_two_is_meant() -> None:
    """Of two words as near as each other the frequent one is taken, and neither when in doubt."""
    assert correct("bark", "Barq came. Bardk came. Bardk saw. Bardk went.") is None
    assert correct("zarkov", "Zerkov. Zirkov. Zirkov. Zirkov.") == "zirkov"
    assert correct("zarkov", "Zerkov. Zirkov.") is None


def test_other_languages_are_corrected_too() -> None:
    """A Russian word is corrected; where ordinary words are not listed, by one letter at most."""
    assert correct("Зеленсский", "Зеленский не поедет на саммит.", "ru") == "зеленск"
    assert correct("Зелинсский", "Зеленский не поедет на саммит.", "ru") is None


def test_words_of_one_language_are_not_corrected_by_another() -> None:
    """Where ordinary words are not listed, only names are corrected in Latin letters."""
    assert correct("viele", "They view the summit.", "de") is None
    assert correct("Erdogn", "They met Erdogan. Erdogan left. Erdogan came.", "de") == "erdogan"
    assert not speller(language="de").is_function_word("teil", "teil", "de")


def test_function_words_misspelt_are_told() -> None:
    """Misspelt question words are told from words that mean something."""
    spelling = speller()
    assert spelling.is_function_word("wich", "wich")
    assert spelling.is_function_word("teh", "teh")
    assert not spelling.is_function_word("hat", "hat")
    assert not spelling.is_function_word("who", "WHO")
    assert not spelling.is_function_word("putin", "putin")


def test_lists_hold_words_and_names() -> None:
    """The lists hold terms as the analyzer makes them, and other languages have none."""
    for word in ("happens", "questions", "building", "recently"):
        assert analyzer("en").terms(word)[0] in ordinary_words("en")
    assert "istanbul" in common_names("en")
    assert not any(line.startswith("#") for line in ordinary_words("en"))
    assert ordinary_words("xx") == frozenset()


def test_hostile_words_do_no_harm() -> None:
    """Very long words and odd characters are left alone, quickly."""
    spelling = speller()
    for word in ("a" * 64, "\u0300abc", "١٢٣٤", "p" * 41):
        assert spelling.correct(word, word) is None


@pytest.mark.slow
def test_correcting_is_quick_in_a_large_vocabulary() -> None:
    """A word is corrected by fifty thousand others in a few milliseconds at most."""
    words = {
        f"{a}{b}{c}{d}{e}"
        for a in "aeiou"
        for b in "bcdfgklmnp"
        for c in "aeiouy"
        for d in "bcdfghklmnprstvwz"
        for e in ("n", "ra", "sto", "mli", "nter", "ku", "der", "sk", "tu", "wen")
    }
    spelling = Speller(Shelves(lambda: words), lambda term: int(term in words), Aliases())
    spelling.correct("ibanqo", "ibanqo")
    started = time.process_time()
    for word in ("ebkantter", "okaqbter", "acavder", "upilstx", "ikunwenn"):
        spelling.correct(word, word)
    assert time.process_time() - started < 0.1


_WORD = st.text("abdelmnoprstuvyи", min_size=1, max_size=9)


@given(
    words=st.lists(_WORD, max_size=60, unique=True),
    asked=_WORD,
    language=st.sampled_from(["en", "ru"]),
)
def test_what_is_left_out_by_its_letters_would_not_have_been_found(
    words: list[str], asked: str, language: str
) -> None:
    """Words are compared letter by letter only if the sets of their letters are near."""
    found = []
    for few in (0, len(words)):
        with patch.object(shelves, "_FEW", few):
            speller = Speller(Shelves(lambda: words), lambda term: int(term in words), Aliases())
            found.append([
                speller.correct(asked, asked, language),
                speller.correct(asked, asked.title(), language),
                speller.variants(asked, language),
                speller._meant(asked, asked, 1, language),
                speller._meant(asked, asked, 2, language),
            ])  # fmt: skip
    assert found[0] == found[1]


@given(
    words=st.lists(_WORD.filter(lambda word: len(word) == 5)), term=_WORD, edits=st.integers(1, 4)
)
def test_words_that_are_near_are_told_by_their_letters(
    words: list[str], term: str, edits: int
) -> None:
    """All that are within the edits, in order; of words with letters in common few others."""
    shelf = Shelf.of(words)
    with patch.object(shelves, "_FEW", 0):
        near, alike = shelf.near(term, edits), shelf.near(term, edits, ("ab", "d"))
    assert [w for w in near if OSA.distance(w, term) <= edits] == [
        w for w in words if OSA.distance(w, term) <= edits
    ]

    def has(word: str) -> tuple[bool, bool]:
        return not {*"ab"}.isdisjoint(word), "d" in word

    assert alike == [w for w in near if has(w) == has(term)]


def test_few_words_of_many_are_compared() -> None:
    """One with more other letters than edits is left out at a glance."""
    shelf = Shelf.of(
        [f"{a}{b}{c}er" for a in "bdfgklmnpst" for b in "aeiou" for c in "bdfgklmnpst"]
    )
    assert len(shelf) > 600
    assert len(shelf.near("tiger", 1)) < 60
