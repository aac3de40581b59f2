"""Word, OpenDocument, RTF and PDF: the text as its reader sees it."""

import io
import zipfile

import pytest

from storybot.ingest.formats.kinds import FileKind
from storybot.ingest.formats.office.open_document import read_open_document
from storybot.ingest.formats.office.rich_text import read_rich_text
from storybot.ingest.formats.office.word import read_word
from storybot.ingest.formats.pdf.pdf_layout import paragraphs
from storybot.ingest.formats.pdf.pdf_lines import PlacedLine, _lines, read_pages
from storybot.ingest.formats.readers import RawSource, parse
from storybot.model.errors import Refused
from worlds.files import HEAD, HEADLINE, STORY, column, docx, odt, paragraphs_of, pdf, run, zipped


def test_word_is_read_as_accepted() -> None:
    """Insertions are in; deletions, footnotes, hidden text and comments are out; rows are one."""
    changed = (
        run("The works confirmed ")
        + f'<w:ins w:id="1" w:author="a">{run("the large order ")}</w:ins>'
        + '<w:del w:id="2" w:author="a"><w:r><w:delText>a small one </w:delText></w:r></w:del>'
        + run("on Thursday.")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + run("secret", "<w:vanish/>")
    )
    note = f'<w:footnote w:id="2"><w:p>{run("Without tax.")}</w:p></w:footnote>'
    notes = f"<w:footnotes>{note}</w:footnotes>"
    cells = "".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in ("Year", "Days"))
    table = f"</w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p>"
    found = read_word(docx([run(HEADLINE), changed, table], footnotes=notes), "a.docx")
    assert found == [HEADLINE, "The works confirmed the large order on Thursday.", "Year | Days"]


@pytest.mark.parametrize("around", ['fldSimple w:instr="DATE"', 'bdo w:val="ltr"', "dir"])
def test_word_is_read_with_what_stands_in_fields_and_directions(around: str) -> None:
    """Mammoth leaves such an element out with its text, and joins the lines around a w:cr."""
    date = f"<w:{around}>{run('6 May')}</w:{around.split(maxsplit=1)[0]}>"
    line_end = "<w:r><w:cr/></w:r>"
    written = run("It opens on ") + date + run(" for all.") + line_end + run("It is free.")
    assert read_word(docx([written]), "a.docx") == ["It opens on 6 May for all.", "It is free."]


@pytest.mark.parametrize(
    ("marks", "paragraph", "is_shown"),
    [
        ('<w:vanish w:val="off"/>', "", True),
        ('<w:rStyle w:val="Quiet"/>', "", False),
        ('<w:rStyle w:val="Quieter"/>', "", False),
        ('<w:rStyle w:val="Quieter"/><w:vanish w:val="0"/>', "", True),
        ("", "Quieter", False),
        ('<w:rStyle w:val="Quiet"/>', "Quieter", True),
        ('<w:rStyle w:val="Round"/>', "Missing", True),
    ],
)
def test_word_is_read_without_what_its_styles_hide(
    marks: str, paragraph: str, *, is_shown: bool
) -> None:
    """A style may be made of another; in a paragraph that is hidden, a hiding style shows."""
    named = '<w:style w:type="character" w:styleId='
    styles = (
        f'<w:styles>{named}"Quiet"><w:rPr><w:vanish/></w:rPr></w:style>'
        f'{named}"Quieter"><w:basedOn w:val="Quiet"/></w:style>'
        f'{named}"Round"><w:basedOn w:val="Round"/></w:style></w:styles>'
    )
    style = f'<w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>' if paragraph else ""
    read = read_word(docx([style + run("It is so.", marks)], styles=styles), "a.docx")
    assert read == (["It is so."] if is_shown else [])


def test_word_is_read_so_whatever_the_part_is_called() -> None:
    """Word in a browser numbers it."""
    written = docx([run("It is ") + run("not ", "<w:vanish/>") + run("free.")])
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {
            name.replace("document.xml", "document2.xml"): archive.read(name).replace(
                b"document.xml", b"document2.xml"
            )
            for name in archive.namelist()
        }
    assert read_word(zipped(parts), "a.docx") == ["It is free."]


def test_open_document_is_read_as_accepted() -> None:
    """Deleted text, notes and comments are out; a row is one paragraph."""
    note = "<text:note><text:p>Without tax.</text:p></text:note>"
    row = "".join(
        f"<table:table-cell>{paragraphs_of('text:p', [c])}</table:table-cell>" for c in "ab"
    )
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        f"<text:h>{HEADLINE}</text:h><text:p>{STORY[0]}{note}</text:p>"
        f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    )
    assert read_open_document(odt(body), "a.odt") == [HEADLINE, STORY[0], "a | b"]


