"""What is written in several ways and read as one: names, amounts, units, dates."""

import pytest

from storybot.text.analysis.analyzer import Token, analyzer


def terms(text: str, language: str) -> list[str]:
    """Analyse a text."""
    return list(analyzer(language).terms(text))


@pytest.mark.parametrize(
    ("language", "ways"),
    [
        ("en", "US | U.S. | USA | U.S.A. | United States | the United States of America | the us"),
        ("en", "UK | U.K. | United Kingdom | the uk"),
        ("en", "EU | European Union | the eu"),
        ("en", "UN | U.N. | United Nations"),
        ("en", "UAE | United Arab Emirates"),
        ("de", "USA | US | Vereinigte Staaten | den Vereinigten Staaten von Amerika"),
        ("de", "EU | Europäische Union | der Europäischen Union"),
        ("de", "UN | UNO | Vereinten Nationen"),
        ("fr", "États-Unis | Etats-Unis | USA | aux États-Unis d’Amérique"),
        ("fr", "ONU | Nations unies | l’Organisation des Nations unies"),
        ("fr", "UE | Union européenne | l'Union europeenne"),
        ("es", "EE. UU. | EE.UU. | EEUU | USA | Estados Unidos"),
        ("es", "ONU | Naciones Unidas"),
        ("es", "UE | Unión Europea | la Union Europea"),
        ("ru", "США | Соединённые Штаты | Соединенных Штатах Америки"),
        ("ru", "ЕС | Евросоюз | Европейского союза"),
        ("ru", "ООН | Организации Объединённых Наций"),
        ("ru", "ОАЭ | Объединенных Арабских Эмиратов"),
        ("uk", "США | Сполучені Штати | Сполучених Штатів Америки"),
        ("uk", "ЄС | Євросоюз | Європейського Союзу"),
        ("uk", "ООН | Організації Об’єднаних Націй"),
        ("tr", "ABD | ABD'nin | Amerika Birleşik Devletleri | Amerika Birleşik Devletleri’nde"),
        ("tr", "AB | Avrupa Birliği | Avrupa Birliği'ne"),
        ("tr", "BM | Birleşmiş Milletler"),
        ("en", "$190bn | $190 billion | US$190bn | $190B"),
        ("en", "33,000,000 | 33 000 000"),
        ("en", "33 million | 33m | 33 mln"),
        ("en", "32% | 32 % | 32 percent | 32 per cent"),
        ("en", "5 km | 5 kilometres | 5 kilometers | 5km"),
        ("en", "5 sq km | 5 square kilometres | 5 km² | 5 sq. km"),
        ("en", "90 km/h | 90 kph | 90 kilometres per hour"),
        ("en", "19,000 | 19 000 | 19000"),
        ("de", "19.000 | 19 000 | 19000"),
        ("de", "33 Mio. Euro | 33 Millionen Euro"),
        ("de", "32 % | 32 Prozent | 32%"),
        ("fr", "19 000 | 19.000 | 19000"),
        ("fr", "32 % | 32 pour cent | 32%"),
        ("fr", "5 km² | 5 kilomètres carrés"),
        ("es", "19.000 | 19 000 | 19000"),
        ("es", "32 % | 32 por ciento | 32%"),
        ("ru", "33 млн | 33 миллиона | 33 миллионов"),
        ("ru", "32 % | 32 процента | 32%"),
        ("ru", "19 000 | 19000"),
        ("ru", "5 кв. км | 5 квадратных километров"),
        ("uk", "33 млн | 33 мільйони"),
        ("uk", "32 % | 32 відсотки | 32 процента"),
        ("tr", "%32 | yüzde 32 | % 32"),
        ("tr", "33 mn | 33 milyon"),
        ("en", "22 February | 22nd February | the 22nd of February | 22/2"),
        ("en", "Feb. 22 | February 22nd | Feb 22 | 2/22"),
        ("en", "17 Jul | 17 July | 17/07"),
        ("en", "22.02.2023 | 22 February 2023 | 22/02/2023 | 22/2/23"),
        ("de", "22.02.2023 | 22. Februar 2023 | 22.2.23 | 22. Feb. 2023 | 22/02/2023"),
        ("de", "22.02. | 22. Februar"),
        ("fr", "1er mars | 1 mars | 01/03"),
        ("fr", "22 février | 22 févr. | 22/2 | 22 fevrier"),
        ("es", "22 de febrero | 22 de feb. | 22/2"),
        ("ru", "22 февраля | 22-го февраля | 22 февр. | 22.02."),
        ("uk", "22 лютого | 22 лют. | 22.02."),
        ("tr", "22 Şubat | 22 Şub. | 22.02. | 22 Subat"),
    ],
)
def test_ways_of_writing_one_thing_are_one(language: str, ways: str) -> None:
    """However it is written in a language, the terms are the same."""
    first, *others = ways.split(" | ")
    expected = terms(first, language)
    assert expected
    assert {way: terms(way, language) for way in others} == dict.fromkeys(others, expected)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru", "uk", "tr"])
