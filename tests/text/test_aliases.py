"""Names that mean the same thing."""

import json
import time
from pathlib import Path

import pytest

import storybot.text.aliases
from storybot.text.aliases import STRENGTHS, Aliases
from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.transliteration import sound_keys

DATA = Path(storybot.text.aliases.__file__).parent / "data" / "aliases.json"


def related(name: str, language: str) -> dict[str, float]:
    """Return what is related to a name of one word."""
    (term,) = analyzer(language).terms(name)
    return dict(Aliases().related(term, language))


def spans(text: str, language: str = "en") -> list[tuple[str, str, float]]:
    """Return the names in a text as they stand, with group and strength."""
    tokens = analyzer(language).tokens(text)
    return [
        (text[tokens[n.start].start : tokens[n.end - 1].end], n.group, n.strength)
        for n in Aliases().spans(tokens, language)
    ]


@pytest.mark.parametrize(
    ("language", "name", "other"),
    [
        ("en", "Türkiye", "Turkey"),
        ("en", "Turkiye", "Turkey"),
        ("en", "Kiev", "Kyiv"),
        ("en", "America", "USA"),
        ("en", "Burma", "Myanmar"),
        ("en", "Britain", "UK"),
        ("de", "Türkei", "Türkiye"),
        ("ru", "США", "Америка"),
        ("ru", "Китай", "КНР"),
        ("uk", "США", "Америка"),
    ],
)
def test_names_of_one_thing_mean_it_fully(language: str, name: str, other: str) -> None:
    """Two names of one country are related with full strength."""
    (term,) = analyzer(language).terms(other)
    assert related(name, language)[term] == STRENGTHS["same"]


@pytest.mark.parametrize(
    ("language", "name", "people", "seat"),
    [
        ("en", "Turkey", "Turkish", "Ankara"),
        ("en", "Russia", "Russians", "Kremlin"),
        ("de", "Russland", "russische", "Moskau"),
        ("fr", "Chine", "chinoise", "Pékin"),
        ("es", "Rusia", "rusa", "Moscú"),
        ("ru", "Китай", "китайского", "Пекин"),
        ("uk", "Росія", "російський", "Москва"),
        ("tr", "Rusya", "Rus", "Moskova"),
    ],
)
def test_peoples_and_capitals_mean_less(language: str, name: str, people: str, seat: str) -> None:
    """A demonym means its country a little less than its name, a capital still less."""
    terms = analyzer(language).terms
    found = related(name, language)
    assert found[terms(people)[0]] == STRENGTHS["of"]
    assert found[terms(seat)[0]] == STRENGTHS["seat"]


def test_two_weak_names_are_as_near_as_the_weaker() -> None:
    """The Kremlin and Russians are related as a seat is."""
    assert related("Kremlin", "en")["russian"] == STRENGTHS["seat"]


def test_inflected_names_are_found() -> None:
    """A Russian genitive finds its country."""
    assert "турецкий" in related("Турции", "ru")


def test_ordinary_words_have_no_relations() -> None:
    """A word that names nothing is related to nothing, nor is a name of another language."""
    aliases = Aliases()
    assert not aliases.related("grain", "en")
    assert not aliases.related("island", "en")
    assert not aliases.related("турц", "en")
    assert not aliases.knows("grain", "en")
    assert aliases.knows("turkey", "en")


def test_a_term_is_not_related_to_itself() -> None:
    """The term asked for is not among its relations."""
    assert "turkey" not in related("Turkey", "en")


def test_spans_find_names_of_several_words() -> None:
    """Each name is found where it stands, the longest that begins there."""
    assert spans("Did South Africa leave the International Criminal Court?") == [
        ("South Africa", "ZA", 1.0),
        ("International Criminal Court", "ICC", 1.0),
    ]
    assert spans("What does the White House say about South African grain?") == [
        ("White House", "US", 0.5),
        ("South African", "ZA", 0.85),
    ]


def test_spans_pass_over_function_words() -> None:
    """A function word inside a name does not hide it."""
    assert spans("the People's Republic of China")[0][:2] == ("People's Republic of China", "CN")


