"""Reading files, uploads, pasted text and messages; telling encodings."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybot.ingest.formats.charsets.charset import decode
from storybot.ingest.formats.kinds import FileKind, kind_of
from storybot.ingest.reading import MAX_BYTES, read_bytes, read_file, read_text
from storybot.model.errors import Refused

ARTICLE = (
    "Harbour road to close\nBy Ann Lee\n12 hours ago\n\n"
    "The council voted by nine to four on Tuesday to close the harbour road for the winter.\n\n"
    "Shopkeepers along the quay said that they had been given no warning of the decision.\n"
)
GERMAN = "Die Straße am Hafen wird über den Winter gesperrt, sagte die Bürgermeisterin."
RUSSIAN = "Дорогу у гавани закроют на всю зиму, сообщила во вторник мэр города Анна Ли."
TURKISH = "Liman yolu kış boyunca kapalı kalacak, dedi belediye başkanı Şule Işık ağır ağır."


def test_a_text_file_is_read(tmp_path: Path) -> None:
    """Head and story come from the text, the source from the caller."""
    path = tmp_path / "road.TXT"
    path.write_text(ARTICLE, encoding="utf-8")
    found = read_file(path, source="corpus/road.txt")
    assert (found.source, found.title) == ("corpus/road.txt", "Harbour road to close")
    assert (found.authors, found.language, len(found.spans)) == (("Ann Lee",), "en", 2)


def test_a_markdown_file_is_read_as_markdown(tmp_path: Path) -> None:
    """The ending of the name tells it from text."""
    path = tmp_path / "road.markdown"
    path.write_text("# Road\n\nThe *council* voted.", encoding="utf-8")
    assert read_file(path, source="a").text == "The council voted."


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a", ".txt", "a.txt.exe"])
def test_a_name_decides_nothing(tmp_path: Path, name: str) -> None:
    """Text is read as text under any name; what is no text is refused under any."""
    path = tmp_path / name
    path.write_text(ARTICLE, encoding="utf-8")
    assert read_file(path, source="a").title == "Harbour road to close"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9)
    with pytest.raises(Refused, match="of the kind PNG"):
        read_file(path, source="a")


def test_a_file_of_zeros_is_named_for_no_format(tmp_path: Path) -> None:
    """A power cut leaves such a file; that a format for embroidery begins like it helps nobody."""
    path = tmp_path / "a.md"
    path.write_bytes(bytes(5000))
    with pytest.raises(Refused, match="not a text file"):
        read_file(path, source="a")


def test_empty_and_missing_files_are_refused(tmp_path: Path) -> None:
    """White space is nothing; what is not there says so."""
    path = tmp_path / "a.txt"
    path.write_bytes(b" \r\n\n")
    with pytest.raises(Refused, match=r"a\.txt is empty"):
        read_file(path, source="a")
    with pytest.raises(Refused, match="cannot be opened: No such file"):
        read_file(tmp_path / "b.txt", source="b")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    """Its size is asked for first: a sparse file of a terabyte costs nothing."""
    path = tmp_path / "a.txt"
    path.touch()
    os.truncate(path, 10**12)
    with pytest.raises(Refused, match="too large: at most 20,000,000 bytes"):
        read_file(path, source="a")


def test_links_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    """Only a regular file is opened; a pipe without a writer does not hang the reader."""
    (tmp_path / "secret").write_text("words")
    (tmp_path / "link.txt").symlink_to(tmp_path / "secret")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, message in (("link", "is a link"), ("folder", "Is a directory"), ("pipe", "regular")):
        with pytest.raises(Refused, match=message):
            read_file(tmp_path / f"{name}.txt", source=name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """The message says why it cannot be opened."""
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE)
    path.chmod(0)
    with pytest.raises(Refused, match="Permission denied"):
        read_file(path, source="a")


def test_uploads_are_refused_by_name() -> None:
    """Too many bytes, or bytes that are no text, are refused with the file's name."""
    with pytest.raises(Refused, match=r"a\.txt is too large"):
        read_bytes(b"x" * (MAX_BYTES + 1), name="a.txt", source="a")
    with pytest.raises(Refused, match=r"a\.txt cannot be read\. It is not a text file"):
        read_bytes(b"\x01\x02\x03abc" * 9, name="a.txt", source="a")
    with pytest.raises(Refused, match=r"a\.md cannot be read\. Its front matter is not YAML"):
        read_bytes(b"---\na: [\n---\nText.", name="a.md", source="a")


