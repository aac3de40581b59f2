"""Labelling the lines of page dumps, posts and clean articles."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storybot.ingest.boilerplate.labelling import Labelled, Role, label_lines
from storybot.ingest.composing import opening
from storybot.ingest.lines import normalise
from storybot.ingest.reading import read_text

DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.tag"))
ROLES = {
    "H": Role.TITLE,
    "S": Role.STANDFIRST,
    "A": Role.BYLINE,
    "D": Role.DATE,
    "K": Role.PARAGRAPH,
    "C": Role.CAPTION,
    "T": Role.SUBHEAD,
    "B": Role.DROPPED,
}
PROSE = (
    "The council voted by nine to four on Tuesday to close the harbour road for the winter.",
    "Shopkeepers along the quay said that they had been given no warning of the decision.",
    "“We found out from the newspaper,” said Ada Quist, who sells rope and paint there.",
    "The mayor promised that the road would be open again before the boats return in March.",
)
MENU = ("Home", "World", "Politics", "Business", "Sport", "Culture", "Weather", "Sign in", "Search")


def labels(*lines: str) -> list[Labelled]:
    """Label lines given one by one."""
    return label_lines("\n".join(lines))


def kept(*lines: str) -> list[str]:
    """Keep what is left of lines as paragraphs and sub-heads."""
    return [x.text for x in labels(*lines) if x.role in {Role.PARAGRAPH, Role.SUBHEAD}]


def reason_of(text: str, *lines: str) -> str:
    """Find the reason for which one of several lines was dropped."""
    return next(x.reason for x in labels(*lines) if x.text == text)


def squeezed(text: str) -> str:
    """Take out all white space."""
    return "".join(text.split())


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_each_line_of_a_written_dump_gets_its_label(path: Path) -> None:
    """Pages in seven languages: every line is story, head or furniture, as labelled by hand."""
    rows = [row.split("|", 1) for row in path.read_text(encoding="utf-8").splitlines()]
    found = label_lines(normalise("\n".join(text for _, text in rows)))
    # The writers' note below a story is no byline: it is dropped, and says so.
    expected = [
        Role.DROPPED if tag == "A" and line.role is Role.DROPPED else ROLES[tag]
        for (tag, _), line in zip(rows, found, strict=True)
    ]
    wrong = [
        (line.text[:60], role, line.role)
        for role, line in zip(expected, found, strict=True)
        if role is not line.role
    ]
    assert wrong == []


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*PROSE, *MENU, "By Ann Lee", "2 May 2024", "Comments", "Related", ""]),
            st.text(max_size=60),
        ),
        max_size=30,
    )
)
@example(["\ufeff", "\x85", "\x1c", "a\u2028b"])
@example(["+", "* * *", "___"])
def test_no_character_is_lost(lines: list[str]) -> None:
    """The labelled lines, in order, hold every character of the text that is not white space."""
    text = normalise("\n".join(lines))
    assert squeezed("".join(x.text for x in label_lines(text))) == squeezed(text)


def test_every_dropped_line_says_why() -> None:
    """Dropped lines carry a reason, and no other line does."""
    found = labels(*MENU, "Harbour road to close", *PROSE, "Comments", "All rights reserved")
    assert all(bool(line.reason) == (line.role is Role.DROPPED) for line in found)
    assert Counter(line.role for line in found)[Role.DROPPED] == len(MENU) + 2


def test_an_article_pasted_by_itself_loses_nothing() -> None:
    """With fewer than two lines of furniture, even those stay: they may be the story's own."""
    assert kept(*PROSE, "Comments") == [*PROSE, "Comments"]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to our newsletter",
        "Want more news like this? Sign up to our newsletter.",
        "Subscribe to our newsletter and never miss a story.",
        "Abonniere unseren Newsletter.",
        "Inscrivez-vous à notre newsletter.",
        "Suscríbete a nuestra newsletter.",
        "Подпишитесь на нашу рассылку.",
        "Підпишіться на нашу розсилку.",
        "Bültenimize abone olun.",
    ],
)
def test_an_invitation_to_a_newsletter_ends_no_article(line: str) -> None:
    """It goes where it is the last line, and stays where somebody says it or the story goes on."""
    assert kept(*PROSE, line) == list(PROSE)
    assert kept(*PROSE, f"“{line}”")[-1] == f"“{line}”"
    assert kept(*PROSE[:2], line, *PROSE[2:]) == [*PROSE[:2], line, *PROSE[2:]]
    assert kept(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "He now writes a weekly newsletter.",
        "She subscribed to the newsletter.",
        "Sign up for the run until Friday.",
        "Subscribe, she said, to the newsletter of the harbour.",
    ],
)
def test_a_story_may_end_with_a_newsletter(line: str) -> None:
    """It tells of one, or invites to something else."""
    assert kept(*PROSE, line) == [*PROSE, line]


