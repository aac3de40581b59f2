"""Read the text of a Word document: as accepted, without comments and footnotes."""

import io
import re
from collections.abc import Iterator, Mapping
from zipfile import ZIP_STORED, ZipFile

from lxml import etree
from lxml.html import HtmlElement

from storybot.ingest.formats.office.zip_guard import (
    STYLE_GENERATIONS,
    Package,
    damaged,
    open_package,
)
from storybot.ingest.formats.web.html_blocks import blocks
from storybot.ingest.formats.web.html_tree import parse_page

_DOCUMENT = re.compile(r"word/document\d*\.xml").fullmatch
"""The text itself; some programs number it."""
_STYLES = "word/styles.xml"
_NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_WORD = f"{{{_NAMES['w']}}}"
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
                is_text = _DOCUMENT(part)
                lean.writestr(part, _shown(part, package) if is_text else package.read_xml(part))
    return out.getvalue()


def _shown(part: str, package: Package) -> bytes:
    """Take hidden runs out, which no reader of the document sees, and keep what mammoth drops."""
    root = package.parse_xml(part)
    archive = package.archive
    has_styles = _STYLES in archive.namelist() and archive.getinfo(_STYLES).file_size
    hiding = _hiding(package.parse_xml(_STYLES)) if has_styles else {}
    for run in list(root.iter(f"{_WORD}r")):
        parent = run.getparent()
        if parent is not None and _is_hidden(run, hiding):
            parent.remove(run)
    etree.strip_tags(root, *_AROUND_TEXT)
    for line_end in root.iter(f"{_WORD}cr"):
        line_end.tag = f"{_WORD}br"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _hiding(styles: etree._Element) -> dict[str, bool]:
    """Return whether a style hides, by its id; one that says nothing does as the one it is of."""
    found: dict[str, bool] = {}
    waiting: dict[str, str] = {}
    for style in styles.iter(f"{_WORD}style"):
        name, hides = style.get(f"{_WORD}styleId", ""), _vanish(style)
        if hides is None:
            waiting[name] = _value(style, "basedOn")
        else:
            found[name] = hides
    for name in waiting:
        above = name
        for _ in range(STYLE_GENERATIONS):
            above = waiting.get(above, above)
        found.setdefault(name, found.get(above, False))
    return found


def _is_hidden(run: etree._Element, hiding: Mapping[str, bool]) -> bool:
    """Tell by a run's own mark, or by its style and its paragraph's: both undo each other."""
    own = _vanish(run)
    if own is not None or not hiding:
        return bool(own)
    paragraph = next(run.iterancestors(f"{_WORD}p"), None)
    of_paragraph = "" if paragraph is None else _value(paragraph, "pPr/w:pStyle")
    return hiding.get(_value(run, "rPr/w:rStyle"), False) != hiding.get(of_paragraph, False)


def _vanish(element: etree._Element) -> bool | None:
    found = element.find("w:rPr/w:vanish", _NAMES)
    return None if found is None else found.get(f"{_WORD}val") not in {"0", "false", "off"}


def _value(element: etree._Element, path: str) -> str:
    found = element.find(f"w:{path}", _NAMES)
    return "" if found is None else found.get(f"{_WORD}val", "")


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
