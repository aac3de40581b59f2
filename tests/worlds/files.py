"""Files of every kind, written small: what programs save, and what attackers would."""

import io
import textwrap
import zipfile
from collections.abc import Mapping, Sequence

STORY = (
    (
        "The harbour council of Kelm voted on Tuesday to buy a second crane for the coal quay, "
        "after two winters in which the old one stood still on 37 days."
    ),
    (
        "The crane will cost 4.8 million euros and is to lift its first load in June 2027, "
        "said the council's leader, Ada Brook."
    ),
    (
        "Dockers had asked for a longer quay instead. Surveyors of the port said that the bed of "
        "the river was too soft for its piles."
    ),
    (
        "The works in Turku confirmed the order on Thursday. Its spokesman said that steel would "
        "be cut in October."
    ),
)
HEADLINE = "Kelm harbour council votes to buy a second crane"
HEAD = (HEADLINE, "By Nell Hart", "5 March 2025")

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

Row = tuple[float, float, str]


def column(left: float, top: float, paragraphs: Sequence[str], width: int) -> list[Row]:
    """Set paragraphs in a column, as a page of a PDF has them."""
    rows = []
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, width):
            rows.append((left, top, line))
            top -= 14
        top -= 7
    return rows


def pdf(pages: Sequence[Sequence[Row]]) -> bytes:
    """Write a PDF whose pages hold lines at places."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    tree = 2 * len(pages) + 2
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /F1 11 Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (x, y, text.encode("latin-1"))
            for x, y, text in page
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 1 0 R >> >> >>" % (tree, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(pages)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer << /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return out + b"startxref\n%d\n%%%%EOF" % start


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Pack a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def run(text: str, marks: str = "") -> str:
    """Write a run of a Word document."""
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx(paragraphs: Sequence[str], prologue: str = "", **parts: str) -> bytes:
    """Write a Word document of paragraphs of runs, with further parts such as footnotes."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
        for name in parts
    )
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    )
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    relations = f'xmlns="{_PACKAGE}/relationships"'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": f'<Relationships {relations}><Relationship Id="r" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f"<Relationships {relations}>{links}</Relationships>",
            "word/document.xml": f'{prologue}<w:document xmlns:w="{_WORD}"><w:body>{body}'
            "</w:body></w:document>",
            **{
                f"word/{name}.xml": content.replace(
                    f"<w:{name}>", f'<w:{name} xmlns:w="{_WORD}">', 1
                )
                for name, content in parts.items()
            },
        }
    )


def odt(body: str, prologue: str = "", styles: str = "") -> bytes:
    """Write an OpenDocument text, with styles that people have named."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    content = (
        f"{prologue}<office:document-content{names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    named = f"<office:styles>{styles}</office:styles>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles{names}>{named}</office:document-styles>",
        }
    )


def page(body: str, head: str = "") -> bytes:
    """Write a page of HTML."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def paragraphs_of(tag: str = "p", texts: Sequence[str] = STORY) -> str:
    """Write paragraphs of HTML or of a like markup."""
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)