def test_the_head_of_a_clean_article_is_read() -> None:
    """Headline, standfirst, byline and date stand apart; the rest is story."""
    lines = ("Harbour road to close", "Shops fear a lost winter", "By Ann Lee", "2 May 2024")
    roles = [line.role for line in labels(*lines, *PROSE)]
    assert roles[:4] == [Role.TITLE, Role.STANDFIRST, Role.BYLINE, Role.DATE]
    assert set(roles[4:]) == {Role.PARAGRAPH}


def test_a_headline_that_asks_is_read_where_it_is_signed() -> None:
    """A question above a byline is a headline, though it ends as a sentence does."""
    found = labels("Who will close the harbour road?", "By Ann Lee", "2 May 2024", *PROSE)
    assert [line.role for line in found[:3]] == [Role.TITLE, Role.BYLINE, Role.DATE]


def test_a_short_sentence_with_a_date_is_no_date_line() -> None:
    """A date inside the opening of a clean story does not make its lines a head."""
    lines = (PROSE[0], "He died on 3 March 2021.", *PROSE[1:])
    assert kept(*lines) == list(lines)


def test_an_unsigned_first_line_that_is_not_like_the_story_stays() -> None:
    """A place or a shout above a story is no headline and is kept."""
    assert kept("BAAR, SWITZERLAND", *PROSE) == ["BAAR, SWITZERLAND", *PROSE]


def test_a_post_loses_only_its_furniture() -> None:
    """A message with a few links at its end keeps headline and story."""
    found = labels(
        "Harbour road closes for the winter",
        *PROSE,
        "👉 Subscribe to @harbournews",
        "#harbour #winter",
    )
    assert [line.role for line in found] == [Role.TITLE, *[Role.PARAGRAPH] * 4, *["dropped"] * 2]


def test_a_single_channel_signature_is_dropped() -> None:
    """One line is enough at the end of a post when it names the channel."""
    assert kept(*PROSE, "Subscribe to @harbournews") == list(PROSE)


def test_a_quoted_line_is_never_furniture() -> None:
    """What someone says is story, though a button could say it."""
    page = (*MENU, "Harbour road to close", "By Ann Lee", *PROSE, "“No comment.”", *PROSE)
    assert "“No comment.”" in kept(*page)


def test_what_somebody_says_is_no_appeal() -> None:
    """The words of an appeal are story where a line reports who said them."""
    said = "Your donation allows us to send reporters, the charity told its members on Monday."
    assert said in kept(*MENU, "Harbour road to close", *PROSE, said, *PROSE)


def test_an_appeal_is_taken_with_its_neighbours() -> None:
    """Paragraphs in which the site goes on speaking of itself go with the paragraph that asks."""
    asks = "At this critical moment we need reporters on the ground. Your donation keeps us there."
    beside = (
        "From courts to coasts, our reporters know that we need facts; our work is to find them."
    )
    page = (*MENU, "Harbour road to close", "By Ann Lee", beside, asks, *PROSE)
    assert kept(*page) == list(PROSE)
    assert reason_of(beside, *page) == reason_of(asks, *page) == "donation appeal"