def test_spans_of_other_languages() -> None:
    """Inflected names of several words are found in other languages."""
    assert spans("Что сказали в Белом доме?", "ru") == [("Белом доме", "US", 0.5)]
    assert spans("Ist Südafrika im Internationalen Strafgerichtshof?", "de") == [
        ("Südafrika", "ZA", 1.0),
        ("Internationalen Strafgerichtshof", "ICC", 1.0),
    ]


def test_parts_of_names_name_nothing() -> None:
    """South alone is not South Africa, and Africa alone is no country."""
    assert spans("africa alone, far to the south") == []


def test_mentions_keep_the_strongest_bond() -> None:
    """A text that names a thing twice means it by its stronger name."""
    terms = analyzer("en").terms("Ankara and the Turkish minister; Putin in Moscow")
    assert Aliases().mentions(terms, "en") == {"TR": 0.85, "RU": 0.5}


def test_unknown_languages_know_names_that_all_languages_write_alike() -> None:
    """A language without names of its own has the names that are written alike everywhere."""
    assert related("Türkiye", "it") == {"ankar": 0.5}


def test_table_is_small_and_well_formed() -> None:
    """The shipped table is small, says where it is from, and has only bonds that are weighed."""
    assert DATA.stat().st_size < 300_000
    table = json.loads(DATA.read_text(encoding="utf-8"))
    assert "Unicode License V3" in table["notice"]
    assert {bond for bonds in table["groups"].values() for bond in bonds} == set(STRENGTHS)


def test_no_name_vanishes_in_analysis() -> None:
    """Every English name leaves a term, so that none matches everything."""
    table = json.loads(DATA.read_text(encoding="utf-8"))["groups"]
    names = [n for bonds in table.values() for by in bonds.values() for n in by.get("en", ())]
    assert [n for n in names if not analyzer("en").terms(n)] == []


def test_looking_up_is_quick() -> None:
    """A sentence's names are found in well under a millisecond."""
    aliases, terms = Aliases(), analyzer("en").terms("Did South Africa leave the court? " * 5)
    aliases.mentions(terms, "en")
    started = time.process_time()
    for _ in range(100):
        aliases.mentions(terms, "en")
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    "spellings",
    [
        "lavrov lawrow lavroff",
        "zelensky zelenskyy zelenskiy selenskyj",
        "zakharova sacharowa",
        "kharkiv charkiw",
        "lukashenko lukaschenko",
        "shoigu schoigu choigou",
        "maria mariya marija",
    ],
)
def test_transliterations_share_a_key(spellings: str) -> None:
    """The spellings of one name have a key in common."""
    first, *others = map(sound_keys, spellings.split())
    assert all(not first.isdisjoint(other) for other in others)


@pytest.mark.parametrize(("one", "other"), [("lavrov", "petrov"), ("putin", "pushkin")])
def test_other_names_share_none(one: str, other: str) -> None:
    """Names that differ in sound have no key in common."""
    assert sound_keys(one).isdisjoint(sound_keys(other))


@pytest.mark.parametrize(
    ("language", "part", "people", "whole"),
    [
        ("en", "England", "English", "UK"),
        ("en", "Scotland", "Scottish", "Britain"),
        ("de", "England", "englisch", "Großbritannien"),
        ("fr", "Angleterre", "anglaise", "UK"),
        ("es", "Inglaterra", "inglesa", "UK"),
        ("ru", "Англия", "английский", "Британия"),
        ("uk", "Англія", "англійський", "Британія"),
    ],
)
def test_a_part_of_a_country_is_not_the_country(
    language: str, part: str, people: str, whole: str
) -> None:
    """What an English court rules does not hold in the United Kingdom."""
    terms = analyzer(language).terms
    assert terms(people)[0] in related(part, language) or terms(people) == terms(part)
    for name in (part, people):
        assert terms(whole)[0] not in related(name, language)
        assert terms(name)[0] not in related(whole, language)
