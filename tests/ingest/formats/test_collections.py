"""Mails, feeds, exports and archives: each article under the source that it is known by."""

import json
from base64 import b64encode
from datetime import UTC, datetime

import pytest

from storybot.ingest.formats.kinds import FileKind, kind_of
from storybot.ingest.formats.readers import RawSource, parse
from storybot.ingest.results import Reading
from storybot.model.errors import Refused
from worlds.files import HEADLINE, STORY, column, page, paragraphs_of, pdf, zipped

TEXT = "\n\n".join(STORY)


def read(data: bytes | str, name: str = "a") -> Reading:
    """Read some bytes by what they are."""
    data = data.encode() if isinstance(data, str) else data
    return parse(kind_of(data, name), RawSource(data, name, name))


def mail(body: str, *headers: str) -> str:
    """Write a mail."""
    head = (
        "From: Kelm Post <post@kelm.example>",
        f"Subject: Fwd: {HEADLINE}",
        "Date: Wed, 05 Mar 2025 10:30:00 +0100",
        "MIME-Version: 1.0",
        *headers,
    )
    return "\n".join(head) + f"\n\n{body}"


def test_a_mail_is_an_article() -> None:
    """Its subject, sender and date are lent where the text says none."""
    (article,) = read(mail(TEXT)).articles
    found = article.document
    assert (found.title, found.authors, found.text) == (HEADLINE, ("Kelm Post",), TEXT)
    assert found.published == datetime(2025, 3, 5, 9, 30, tzinfo=UTC)


def test_the_letter_around_the_article_of_a_mail_is_left_out() -> None:
    """As of one that is pasted with its headers."""
    (article,) = read(mail(f"Dear all,\n\n{TEXT}\n\nKind regards\nFiona\n-- \nKelm Post")).articles
    assert article.document.text == TEXT
    left_out = ["Dear all,", "Kind regards", "Fiona", "Kelm Post"]
    assert [line.text for line in article.document.dropped] == left_out


def test_a_mail_of_html_and_a_saved_page_are_read() -> None:
    """The latter with the address that the browser wrote into it."""
    body = page(f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}</article>").decode()
    (article,) = read(mail(body, "Content-Type: text/html; charset=utf-8")).articles
    assert article.document.text == TEXT
    place = "Snapshot-Content-Location: https://kelm.example/crane"
    (saved,) = read(mail(body, place, "Content-Type: text/html; charset=utf-8")).articles
    assert (saved.document.url, saved.document.published) == ("https://kelm.example/crane", None)


def test_a_file_in_a_mail_is_read_where_the_mail_says_nothing() -> None:
    """Press offices send an empty mail with a PDF."""
    attached = b64encode(pdf([column(50, 700, STORY, 80)])).decode()
    body = (
        "--x\nContent-Type: text/plain\n\n\n--x\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="crane.pdf"\n'
        f"Content-Transfer-Encoding: base64\n\n{attached}\n--x--\n"
    )
    data = mail(body, 'Content-Type: multipart/mixed; boundary="x"')
    (article,) = read(data, "mail.eml").articles
    assert (article.document.source, article.document.text) == ("mail.eml/crane.pdf", TEXT)


@pytest.mark.parametrize(
    "headers",
    [
        mail("").strip(),
        mail(" \n\n"),
        "From: Kelm Post <post@kelm.example>\nTo: desk@kelm.example",
        f"From: Kelm Post\nSubject: {HEADLINE}\nDate: Wed, 05 Mar 2025 10:30:00 +0100\n\n",
        "Subject: Kelm\r\nFrom: post@kelm.example\r\n\r\n",
    ],
)
def test_the_headers_of_a_mail_alone_are_no_article(headers: str) -> None:
    """Few of them are as good as many: what they are is said, whatever the file is called."""
    for name in ("mail.eml", "a"):
        with pytest.raises(Refused, match=f"{name} is a mail without a text") as caught:
            read(headers, name)
        assert caught.value.code == "mail_without_text"


@pytest.mark.parametrize(
    "text", [f"From: Kelm\nTo: Oram\n\n{TEXT}", f"From: Kelm\n{TEXT}", "To: Oram\n\nFrom: Kelm"]
)
def test_lines_like_headers_above_a_text_stay_text(text: str) -> None:
    """A travel story may begin so."""
    assert kind_of(text.encode(), "a") is FileKind.TEXT


def feed(*items: str, head: str = "") -> str:
    """Write an RSS feed."""
    return (
        f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>Kelm Post</title>"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )


def test_the_items_of_a_feed_are_articles() -> None:
    """Each under its own address, with the outlet and the zone of its date."""
    content = paragraphs_of().replace("<", "&lt;")
    item = (
        f"<title>{HEADLINE}</title><link>https://kelm.example/crane</link>"
        f"<description>{content}</description><pubDate>Wed, 05 Mar 2025 12:00:00 MSK</pubDate>"
    )
    found = read(feed(item, "<title>Nothing</title>"))
    document = found.articles[0].document
    assert (document.source, document.url) == ("https://kelm.example/crane",) * 2
    assert (document.title, document.publisher, document.text) == (HEADLINE, "Kelm Post", TEXT)
    assert document.published == datetime(2025, 3, 5, 9, tzinfo=UTC)
    assert len(found.refused) == 1


def test_a_feed_with_entities_or_without_items_is_refused() -> None:
    """The first is an attack, the second holds nothing."""
    with pytest.raises(Refused, match="too involved"):
        read(feed("<title>&a;</title>", head='<!DOCTYPE rss [<!ENTITY a "a">]>'))
    with pytest.raises(Refused, match="without items"):
        read(feed())


def test_the_posts_of_an_export_are_articles() -> None:
    """Under the source that the post itself would have; service messages are passed over."""
    posts = [
        {"id": 1, "type": "service", "date": "2025-03-05T10:00:00", "text": "pinned a message"},
        {
            "id": 7,
            "type": "message",
            "date": "2025-03-05T10:30:00",
            "date_unixtime": "1741167000",
            "text": [f"{HEADLINE}\n\n{STORY[0]}\n\n", {"type": "bold", "text": STORY[1]}],
        },
    ]
    export = {"name": "Kelm Post", "type": "public_channel", "id": 42, "messages": posts}
    (article,) = read(json.dumps(export)).articles
    found = article.document
    assert found.source == "telegram:-1000000000042/7"
    assert (found.title, found.text) == (HEADLINE, "\n\n".join(STORY[:2]))
    assert found.published == datetime(2025, 3, 5, 9, 30, tzinfo=UTC)
    assert found.publisher == "Kelm Post"


def test_an_archive_is_read_file_by_file() -> None:
    """Each by what it is; what cannot be read is named, pictures and styles are passed over."""
    found = read(
        zipped(
            {
                "kelm/crane.md": f"# {HEADLINE}\n\n{TEXT}",
                "kelm/page.txt": page(f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}</article>"),
                "kelm/a.png": b"\x89PNG",
                "__MACOSX/._a": b"\x00",
                "deeper.zip": zipped({"a.txt": TEXT}),
            }
        ),
        "kelm.zip",
    )
    assert {a.document.source for a in found.articles} == {
        "kelm.zip/kelm/crane.md",
        "kelm.zip/kelm/page.txt",
    }
    assert {a.document.text for a in found.articles} == {TEXT}
    assert [refusal.source for refusal in found.refused] == ["kelm.zip/deeper.zip"]
