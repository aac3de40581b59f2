"""The date and the writers of a story that the lines around it tell."""

from datetime import date

import pytest

from storybot.ingest.boilerplate.labelling import Labelled, Role
from storybot.ingest.formats.pasting.surroundings import Surroundings
from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import credited

STORY = [
    Labelled("The harbour freezes over", Role.TITLE),
    Labelled("The harbour of Marlow Quay froze over on Tuesday night.", Role.PARAGRAPH),
    Labelled("No ship is expected to leave it before the weekend.", Role.PARAGRAPH),
]


def around(*, above: list[str] | None = None, below: list[str] | None = None) -> Surroundings:
    """Put lines that belong to no story above and below one."""

    def dropped(lines: list[str] | None) -> list[Labelled]:
        return [Labelled(line, Role.DROPPED, "outside") for line in lines or []]

    return Surroundings.of([*dropped(above), *STORY, *dropped(below)])


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (["7. March 2021 | SPONSORED", "Share", "Print"], [], date(2021, 3, 7)),
        (["Last edited 2019-11-10", "3 May 2021"], [], date(2021, 5, 3)),
        ([], ["Veröffentlicht am: 6. August 2009"], date(2009, 8, 6)),
        ([], ["Letzte Aktualisierung: 28.01.2022"], date(2022, 1, 28)),
        (
            [],
            [*["Share"] * 9, "Posted on 6 August 2009 by the desk of the port in Categories"],
            date(2009, 8, 6),
        ),
        ([], ["Erschienen am 26. Januar 2022 im Format Aktuelles"], date(2022, 1, 26)),
        ([], ["Comments", "6 August 2009"], None),
        (
            [],
            ["They met on 6 August 2009, and nobody else came."],
            None,
        ),
        (
            ["A book of 12 May 1999 about ice that nobody read, says a critic"],
            [],
            None,
        ),
    ],
)
def test_a_date_near_a_story_is_its_date(
    above: list[str], below: list[str], expected: date | None
) -> None:
    """The nearest above it, or one below it that says what it is."""
    assert around(above=above, below=below).date() == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Press release of 25 January 2022 | Marlow – The harbour froze.", date(2022, 1, 25)),
        ("Press release of 25 January 2022 and of other days of that week.", None),
    ],
)
def test_a_story_may_open_with_its_date(opening: str, expected: date | None) -> None:
    """A mark after it sets it apart from the sentence."""
    lines = [STORY[0], Labelled(opening, Role.PARAGRAPH)]
    assert Surroundings.of(lines).date() == expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Posted in Weather by quayside on August 3, 2019", ("quayside",)),
        ("Veröffentlicht: 05.01.2020 | Autor: quayside | Abgelegt unter: Eis", ("quayside",)),
        ("22 December 2019 von Rosalind Achterberg", ("Rosalind Achterberg",)),
        ("* Author: Ulla Brandt , Date: 03.05.2019", ("Ulla Brandt",)),
        ("STAND 21.4.2021 , 16:41 Uhr AUTOR/IN Tobias Fenwick", ("Tobias Fenwick",)),
        ("Home | Par Ludmila Vance | 30 septembre 2018", ("Ludmila Vance",)),
        ("Text: Ulla Brandt und Tobias Fenwick", ("Ulla Brandt", "Tobias Fenwick")),
        ("A book of ice by Rosalind Achterberg", ()),
        ("A hotel by Quayside Officially Opens", ()),
        ("Copyright 2020, designed by Quay Studio", ()),
        ("Published by the harbour", ()),
    ],
)
def test_credits_are_read_from_short_lines(line: str, names: tuple[str, ...]) -> None:
    """A nickname counts beside a date or "author:"; works of others do not."""
    assert credited(Line(line)) == names


def test_a_name_below_a_story_is_its_writers_if_the_page_tells_more_of_it() -> None:
    """A heading of two capitalised words is none."""
    told = around(below=["Ulla Brandt", "All articles of Ulla Brandt"])
    assert told.authors() == ("Ulla Brandt",)
    assert around(below=["Related Topics", "Ice"]).authors() == ()


def test_the_nearest_credit_counts() -> None:
    """One above the story is its own; one below it may be of the next."""
    found = around(above=["Text: Ulla Brandt"], below=["Text: Tobias Fenwick"])
    assert found.authors() == ("Ulla Brandt",)


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        ([], ["Share", "Print", "Rosa Quinn", "Comments"], ("Rosa Quinn",)),
        ([], ["Autor:in", "Rosa Quinn (Redakteurin)"], ("Rosa Quinn",)),
        (["Kommentar von", "Rosa Quinn", "Print"], [], ("Rosa Quinn",)),
        (["Rosa Quinn", "3 May 2021"], [], ("Rosa Quinn",)),
        (["Rosa Quinn", "Print", "Share"], [], ()),
        ([], ["Legal notice", "© 2009-2012 Rosa Quinn. All rights reserved"], ("Rosa Quinn",)),
        ([], ["Copyright (c) 2012- Rosa Quinn | Imprint"], ("Rosa Quinn",)),
        ([], ["© 2012 Marlow Media Group"], ()),
        ([], ["Tech Insider", "Ice Harbour"], ()),
    ],
)
def test_a_person_named_near_a_story_wrote_it(
    above: list[str], below: list[str], names: tuple[str, ...]
) -> None:
    """Below it, beside a date or "By", or as the one who holds the rights of the page."""
    assert around(above=above, below=below).authors() == names


def test_a_person_whom_the_story_tells_of_did_not_write_it() -> None:
    """A link to more about that person stands below such stories."""
    told = "The mayor, Rosa Quinn, says so."
    lines = [*STORY, *[Labelled(told, Role.PARAGRAPH)] * 2, Labelled("Rosa Quinn", Role.DROPPED)]
    assert Surroundings.of(lines).authors() == ()


def test_a_date_may_open_one_of_the_first_lines() -> None:
    """Authorities put it before the first paragraph below the standfirst."""
    lines = [*STORY, Labelled("01.02.2022 “The ice is thick”, said the harbour.", Role.PARAGRAPH)]
    assert Surroundings.of(lines).date() == date(2022, 2, 1)
