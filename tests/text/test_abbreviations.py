"""Abbreviations that the articles define themselves."""

import time

import pytest

from storybot.answering.query.acronyms import Acronyms, acronyms, definitions
from storybot.text.analysis.analyzer import analyzer


def initials(text: str, language: str = "en") -> dict[str, str]:
    """Return the initials of a question's names, with the words they are of."""
    tokens = analyzer(language).tokens(text)
    return {
        a.term: text[tokens[a.start].start : tokens[a.end - 1].end]
        for a in acronyms(tokens, language)
    }


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The International Criminal Court (ICC) ruled.", "ICC", "International Criminal Court"),
        ("The ICC (International Criminal Court) ruled.", "ICC", "International Criminal Court"),
        ("met the World Health Organization [WHO]", "WHO", "World Health Organization"),
        ("the United Nations (UN)", "UN", "United Nations"),
        ("the Department of Justice (DOJ)", "DOJ", "Department of Justice"),
        ("the Group of 20 (G20)", "G20", "Group of 20"),
        (
            "the Organisation for Security and Co-operation in Europe (OSCE)",
            "OSCE",
            "Organisation for Security and Co-operation in Europe",
        ),
        ("der Internationale Strafgerichtshof (IStGH)", "IStGH", "Internationale Strafgerichtshof"),
        ("der Bundesnachrichtendienst (BND)", "BND", "Bundesnachrichtendienst"),
        ("la Cour pénale internationale (CPI)", "CPI", "Cour pénale internationale"),
        ("la Corte Penal Internacional (la CPI)", "CPI", "Corte Penal Internacional"),
        ("Uluslararası Ceza Mahkemesi (UCM)", "UCM", "Uluslararası Ceza Mahkemesi"),
        ("Международный уголовный суд (далее — МУС)", "МУС", "Международный уголовный суд"),
        ("Служба безпеки України (СБУ)", "СБУ", "Служба безпеки України"),
    ],
)
def test_definitions_are_found(text: str, short: str, long: str) -> None:
    """A short form in brackets after its long form is its abbreviation, or the other way round."""
    assert definitions(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "He told the corporation (BBC) yesterday.",
        "Vladimir Putin (70) arrived.",
        "Joe Biden (D) spoke.",
        "It rose (see Table 2).",
        "Mr Smith (Labour MP) left.",
        "the International Criminal Court (the court)",
        "an (unclosed bracket",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    """Brackets that hold a place, an age, a party or a remark are no definitions."""
    assert definitions(text) == []


def test_initials_of_names() -> None:
    """The initials of a question's names are taken with and without its function words."""
    found = initials("Did the International Criminal Court sue the Department of Justice?")
    assert found["icc"] == "International Criminal Court"
    assert found["doj"] == found["dj"] == "Department of Justice"


def test_initials_of_names_with_numbers() -> None:
    """A number in a name stays a number."""
    assert initials("the Group of 20 summit")["g20"] == "Group of 20"


def test_initials_of_names_that_other_languages_write_small() -> None:
    """Where only the first word of a name has a capital, the words after it count."""
    assert initials("Что сказал Международный уголовный суд?", "ru")["мус"]
    assert initials("Que dit la Cour pénale internationale ?", "fr")["cpi"]


def test_no_initials_across_punctuation_or_of_small_words() -> None:
    """A comma parts names, and English words in lower case have no initials."""
    assert initials("Russia, China and india?") == {}
    assert initials("what does the court say") == {}


def test_passages_tell_what_an_abbreviation_means() -> None:
    """Short forms lead to long ones, and the long ones in a question to the short."""
    found = Acronyms(["The African Union (AU) met.", "Nothing.", "AU (African Union)"], "en")
    assert found.expansions("au") == (("african", "union"),)
    assert found.expansions("icc") == ()
    terms = analyzer("en").terms("How many states does the African Union have?")
    assert found.shortened(terms) == {"au": (2, 4)}
    assert found.shortened(("african",)) == {}


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "AB " * 50_000 + "(AB)", "A.B." * 50_000 + "(", "A (A" * 30_000]
)
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    """Texts made to stall a pattern are read at once."""
    started = time.process_time()
    definitions(text)
    assert time.process_time() - started < 0.5