def test_open_document_is_read_without_hidden_text() -> None:
    """Neither a run nor a paragraph whose style hides it is quoted."""
    hidden = '<style:text-properties text:display="none"/>'
    families = {"T": "text", "P": "paragraph"}
    styles = "".join(
        f'<style:style style:name="{name}" style:family="{family}">{hidden}</style:style>'
        for name, family in families.items()
    )
    hide = 'text:style-name="T"'
    text = (
        f"<text:p>It is <text:span {hide}><text:span>not </text:span>so </text:span>free.</text:p>"
    )
    body = f'{styles}{text}<text:p text:style-name="P">gone</text:p><text:p>Shown.</text:p>'
    assert read_open_document(odt(body), "a.odt") == ["It is free.", "Shown."]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<text:p text:style-name="Quiet">hid</text:p><text:p>B</text:p>', ["B"]),
        ('<text:p text:style-name="Quieter">hid</text:p><text:p>B</text:p>', ["B"]),
        ('<text:p>A<text:span text:style-name="Quiet"> and B</text:span></text:p>', ["A and B"]),
        ('<text:section text:display="none"><text:p>hid</text:p></text:section>', []),
        ('<text:p>hid<text:hidden-paragraph text:is-hidden="true"/></text:p>', []),
        ('<text:p>A<text:hidden-paragraph text:is-hidden="false"/></text:p>', ["A"]),
        ('<text:p>A<text:hidden-text text:is-hidden="true">hid</text:hidden-text></text:p>', ["A"]),
        ("<text:p>A<text:script>code</text:script></text:p>", ["A"]),
    ],
)
def test_open_document_is_read_without_what_is_hidden(written: str, shown: list[str]) -> None:
    """By a named style or one made of it, of the same family, or by what a part says itself."""
    style = '<style:style style:family="paragraph" style:name='
    styles = f'{style}"Quiet"><style:text-properties text:display="none"/></style:style>'
    styles += f'{style}"Quieter" style:parent-style-name="Quiet"/>'
    assert read_open_document(odt(written, styles=styles), "a.odt") == shown


def test_rich_text_is_read_without_its_margins() -> None:
    """Heads and footnotes are out; letters outside ASCII are right."""
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\header Kelm Post}Stra\'dfe am Hafen{\footnote Note.}\par "
        rb"Preis: 5 \u8364?\par}"
    )
    assert read_rich_text(rtf, "a.rtf") == ["Straße am Hafen", "Preis: 5 €"]


@pytest.mark.parametrize("mark", [rb"\deleted", rb"\v"])
@pytest.mark.parametrize("before", [b"", b"\\rtlch\\fcs1 \\af0 \\ltrch\\fcs0\r\n"])
def test_rich_text_is_read_as_accepted(mark: bytes, before: bytes) -> None:
    """Deleted and hidden text is out, also where its mark stands behind others, as of Word."""
    marked = b"{" + before + mark
    rtf = rb"{\rtf1\ansi It is " + marked + rb"\fs24 not }free, " + marked + b"0 for} all.}"
    assert read_rich_text(rtf, "a.rtf") == ["It is free, for all."]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (rb"Shown \v hidden\v0 again.", ["Shown again."]),
        (rb"{\v hidden\v0 Shown} again.", ["Shown again."]),
        (rb"{\pard\plain\v hid\plain shown\par}again.", ["shown", "again."]),
        (rb"{\b Shown\v{\i  hid\par} \u1078?\'e9\bullet} again.", ["Shown again."]),
        (rb"A \{\v hid\} \v0 and B.", ["A {and B."]),
        (rb"\b0{\header\trowd Post\cell News\cell\row}Shown.", ["Shown."]),
        (
            rb'See {\field{\*\fldinst{HYPERLINK "http://a.b"}}{\fldrslt{the page}}}.',
            ["See the page."],
        ),
    ],
)
def test_rich_text_is_read_as_it_is_seen(written: bytes, shown: list[str]) -> None:
    """A mark holds to where it is taken back, or to the end of its group; no address is read."""
    assert read_rich_text(rb"{\rtf1\ansi " + written + b"}", "a.rtf") == shown


