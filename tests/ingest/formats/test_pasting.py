"""What programs leave around a copied text is taken off; what it said is kept."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from storybot.ingest.formats.pasting.mail_courtesies import take
from storybot.ingest.formats.pasting.pasted import clean
from storybot.ingest.formats.plain_text import read_article
from storybot.ingest.reading import read_text
from storybot.model.documents import Document
from worlds.files import HEADLINE, STORY

TEXT = "\n\n".join(STORY)


def wrapped(text: str, width: int = 64, lead: str = "") -> str:
    """Wrap a text as mail programs do, each line led by some signs."""
    import textwrap

    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        lines += [lead + line for line in textwrap.wrap(paragraph, width)] + [lead.rstrip()]
    return "\n".join(lines)


def read(text: str) -> Document:
    """Read a pasted text."""
    return read_text(text, source="paste")


def test_a_text_that_comes_from_nowhere_else_stays() -> None:
    """Numbers, brackets and colons of a story are its own."""
    text = (
        "From: the quay\n\nIn 2024 it stood still on 37 days.\n\n3 cranes are left. "
        "[2] is the oldest.\n\n> one quote"
    )
    assert clean(text).text == text


def test_what_a_mail_quotes_is_the_article() -> None:
    """Unwrapped; what stands around it is left out and named."""
    quoted = wrapped(f"{HEADLINE}\n\n{TEXT}", lead="> ")
    found = read(f"Hi,\nplease add this one.\nMara\n\nOn 5 March 2025, Kelm Post wrote:\n{quoted}")
    assert (found.title, found.text) == (HEADLINE, TEXT)
    assert {"Hi,", "Mara"} <= {line.text for line in found.dropped}


@pytest.mark.parametrize(
    "names",
    [
        ("From", "Sent", "To", "Subject"),
        ("Von", "Gesendet", "An", "Betreff"),
        ("De", "Envoyé", "À", "Objet"),
        ("De", "Enviado", "Para", "Asunto"),
        ("От", "Дата", "Кому", "Тема"),
        ("Від", "Дата", "Кому", "Тема"),
        ("Kimden", "Tarih", "Kime", "Konu"),
    ],
)
def test_a_forwarded_mail_is_read_below_its_headers(names: tuple[str, ...]) -> None:
    """In each language of the interface; its subject, sender and date are kept."""
    values = ("Kelm Post <post@kelm.example>", "5.3.2025 10:30", "me", f"Fwd: {HEADLINE}")
    head = "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    found = read(f"see below\n\n---------- Forwarded ----------\n{head}\n\n{wrapped(TEXT)}")
    assert (found.title, found.authors, found.text) == (HEADLINE, ("Kelm Post",), TEXT)
    assert found.published == datetime(2025, 3, 5, 10, 30)  # noqa: DTZ001  no zone is given


_LETTERS = [
    ("Hi all,", "Kind regards,"),
    ("Dear Ms Hart,", "Thanks, Fiona"),
    ("Sehr geehrte Damen und Herren,", "Mit freundlichen Grüßen"),
    ("Bonjour à tous,", "Cordialement,"),
    ("Estimados colegas:", "Un cordial saludo,"),
    ("Добрый день!", "С уважением,"),
    ("Шановні колеги!", "З повагою"),
    ("Merhaba,", "Saygılarımla,"),
]


@pytest.mark.parametrize(("greeting", "farewell"), _LETTERS)
def test_the_letter_around_a_mailed_article_is_left_out(greeting: str, farewell: str) -> None:
    """What a press office writes above and below its release is none of it, and is listed."""
    signature = ["Fiona Baird", "Press Officer | Town of Kelm", "Tel. 01632 960 111"]
    head = f"From: Kelm Post <post@kelm.example>\nTo: me\nSubject: {HEADLINE}"
    body = "\n\n".join([greeting, TEXT, "\n".join([farewell, *signature])])
    for found in (read(f"{head}\n\n{body}"), read_article(body, source="a", mailed=True)):
        assert found.text == TEXT
        assert [line.text for line in found.dropped][-5:] == [greeting, farewell, *signature]


def test_what_only_looks_like_a_letter_stays() -> None:
    """A story that opens or ends so, one that was not mailed, and one below a covering note."""
    head = f"From: Kelm Post <post@kelm.example>\nTo: me\nSubject: {HEADLINE}\n\n"
    story = f"Dear old crane, what now? The dockers ask.\n\n{TEXT}\n\nThanks to all dockers."
    assert read(head + story).text == story
    assert read(f"{HEADLINE}\n\n{TEXT}\n\nCheers,").text.endswith("Cheers,")
    note = "For today's page, please.\n\nKind regards,\nFiona Baird"
    assert STORY[0] in read(f"{head}{note}\n\n{TEXT}").text


@pytest.mark.parametrize("name", ["a" * 20_000 + "?", "a-" * 20_000 + "?", "a " * 20_000])
def test_a_farewell_may_be_followed_by_anything(name: str) -> None:
    """A line of one endless word is read as quickly as another."""
    farewell = f"Thanks, {name}"
    assert take(f"{TEXT}\n\n{farewell}") == (f"{TEXT}\n\n{farewell}", (), ())


@pytest.mark.parametrize(
    ("stamp", "author", "publisher"),
    [
        ("[05/03/2025, 10:30:11] Nell Hart: ", "Nell Hart", ""),
        ("05.03.2025, 10:30 - Nell Hart: ", "Nell Hart", ""),
        ("Kelm News, [5 Mar 2025 at 10:30:11]:\n", "", "Kelm News"),
        ("Kelm News, [05.03.2025 10:30]\n", "", "Kelm News"),
    ],
)
def test_the_stamps_of_a_chat_are_taken_off(stamp: str, author: str, publisher: str) -> None:
    """Who wrote and when is kept; a channel is an outlet, not a writer."""
    text = f"{stamp}{HEADLINE}\n\n{STORY[0]}\n\n{STORY[1]}\n{stamp}{STORY[2]}"
    found = read(text)
    assert (found.title, found.text) == (HEADLINE, "\n\n".join(STORY[:3]))
    assert (found.authors, found.publisher) == ((author,) if author else (), publisher)
    assert str(found.published)[:16] == "2025-03-05 10:30"


def test_footnotes_and_their_marks_are_taken_out() -> None:
    """Only where a mark and a note belong together."""
    notes = "1 Without value added tax.\n[2] See the report of the auditors."
    found = read(f"{STORY[0]}1\n\n{STORY[1]}[2]\n\n{notes}")
    assert found.text == "\n\n".join(STORY[:2])
    assert [line.text for line in found.dropped] == notes.split("\n")
    kept = read(f"{STORY[0]}\n\n{STORY[1]}\n\n1 Without value added tax, said the council.")
    assert kept.text.endswith("1 Without value added tax, said the council.")


@pytest.mark.parametrize("foot", ["Kelm Post · Page 3", "Seite 3 von 9", "— 3 —"])
def test_the_end_of_a_page_amid_a_sentence_is_taken_out(foot: str) -> None:
    """With the head of the next page; the word that was broken there is one again."""
    first, second = STORY[0].split(" second ")
    found = read(f"{first} sec-\n{foot}\n\nLOCAL NEWS\nond {second}\n\n{STORY[1]}")
    assert found.text == "\n\n".join(STORY[:2])


def test_soft_hyphens_are_no_letters() -> None:
    """A search finds the word."""
    assert read(f"{STORY[0]} It is ex\u00adpect\u00aded.").text.endswith("It is expected.")


def test_a_relative_date_is_told_from_the_moment_of_reading() -> None:
    """In the zone of who reads."""
    now = datetime(2025, 3, 5, 12, tzinfo=timezone(timedelta(hours=2)))
    found = read_text(f"{HEADLINE}\nBy Nell Hart\n3 hours ago\n\n{TEXT}", source="a", now=now)
    assert found.published == datetime(2025, 3, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("BBC News", "BBC"),
        ("The Guardian", "The Guardian"),
        ("reuters.com", "Reuters"),
        ("Source: Sky News", "Sky News"),
        ("Quelle: Kelmer Bote", "Kelmer Bote"),
        ("The Kelm Gazette", "The Kelm Gazette"),
        ("Kelmer Tageblatt", "Kelmer Tageblatt"),
        ("Вечерние вести", "Вечерние вести"),
    ],
)
def test_an_outlet_on_a_line_of_its_own_is_the_publisher(line: str, outlet: str) -> None:
    """It is no paragraph and no headline."""
    found = read(f"{HEADLINE}\n{line}\n5 March 2025\n\n{TEXT}")
    assert (found.title, found.publisher, found.text) == (HEADLINE, outlet, TEXT)


@pytest.mark.parametrize(
    "line",
    ["By Nell Hart, The Guardian", "The Guardian | 5 March 2025", "Nell Hart for The Guardian"],
)
def test_an_outlet_beside_the_writer_or_date_is_the_publisher(line: str) -> None:
    """The line stays a byline or a date."""
    found = read(f"{HEADLINE}\n{line}\n6 March 2025\n\n{TEXT}")
    assert (found.title, found.publisher, found.text) == (HEADLINE, "The Guardian", TEXT)


@pytest.mark.parametrize("line", ["World News", "Good news", "The harbour news"])
def test_a_rubric_is_no_publisher(line: str) -> None:
    """News of a kind, and words that are no name."""
    assert not read(f"{HEADLINE}\n{line}\n5 March 2025\n\n{TEXT}").publisher
