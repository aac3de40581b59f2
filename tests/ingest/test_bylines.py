"""Reading names from bylines, and telling bylines and credits from other lines."""

import pytest

from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import (
    authors,
    is_credit,
    is_marked,
    is_name,
    is_of_person,
    opens_byline,
)
from storybot.ingest.metadata.given_names import is_person


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Rosa Quinn", ("Rosa Quinn",)),
        ("Ein Artikel von Jonas Petersen, veröffentlicht am 23.01.2020", ("Jonas Petersen",)),
        ("Von Jule Petersen Vom 3. Februar 2022", ("Jule Petersen",)),
        ("By Rosa Quinn On 12 December 2022", ("Rosa Quinn",)),
        ("By MARIA SOTO and JAMES P. LEE", ("MARIA SOTO", "JAMES P. LEE")),
        ("Helen Marsh in Torvik and Daniel Oke", ("Helen Marsh", "Daniel Oke")),
        ("By Tess Bonn - 11/19/19 06:56 AM EST", ("Tess Bonn",)),
        ("Monday November 18, 2019 7:45 am PST by Joe Rossi", ("Joe Rossi",)),
        ("By Bill Hoppe | Special to the Pioneer Press", ("Bill Hoppe",)),
        ("Natasha Turak@NatashaTurak", ("Natasha Turak",)),
        ("Von Katrin Oldehaver und Jonas Petersen, Bremen", ("Katrin Oldehaver", "Jonas Petersen")),
        ("Par Claire Montagnac et Hugo Perrin", ("Claire Montagnac", "Hugo Perrin")),
        ("Автор: Марина Кольцова", ("Марина Кольцова",)),
        ("Yazan: Elif Yıldız", ("Elif Yıldız",)),
        (
            "By Jean-Luc O’Neil, Ana de la Cruz & Bo Li",
            ("Jean-Luc O’Neil", "Ana de la Cruz", "Bo Li"),
        ),
        ("By Reuters", ("Reuters",)),
        ("Eine Analyse von Rosa Quinn", ("Rosa Quinn",)),
        ("Анализ от Марина Кольцова", ("Марина Кольцова",)),
        ("Meinung von gestern", ()),
        ("Photography by Rosa Quinn", ()),
        ("Daniel Oke Monday, 3 May 2021", ("Daniel Oke",)),
        ("Opinion Columnist", ()),
        ("Updated 2 May 2024", ()),
        ("Share Facebook X", ()),
    ],
)
def test_names_are_read_in_order(line: str, names: tuple[str, ...]) -> None:
    """Names are taken as written, without places, roles, dates and handles."""
    assert authors(Line(line)) == names


@pytest.mark.parametrize(
    "line", ["By Rosa Quinn", "Von Jonas Petersen", "Ann Lee @annlee / 2 days"]
)
def test_a_byline_may_say_that_it_is_one(line: str) -> None:
    """A word such as "By", or a handle, marks a byline."""
    assert is_marked(Line(line))


@pytest.mark.parametrize(
    "line",
    [
        "By a vote of 88 to 85",
        "By",
        "By the time he left it was dark.",
        "Por fin llueve",
        "Ann Lee",
    ],
)
def test_other_lines_that_open_with_by_are_no_bylines(line: str) -> None:
    """Without a name below or behind it, "By" is only a word."""
    assert not is_marked(Line(line))


def test_a_line_of_names_alone_is_told() -> None:
    """Two to five capitalised words are a name; a sentence or a label is not."""
    assert is_name(Line("Shweta Sharma"))
    assert is_name(Line("Ann Lee and Bob Ray"))
    assert not is_name(Line("Staff Writer"))
    assert not is_name(Line("Ann left."))


@pytest.mark.parametrize(
    "line",
    [
        "Lee reported from New York. Writer Ana Ruiz in St. Lucia contributed to this report.",
        "(Reporting by Will Dunham; Editing by Tom Brown)",
        "kol/dpa",
    ],
)
def test_notes_on_who_helped_are_credits(line: str) -> None:
    """What stands below a story about its making is a credit."""
    assert is_credit(Line(line))


def test_a_sentence_about_reporting_is_no_credit() -> None:
    """A story may speak of reports and editors."""
    assert not is_credit(Line("He had contributed to the report that the court released."))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Nell Hart 5 March 2025", ("Nell Hart",)),
        ("By Nell Hart Staff Writer", ("Nell Hart",)),
        ("* Von Nell Hart", ("Nell Hart",)),
        ("Par Nell Hart le 5 mars 2025", ("Nell Hart",)),
        ("Veröffentlicht am 5. März 2025 von kelmer", ("kelmer",)),
        ("5 March 2025 by Nell Hart / Categories: Harbour", ("Nell Hart",)),
        ("Christoph von Kelm 5. März 2025", ("Christoph von Kelm",)),
        ("5. März 2025 Nell Hart", ("Nell Hart",)),
        ("Nell Maria H.", ("Nell Maria H.",)),
        ("By Nell Hart.", ("Nell Hart",)),
        ("By Nell Maria March", ("Nell Maria March",)),
    ],
)
def test_bylines_as_blogs_and_outlets_write_them(line: str, names: tuple[str, ...]) -> None:
    """With a date on either side, a bullet, an office, and names that hold a particle."""
    assert authors(Line(line)) == names


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Rosa Quinn", True),
        ("ROSA QUINN", True),
        ("Rosa QUINN", True),
        ("Hans-Peter Rieder", True),
        ("Jean-Luc de la Tour", True),
        ("Dr. Karin Rieder", True),
        ("Марина Кольцова", True),
        ("Олена Коваль", True),
        ("Elif Yıldız", True),
        ("Rosa Maria Quinn Soto", True),
        ("Rosa Kessler Leaves Linden Harbour", False),
        ("ROSA Kundencenter", False),
        ("Rosa Quinn GmbH", False),
        ("Tech Insider", False),
        ("Nächste Vorherige", False),
        ("Geschichten der Gegenwart", False),
        ("Rosa", False),
    ],
)
def test_a_person_is_known_by_the_given_name(name: str, person: bool) -> None:  # noqa: FBT001
    """Firms, sections and headlines are capitalised too."""
    assert is_person(name) == person


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Rosa Quinn Science editor", True),
        ("* Rosa Quinn", True),
        ("Rosa Quinn (Redakteurin, Bremen)", True),
        ("Rosa Quinn 1 day ago", True),
        ("Rosa Quinn will leave the council of Marlow Quay in May", False),
        ("Interview: Rosa Quinn", False),
        ("Marlow Quay", False),
    ],
)
def test_a_line_may_be_of_a_person_and_an_office(line: str, person: bool) -> None:  # noqa: FBT001
    """What follows the name is short."""
    assert is_of_person(Line(line)) == person


@pytest.mark.parametrize(
    "line", ["By", "Von", "Kommentar von", "Autor:in", "Autor*in", "Author:", "Авторы", "Yazar:"]
)
def test_the_name_may_follow_on_the_next_line(line: str) -> None:
    """A line says "By", or what was written by whom."""
    assert opens_byline(Line(line))