def test_pasted_text_is_read_with_its_address() -> None:
    """The address names the outlet, and the day where the text gives none."""
    found = read_text(
        ARTICLE, source="chat", url="https://www.independent.co.uk/2024/05/02/road.html"
    )
    assert (found.publisher, found.published) == ("The Independent", date(2024, 5, 2))
    assert found.url == "https://www.independent.co.uk/2024/05/02/road.html"


@pytest.mark.parametrize(
    "form",
    [
        "<div><h1>Harbour road to close</h1><p>{0}</p><p>{1}</p></div>",
        "From: a@b.example\nSubject: Harbour road to close\nMIME-Version: 1.0\n\n{0}\n\n{1}",
    ],
    ids=["page", "mail"],
)
def test_pasted_source_is_read_as_what_it_is(form: str) -> None:
    """No tag and no header of a machine is quoted."""
    story = ARTICLE.rstrip().split("\n\n")[1:]
    found = read_text(form.format(*story), source="chat")
    assert (found.title, found.source) == ("Harbour road to close", "chat")
    assert found.text == "\n\n".join(story)


def test_pasted_data_is_refused_by_its_first_words() -> None:
    """The refusal says what it is."""
    with pytest.raises(Refused, match=r"“{\"road\": \"closed\"}” is a file of the kind JSON"):
        read_text('{"road": "closed"}', source="chat")


def test_a_relative_date_is_kept_aside_without_the_time() -> None:
    """With the time of reading it is the date; without, it is a dropped line, not a guess."""
    now = datetime(2024, 5, 2, 12, 0, tzinfo=UTC)
    assert read_text(ARTICLE, source="a", now=now).published == datetime(2024, 5, 2, tzinfo=UTC)
    found = read_text(ARTICLE, source="a")
    assert found.published is None
    assert [(line.text, line.reason) for line in found.dropped] == [("12 hours ago", "date line")]


def test_the_date_of_publication_comes_before_that_of_a_change() -> None:
    """Of two dates the one that is no update is taken; the other is dropped and named."""
    text = ARTICLE.replace("12 hours ago", "Updated 3 May 2024\nPosted 2 May 2024")
    found = read_text(text, source="a")
    assert found.published == date(2024, 5, 2)
    assert [line.text for line in found.dropped] == ["Updated 3 May 2024"]


def test_a_text_of_one_line_is_a_story() -> None:
    """It is its own paragraph, and names itself by its first words."""
    found = read_text("Harbour road closed since noon", source="a")
    assert (found.title, found.text) == ("Harbour road closed since noon",) * 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no text"),
        ("\ufeff \n\x00", "no text"),
        ("x" * (MAX_BYTES + 1), "too long"),
        ("x\n" * 20_001, "more than 20,000 lines"),
        ("Share\nSubscribe\nLog in\nComments", "No story was found"),
    ],
)
def test_what_is_no_article_is_refused(text: str, message: str) -> None:
    """Empty, endless and storyless texts are refused with what to do."""
    with pytest.raises(Refused, match=message):
        read_text(text, source="a")


