"""Read the text of a Word document: as accepted, without comments and footnotes."""

import io
from collections.abc import Iterator
from zipfile import ZIP_STORED, ZipFile

from lxml import etree
from lxml.html import HtmlElement

from storybot.ingest.formats.office.zip_guard import Package, damaged, open_package
from storybot.ingest.formats.web.html_blocks import blocks
from storybot.ingest.formats.web.html_tree import parse_page

_PARSED = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What mammoth leaves out with all the text in it: fields in their short form, marks of direction.
_AROUND_TEXT = tuple(f"{_WORD}{name}" for name in ("fldSimple", "bdo", "dir"))


def read_word(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of a .docx, tracked insertions in and deletions out.

    Raises:
        Refused: it is damaged, locked or made to cost whoever opens it.
    """
    from mammoth import convert_to_html  # noqa: PLC0415  only for documents of Word

    package = open_package(data, name)
    try:
        html = convert_to_html(io.BytesIO(_lean(package)), ignore_empty_paragraphs=True).value
    except (KeyError, ValueError, OSError, AttributeError, TypeError, IndexError) as error:
        raise damaged(name) from error
    if not html.strip():
        return []
    root = parse_page(html, name)
    for note in list(_notes(root)):
        note.drop_tree()
    return list(blocks(root))


def _lean(package: Package) -> bytes:
    """Pack the parts that text is read from anew: no pictures, no part that was not looked at."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as lean:
        for part in package.archive.namelist():
            if part.endswith((".xml", ".rels")):
                content = package.read_xml(part)
                lean.writestr(part, _shown(content, package) if part == _PARSED[0] else content)
    return out.getvalue()


def _shown(content: bytes, package: Package) -> bytes:
    """Take hidden runs out, which no reader of the document sees, and keep what mammoth drops."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser=parser)
    except etree.XMLSyntaxError as error:
        raise damaged(package.name) from error
    for run in list(root.iter(f"{_WORD}r")):
        hidden = run.find(f"{_WORD}rPr/{_WORD}vanish")
        parent = run.getparent()
        shown = hidden is None or hidden.get(f"{_WORD}val") in {"0", "false"}
        if not shown and parent is not None:
            parent.remove(run)
    etree.strip_tags(root, *_AROUND_TEXT)
    for line_end in root.iter(f"{_WORD}cr"):
        line_end.tag = f"{_WORD}br"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _notes(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the marks of footnotes, endnotes and comments, and their texts."""
    for link in root.iter("a"):
        kind = link.get("href", "").lstrip("#").partition("-")[0]
        if kind in {"footnote", "endnote", "comment"} and not link.get("href", "").endswith("-ref"):
            around = link.getparent()
            yield around if around is not None and around.tag == "sup" else link
    for item in root.iter("li", "dt", "dd"):
        if item.get("id", "").startswith(("footnote-", "endnote-", "comment-")):
            yield item