def read_pdf(*pages: list[tuple[float, float, str]]) -> list[str]:
    """Read the paragraphs of a PDF."""
    return paragraphs(read_pages(pdf(pages), "a.pdf"))


def test_the_lines_of_a_pdf_become_paragraphs() -> None:
    """By their distance; each paragraph is one line of text."""
    assert read_pdf(column(50, 700, STORY, 80)) == list(STORY)


@pytest.mark.parametrize("mixed", [False, True])
def test_columns_are_read_one_after_the_other(*, mixed: bool) -> None:
    """Whether the file draws them so or line by line; what goes over from one is joined."""
    left, right = column(50, 700, STORY[:2], 38), column(310, 700, STORY[2:], 38)
    both = [row for pair in zip(left, right, strict=False) for row in pair]
    rows = both + left[len(right) :] + right[len(left) :] if mixed else left + right
    assert read_pdf(rows) == list(STORY)


@pytest.mark.parametrize("reach", [0, 0.5, 1, 1.5])
def test_letters_that_reach_into_each_other_are_read_once(reach: float) -> None:
    """Browsers draw what is kerned, as a V before an a, in pieces whose boxes overlap."""
    assert read_pdf([(50, 700, "Harriet V"), (92.7 - reach, 700, "ale said")]) == [
        "Harriet Vale said"
    ]


def test_a_ligature_is_no_end_of_a_word() -> None:
    """Letters may stand a little apart behind it; words stand farther apart."""
    assert [line.text for line in _lines([_placed("fi", 50, 56), _placed("rst", 58.2, 76)])] == [
        "first"
    ]
    assert [line.text for line in _lines([_placed("of", 50, 56), _placed("us", 59, 76)])] == [
        "of us"
    ]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_headline_of_two_lines_is_one(columns: int) -> None:
    """Its lines are farther apart than those of the story, above one column or above two."""
    head = [_placed("Kelm harbour council votes", 50, 400, 700, 28)]
    head.append(_placed("to buy a second crane", 50, 380, 671.5, 28))
    width = 510 if columns == 1 else 240
    story = [
        _placed(f"Said in line {row} of the story", left, left + width, 620 - 14 * row)
        for left in (50, 310)[:columns]
        for row in range(5)
    ]
    assert paragraphs([[*head, *story]])[0] == HEADLINE


def _placed(
    text: str, left: float, right: float, bottom: float = 700, height: float = 14
) -> PlacedLine:
    return PlacedLine(text, left, bottom, right, bottom + height)


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """A paragraph that goes over a page is one."""
    rows = column(50, 700, STORY, 80)
    pages = [
        [(50.0, 820.0, "Kelm Post, Wednesday"), *part, (290.0, 30.0, str(number))]
        for number, part in enumerate((rows[:5], [(x, y + 80, t) for x, y, t in rows[5:]]), 1)
    ]
    assert read_pdf(*pages) == list(STORY)


def test_an_article_is_made_of_what_a_document_holds() -> None:
    """Headline, byline and date are told from the story as in plain text."""
    rows = [(50.0, 800.0 - 25 * i, text) for i, text in enumerate(HEAD)]
    data = pdf([[*rows, *column(50, 700, STORY, 80)]])
    (article,) = parse(FileKind.PDF, RawSource(data, "a.pdf", "a.pdf")).articles
    assert (article.document.title, article.document.authors) == (HEADLINE, ("Nell Hart",))
    assert str(article.document.published) == "2025-03-05"
    assert article.document.text == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("kind", "data", "named"),
    [
        (FileKind.PDF, pdf([[]]), "holds no text"),
        (FileKind.PDF, b"%PDF-1.4 broken", "damaged"),
        (FileKind.DOCX, zipped({"[Content_Types].xml": "", "word/document.xml": "<a>"}), "damaged"),
        (FileKind.DOCX, docx([run("&b;")], '<!DOCTYPE d [<!ENTITY b "bbbb">]>'), "too involved"),
        (
            FileKind.ODT,
            odt("<text:p>&b;</text:p>", '<!DOCTYPE d [<!ENTITY b "b">]>'),
            "too involved",
        ),
        (FileKind.ODT, zipped({"mimetype": "a", "content.xml": b" " * 9_000_000}), "too involved"),
    ],
)
def test_what_is_no_document_is_refused(kind: FileKind, data: bytes, named: str) -> None:
    """With what it is and what to do."""
    with pytest.raises(Refused, match=named):
        parse(kind, RawSource(data, "a", "a"))
