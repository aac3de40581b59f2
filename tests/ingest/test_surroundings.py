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
        ("Barcelona, 25 enero 2022 (EFE).- El puerto se heló.", date(2022, 1, 25)),
        ("MARLOW, January 25, 2022 (Reuters) - The harbour froze.", date(2022, 1, 25)),
        ("Berlin, 25. Januar 2022 (dpa) – Der Hafen fror zu.", date(2022, 1, 25)),
        ("МОСКВА, 25 января 2022 (ТАСС). Гавань замерзла.", date(2022, 1, 25)),
        ("Marlow, since 25 January 2022 (Tuesday) - a town of ice.", None),
        ("Tom Fen, born 25 January 1982 (Marlow). He froze.", None),
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
        ("By Ulla T. Brandt November 8, 2019 | 6:03 pm", ("Ulla T. Brandt",)),
        ("By Ulla T. Brandt Dec. 8, 2019 | 6:03 pm", ("Ulla T. Brandt",)),
        ("Author: Ulla Maria March", ("Ulla Maria March",)),
        ("Author: Ulla Maria B.", ("Ulla Maria B.",)),
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
        ([], ["Share", "Print", "Rosa Quinn", "Comments"], ()),
        ([], ["Share", "Rosa Quinn", "Rosa Quinn reports on ice for this page."], ("Rosa Quinn",)),
        ([], ["Rosa Quinn", "Rosa Quinn пишет о льде и портах."], ("Rosa Quinn",)),
        ([], ["Rosa Quinn", "Weitere Artikel von Rosa Quinn"], ("Rosa Quinn",)),
        ([], ["Rosa Quinn, periodista"], ("Rosa Quinn",)),
        ([], ["Rosa Quinn, correspondante"], ("Rosa Quinn",)),
        ([], ["Rosa Quinn — корреспондент"], ("Rosa Quinn",)),
        ([], ["Comments", "Rosa Quinn", "Rosa Quinn reports on ice for this page."], ()),
        ([], ["Kommentare", "John Miller", "vor 2 Stunden"], ()),
        ([], ["John Miller", "2 hours ago"], ()),
        ([], ["Asia Pacific", "More articles about Asia Pacific"], ()),
        ([], ["Israel Harbour War"], ()),
        ([], ["Olaf Brandt – neue Umfrage"], ()),
        ([], ["Comentarios", "Rosa Quinn, periodista"], ()),
        ([], ["Читайте также", "Rosa Quinn — корреспондент"], ()),
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


@pytest.mark.parametrize(
    "line",
    [
        "Das Buch ist am 3. Mai 2019 erschienen.",
        "The report was published on 3 May 2019.",
        "Published on 3 May 2019, the report of the port found no ice at all in it.",
        "He will take the stand on 5 June 2023.",
        "Der Stand der Dinge vom 5. Juni 2023",
        "Zuletzt war er am 5. Juni 2023 im Hafen",
        "Le rapport a été publié le 3 mai 2019.",
        "El informe fue publicado el 3 de mayo de 2019.",
        "Доклад был опубликован 3 мая 2019 года.",
        "Звіт було опубліковано 3 травня 2019 року.",
        "Rapor 3 Mayıs 2019 tarihinde yayınlandı.",
    ],
)
def test_a_sentence_tells_of_other_publications(line: str) -> None:
    """A wrong date on a quote is worse than none, at the end of a story and below it."""
    ended = Surroundings.of([*STORY, Labelled(line, Role.PARAGRAPH)])
    assert ended.date() is None
    assert around(below=["Share", line]).date() is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Stand: 5. Juni 2023", date(2023, 6, 5)),
        ("(Stand: 05.06.2023)", date(2023, 6, 5)),
        ("Published on 5 June 2023", date(2023, 6, 5)),
        ("Marlow desk | Published 5 June 2023", date(2023, 6, 5)),
        ("Publié le 5 juin 2023", date(2023, 6, 5)),
        ("Publicado el 5 de junio de 2023", date(2023, 6, 5)),
        ("Опубликовано: 5 июня 2023", date(2023, 6, 5)),
        ("Опубліковано 5 червня 2023", date(2023, 6, 5)),
        ("Yayınlanma tarihi: 5 Haziran 2023", date(2023, 6, 5)),
    ],
)
def test_a_note_says_when_a_story_was_published(line: str, expected: date) -> None:
    """At the end of it or below it, in any language."""
    assert Surroundings.of([*STORY, Labelled(line, Role.PARAGRAPH)]).date() == expected
    assert around(below=["Share", line]).date() == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["September 11, 2001, changed the rules of the harbour."],
        ["2. Mai 2011: US-Soldaten töten den Anführer in seinem Haus."],
        ["11 сентября 2001 года, во вторник, порт закрыли."],
        ["Le 2 mai 2011, le port a fermé pour trois jours."],
        ["2 May 2011 “Day of ice”, says a sign.", "3 May 2011 “Day of thaw”, says the next."],
        ["2 de mayo de 2011, Rosa Quinn – la alcaldesa – cerró el puerto."],
    ],
)
def test_a_date_that_a_story_tells_of_is_not_its_own(lines: list[str]) -> None:
    """In its first line or the next ones, in a sentence or in a chronicle."""
    told = [Labelled(line, Role.PARAGRAPH) for line in lines]
    assert Surroundings.of([*STORY, *told]).date() is None
    assert Surroundings.of([STORY[0], *told, *STORY[1:]]).date() is None


def test_a_place_and_a_dash_set_a_date_apart() -> None:
    """As agencies open a story, also below its standfirst."""
    line = "2 May 2023, Marlow – The harbour froze over."
    lines = [*STORY, Labelled(line, Role.PARAGRAPH)]
    assert Surroundings.of(lines).date() == date(2023, 5, 2)