def test_a_date_of_numbers_has_the_parts_of_one_in_words(language: str) -> None:
    """2023-02-22 and 22.02.2023 hold the day, the month and the year, each where it stands."""
    iso, dotted = terms("2023-02-22", language), terms("22.02.2023", language)
    assert sorted(iso) == sorted(dotted)
    assert len(iso) == 3
    assert {"22", "2023"} < set(iso)
    tokens = analyzer(language).tokens("am 22.02.2023")
    assert [t.text for t in tokens[-3:]] == ["22", "02", "2023"]


def test_millions_in_words_and_in_digits_share_the_number() -> None:
    """The word that multiplied a number can still be found by itself."""
    assert terms("33,000,000", "en") == ["33000000"]
    assert terms("33 million", "en") == ["33000000", "million"]
    assert terms("190 mil millones", "es")[0] == "190000000000"
    assert terms("3.5bn", "en")[0] == "3500000000"
    assert terms("1,5 Mrd.", "de")[0] == "1500000000"


def test_sums_hold_the_currency() -> None:
    """A sign is read as the word, wherever it stands."""
    assert set(terms("$190bn", "en")) == set(terms("190 billion dollars", "en"))
    assert set(terms("€33 Mio.", "de")) == set(terms("33 Millionen Euro", "de"))
    assert set(terms("5 млрд ₽", "ru")) == set(terms("5 миллиардов рублей", "ru"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He told us.", ["tell"]),
        ("Who told us?", ["tell"]),
        ("is the us a member", ["u.s", "member"]),
        ("is us congress against it", ["u.s", "congress", "against"]),
        ("he told us congress had voted", ["tell", "congress", "vote"]),
        ("is the who part of the un", ["w.h.o", "part", "un"]),
    ],
)
def test_a_pronoun_is_a_name_after_an_article(text: str, expected: list[str]) -> None:
    """Readers do not write capitals; "the us" is no pronoun all the same."""
    assert terms(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "España usa gas", "España USA gas"),
        ("fr", "l'eau", "EAU"),
        ("en", "24/7", "24 July"),
        ("en", "3.11.2", "3 November 2"),
        ("en", "192.168.10.20", "192 168"),
        ("de", "19,5", "195"),
        ("de", "um 20.15 Uhr", "am 20. Uhr"),
        ("en", "mar 22 km", "march 22 kg"),
        ("en", "Mar-a-Lago", "March a Lago"),
    ],
)
def test_other_things_stay_apart(language: str, one: str, other: str) -> None:
    """A verb, an address, a version and a time are what they are."""
    assert terms(one, language) != terms(other, language)


def test_a_name_of_several_words_says_how_far_it_reaches() -> None:
    """The first word stands for all; those after it have no term, and every word its own place."""
    assert analyzer("en").tokens("the United States left") == [
        Token(0, 3, "the", None),
        Token(4, 10, "United", "u.s", 17),
        Token(11, 17, "States", None),
        Token(18, 22, "left", "leav"),
    ]