def test_the_story_goes_on_below_a_box_of_links() -> None:
    """Links under a heading are dropped, the paragraphs below them are not."""
    links = ("Related", "Why the quay is sinking", "Ten ways to tie a boat")
    page = (*MENU, "Harbour road to close", "By Ann Lee", *PROSE[:2], *links, *PROSE[2:], "Share")
    assert kept(*page) == list(PROSE)
    assert {reason_of(link, *page) for link in links} == {"related stories"}


def test_readers_comments_are_no_story() -> None:
    """A thread of comments ends the story, however long it is."""
    thread = ("Joe", "2 days ago", "I have lived by that harbour for years and it never closed.")
    page = (*MENU, "Harbour road to close", "By Ann Lee", "2 May 2024", *PROSE, "23 comments")
    assert kept(*page, *thread * 12) == list(PROSE)


def test_listings_between_paragraphs_are_of_the_story() -> None:
    """Code and drawn tables, with lines that come again and again, do not divide a tutorial."""
    code = ("SELECT", "status_code,", "count(*) AS entries", "FROM", "server_log", "GROUP BY 1;")
    table = ("code │ entries", "─────┼────────", "200 │ 4084", "404 │ 12", "500 │ 0")
    page = (*MENU, "Counting what a server logs", "By Ann Lee", "2 May 2024", PROSE[0])
    parts = (*code, PROSE[1], *table, *code, PROSE[2], *code, *table)
    foot = ("Share", "Privacy policy", "Contact us")
    words = [part for part in parts if part != table[1]]
    assert kept(*page, *parts, PROSE[3], *foot) == [PROSE[0], *words, PROSE[3]]


def test_a_list_that_is_announced_stays() -> None:
    """Short lines after a colon are what the line before them announces."""
    listed = ("These roads stay open:", "Mill Lane", "Church Row", "Upper Quay")
    page = (*MENU, "Harbour road to close", "By Ann Lee", *PROSE, *listed, *PROSE)
    assert set(listed) < set(kept(*page))


def test_a_short_line_between_paragraphs_is_a_subhead() -> None:
    """It is kept as a paragraph that is marked."""
    found = labels(*PROSE[:2], "No warning", *PROSE[2:])
    assert [line.text for line in found if line.role is Role.SUBHEAD] == ["No warning"]


def test_wrapped_prose_is_one_paragraph() -> None:
    """Lines that were broken to a column's width are one paragraph, their breaks kept."""
    text = (
        "The council voted by nine to four on Tuesday to close\n"
        "the harbour road for the winter, and gave shopkeepers\n"
        "along the quay until Friday evening to take their cars\n"
        "away.\n\nNobody came."
    )
    assert [line.text for line in label_lines(text)] == text.split("\n\n")


def test_the_second_caption_of_a_picture_is_a_caption() -> None:
    """A line above a story is a caption when the credit of a picture follows it."""
    page = (
        *MENU,
        "Harbour road to close",
        "By Ann Lee",
        "Fog lies over the quay at dawn",
        "Reuters",
    )
    found = labels(*page, *PROSE)
    assert [x.text for x in found if x.role is Role.CAPTION] == list(page[-2:])


def test_the_headline_is_above_its_standfirst_and_the_caption() -> None:
    """The line that shares most words with the story may be either; the upper one is the title."""
    head = (
        "Asia",
        "Sailors fear a long dark season",
        "Council closes the harbour road for the winter",
        "Ann Lee",
        "2 May 2024",
        "Share",
        "Copy link",
        "The harbour road by the quay on Tuesday (Harbour Pictures)",
    )
    found = labels(
        *MENU, *head, *PROSE, "Sailors fear that the dark season will be a long one for all."
    )
    roles = {line.text: line.role for line in found}
    assert [roles[line] for line in head] == [
        Role.DROPPED,
        Role.TITLE,
        Role.STANDFIRST,
        Role.BYLINE,
        Role.DATE,
        Role.DROPPED,
        Role.DROPPED,
        Role.CAPTION,
    ]