@pytest.mark.parametrize(
    "url", ["ftp://a.example", "a.example", "https://", "http://[", "https://a b"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """Only web pages have addresses that a citation can open."""
    with pytest.raises(Refused, match="not the address"):
        read_text(ARTICLE, source="a", url=url)


def test_paragraphs_are_word_for_word() -> None:
    """Inner characters stay as they are; line ends and what no message carries do not."""
    text = (
        "Fog\u00a0 lay – “thick” – over\tthe quay.\r\n\r\nIt\x00 was\u200b cold.\ud800\x93Yes\x94"
    )
    found = read_text(text, source="a")
    assert found.text == "Fog\u00a0 lay – “thick” – over\tthe quay.\n\nIt was\u200b cold.“Yes”"


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text brings the reader down, and each paragraph is a piece of what was given."""
    try:
        found = read_text(text, source="a")
    except Refused:
        return
    assert all(found.paragraph(i).strip() for i in range(len(found.spans)))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No upload brings the reader down."""
    for name in ("a.txt", "a.md"):
        with suppress(Refused):
            read_bytes(data, name=name, source="a")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (RUSSIAN, "utf-32"),
        (GERMAN, "cp1252"),
        ("Ísland ætti að virða þennan samning, sagði ráðherrann.", "cp1252"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("Дорогу біля гавані закриють на всю зиму, повідомила її мати.", "cp1251"),
        ("Дорогу біля гавані закриють на всю зиму, повідомила її мати.", "koi8-u"),
        ("Дорогу біля гавані закриють на всю зиму, повідомила її мати.", "mac-cyrillic"),
        (RUSSIAN, "mac-cyrillic"),
        (TURKISH, "mac-turkish"),
        (GERMAN, "mac-roman"),
        ("¿Quién cerró la carretera del puerto? La alcaldesa, según los señores.", "mac-roman"),
        ("La route du port sera fermée tout l’hiver, a déclaré la maire.", "mac-roman"),
        ("Droga przy porcie będzie zamknięta całą zimę, są źli.", "cp1250"),
        ("Silnice u přístavu bude zavřená, řekla starostka: „Škoda.“", "cp1250"),
        ("Žáci dostali vysvědčení, že jsou dobří.", "iso8859-2"),
        ("ПОЖАР В ПОРТУ: ЕСТЬ ПОСТРАДАВШИЕ. Дорогу закрыли.", "cp1251"),
        ("ПОЖАР В ПОРТУ: ЕСТЬ ПОСТРАДАВШИЕ. Дорогу закрыли.", "koi8-u"),
        ("Суд закрыл дорогу.", "mac-cyrillic"),
        ("Їхній будинок згорів, а ґанок уцілів.", "cp1251"),
        ("Їхній будинок згорів, а ґанок уцілів.", "koi8-u"),
        ("KELM — The road stays closed, the mayor said.", "mac-roman"),
        ("Eine Änderung ist nicht vorgesehen, hieß es in Österreich.", "mac-roman"),
        ("She said “we can’t keep the road open” – and closed it.", "cp1252"),
    ],
)
def test_encodings_are_told(text: str, encoding: str) -> None:
    """By mark, as UTF-8, or by what the letters read like."""
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        "港口的道路整个冬天都将关闭，市长周二表示。".encode("gbk"),
        "Ο δρόμος του λιμανιού θα κλείσει τον χειμώνα.".encode("cp1253"),
        "כביש הנמל ייסגר לכל החורף, אמרה ראש העיר ביום שלישי.".encode("cp1255"),
        b"caf\x81\x8d\x8f",
        b"\xff\xfea",
        "Straße über Brücke".encode() + b"\xff",
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused(data: bytes) -> None:
    """Better no text than the wrong letters: it is to be saved as UTF-8."""
    with pytest.raises(Refused, match="Save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x01\x02\x03abc" * 9, b"PK\x03\x04\x00a\x00"]
)
def test_binary_files_are_no_text(data: bytes) -> None:
    """NUL bytes and many control characters give them away."""
    with pytest.raises(Refused, match="not a text file"):
        decode(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "sign up for our news by email on " * 60_000,
        "“" * 1_000_000,
        "by Ann Lee, 2 May 2024\n" * 19_000,
        "(c) 2 agree cookies \n" * 19_000,
        "1" * 1_900_000,
    ],
    ids=["cues", "quotes", "heads", "notices", "digits"],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    """Long lines and many lines take seconds at most: these took none of the square's minutes."""
    started = datetime.now(UTC)
    with suppress(Refused):
        read_text(text, source="a")
    assert (datetime.now(UTC) - started).total_seconds() < 30


def test_what_no_kind_is_known_of_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library says so by an error or by nothing, depending on its version."""
    monkeypatch.setattr("puremagic.magic_string", lambda _: [])
    assert kind_of(b"Ines Calder shut the lock.", "lock.txt") is FileKind.TEXT


@pytest.mark.parametrize("mark", ["\u202d", "\u202e", "\u202a", "\u202b", "\u202c"])
def test_no_text_is_shown_backwards(mark: str) -> None:
    """Marks that turn the direction of writing are dropped, as Telegram drops them."""
    text = f"Title: The {mark}lock\nDate: 2 May 2024\n\nAnn shut the {mark}northern lock on Monday."
    found = read_text(text, source="chat")
    assert (found.title, found.text) == ("The lock", "Ann shut the northern lock on Monday.")