def test_a_paragraph_above_a_credit_stays_in_the_story() -> None:
    """Amid a story a whole sentence is story, though a picture's credit follows it."""
    page = (
        *MENU,
        "Harbour road to close",
        "By Ann Lee",
        *PROSE[:2],
        "Ada Quist/Reuters",
        *PROSE[2:],
    )
    assert kept(*page) == list(PROSE)


def test_no_text_has_no_lines() -> None:
    """White space alone gives nothing to label."""
    assert label_lines(" \n\t\n") == []


SITE_MENU = (
    "Home\nNews\nSport\nSubscribe\nLog in\nShare\nFacebook\nWhatsApp\nNewsletter\nContact us\n"
)


@pytest.mark.parametrize(
    "above",
    [
        "You are here: Home » Harbour » Crane voted for the quay",
        "← Crane of the harbour stood still again",
        "Home / News / Harbour council crane",
        "Kelm harbour council votes to buy a second crane | Kelm Post",
    ],
)
def test_a_way_through_the_site_is_no_headline(above: str) -> None:
    """Neither a path of sections, nor another post, nor the headline with the site's name."""
    head = "Kelm harbour council votes to buy a second crane"
    story = (
        "The harbour council of Kelm voted on Tuesday to buy a second crane for the coal quay.\n"
        "The crane will cost 4.8 million euros and is to lift its first load in June 2027."
    )
    text = f"{SITE_MENU}{above}\n{head}\nBy Nell Hart\n5 March 2025\n{story}\nShare\nPrivacy policy"
    assert read_text(text, source="page").title == head


@pytest.mark.parametrize("word", ["Text:", "Text", "Texte :", "Texto:", "Testo", "Текст:"])
def test_a_text_may_begin_below_the_word(word: str) -> None:
    """It says who wrote it only above the name of a person; else it is the heading of the text."""
    page = (*MENU, "Harbour road to close", "2 May 2024", word, "Road closed", *PROSE)
    assert read_text("\n".join(page), source="page").authors == ()
    pasted = ("Harbour road to close", word, "Road closed", *PROSE)
    assert read_text("\n\n".join(pasted), source="page").authors == ()
    signed = (*MENU, "Harbour road to close", word, "Ada Quist", *PROSE)
    assert read_text("\n".join(signed), source="page").authors == ("Ada Quist",)


@pytest.mark.parametrize("label", ["Text:", "Texte :", "Текст:", "Metin:"])
def test_the_word_above_a_pasted_story_is_none_of_it(label: str) -> None:
    """As the first line or below the headline; amid the story, or with nothing below, it is."""
    for head in ((), ("Harbour road to close",), ("Harbour road to close", "By Ada Quist")):
        document = read_text("\n\n".join((*head, label, *PROSE)), source="page")
        assert document.title == (head[0] if head else opening(PROSE[0]))
        assert [document.paragraph(i) for i in range(len(document.spans))] == list(PROSE)
        assert [line.text for line in document.dropped] == [label]
    for text in ("\n\n".join((PROSE[0], label, *PROSE[1:])), label, f"{label}\n\nRoad closed."):
        assert label in read_text(text, source="page").text.split("\n")


def test_a_newsroom_may_have_written_a_story() -> None:
    """The word "By" above it says so; a date there is no writer."""
    page = (*MENU, "Harbour road to close", "By", "Newsroom Kelmsund Courier", "2 May 2024", *PROSE)
    document = read_text("\n".join(page), source="page")
    assert document.authors == ("Newsroom Kelmsund Courier",)
    dated = (*MENU, "Harbour road to close", "By", "2 May 2024", *PROSE)
    assert read_text("\n".join(dated), source="page").authors == ()
