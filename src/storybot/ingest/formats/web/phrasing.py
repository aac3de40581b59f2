"""Keep the words of a sentence that stand in elements of their own: times, outputs, quotations.

trafilatura leaves out some elements wherever they stand, and spans by the name of their class. A
sentence that lost a word so would not be quoted word for word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from storybot.ingest.formats.pasting.story_dates import published_date
from storybot.ingest.formats.web.html_blocks import breaks, is_unseen
from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import is_marked
from storybot.ingest.metadata.calendar_words import DATE_WORDS, fold
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.model.documents import Span

_LEFT_OUT_TAGS = "time output label meter progress math blink code"
_LEFT_OUT = frozenset(_LEFT_OUT_TAGS.split())
"""Inline elements that trafilatura leaves out, or reads as blocks, in a sentence."""
_UNKNOWN = frozenset({"nobr", "slot"})
"""Inline elements at which it ends a block, as at those of a page's own making."""
_MAYBE_APART = frozenset({"button", "span"})
"""What it leaves out rightly unless a sentence goes on around it."""
_NEAR = 200
"""Characters before and behind an element that are looked at."""
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"tool-?tip|pop-?(?:up|over)|overlay|icon|expand|hidden|sr-only|screen-reader")
_GOES_ON = re.compile(r"\s*(?:[^\W\d_A-ZÀ-Þ]|[,;.:!?)’'])")
_MARKS = {
    "de": ("„", "“", "‚", "‘"),
    "fr": ("«", "»", "«", "»"),
    "es": ("«", "»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "uk": ("«", "»", "„", "“"),
}
"""Quotation marks that browsers set around <q>, by language: outer ones, inner ones."""
_OTHER_MARKS = ("“", "”", "‘", "’")


class _Piece(NamedTuple):
    """A text of the tree: that within an element before its first child, or behind it."""

    element: HtmlElement
    place: Literal["text", "tail"]

    @property
    def words(self) -> str:
        return getattr(self.element, self.place) or ""


class _Part(NamedTuple):
    """An element that may be left out, and what stands before and behind it."""

    element: HtmlElement
    before: str
    after: str

    @property
    def alone(self) -> bool:
        """Whether there are no words beside it."""
        return not any(map(str.isalnum, self.before + self.after))

    @property
    def amid(self) -> bool:
        """Whether a sentence goes on around it."""
        if _GOES_ON.match(self.after):
            return True
        begun = any(map(str.isalnum, self.before)) and not Line(self.before).ended
        return begun and bool(self.after.strip())


@dataclass
class _Run:
    """Text that is shown without a break, and the elements in it that may be left out."""

    block: HtmlElement
    pieces: list[_Piece] = field(default_factory=list)
    begun: dict[HtmlElement, int] = field(default_factory=dict)
    closed: list[tuple[HtmlElement, Span]] = field(default_factory=list)

    def begin(self, element: HtmlElement) -> None:
        """Enter an element."""
        if element.tag in _LEFT_OUT or element.tag in _MAYBE_APART or _is_unknown(element):
            self.begun[element] = len(self.pieces)
        self.pieces.append(_Piece(element, "text"))

    def end(self, element: HtmlElement) -> None:
        """Leave an element; one that was entered before a break is none of this run."""
        if element in self.begun:
            self.closed.append((element, Span(self.begun[element], len(self.pieces))))
        self.pieces.append(_Piece(element, "tail"))

    @cached_property
    def line(self) -> Line:
        """The text as a line."""
        return Line(" ".join("".join(piece.words for piece in self.pieces).split()))

    def parts(self) -> Iterator[_Part]:
        """Yield the elements that lie in the run as a whole."""
        words = [piece.words for piece in self.pieces]
        text = "".join(words)
        starts = [0, *accumulate(map(len, words))]
        for element, (first, end) in self.closed:
            start, stop = starts[first], starts[end]
            yield _Part(element, text[max(0, start - _NEAR) : start], text[stop : stop + _NEAR])


def as_shown(root: HtmlElement) -> HtmlElement:
    """Change a tree into the words that a browser shows: marks of quotations, no glosses."""
    for gloss in list(root.iter("rt", "rp", "rtc", "annotation", "annotation-xml")):
        gloss.drop_tree()
    for fraction in root.iter("mfrac"):
        if len(fraction):
            fraction[0].tail = "/"
    for quotation in reversed(list(root.iter("q"))):
        _mark(quotation)
        _make_plain(quotation)
    for run in list(_runs(root)):
        for part in list(run.parts()):
            if part.element.tag == "button" and run.line.remark and part.amid:
                _make_plain(part.element)
    return root


def with_inline_words(root: HtmlElement) -> HtmlElement:
    """Change a tree so that no sentence loses a word, and no line that dates or signs is one."""
    for run in list(_runs(root)):
        if _signs(run):
            for piece in run.pieces:
                setattr(piece.element, piece.place, None)
            continue
        for part in list(run.parts()):
            if _is_of_story(part, run):
                _make_plain(part.element)
    return root


def _mark(quotation: HtmlElement) -> None:
    language = next((e.get("lang", "") for e in quotation.iterancestors() if e.get("lang")), "")
    marks = _MARKS.get(language[:2].casefold(), _OTHER_MARKS)
    inner = sum(1 for _ in quotation.iterancestors("q")) % 2
    opening, closing = marks[2:] if inner else marks[:2]
    quotation.text = opening + (quotation.text or "").lstrip()
    if len(quotation):
        quotation[-1].tail = (quotation[-1].tail or "").rstrip() + closing
    else:
        quotation.text = quotation.text.rstrip() + closing


def _is_unknown(element: HtmlElement) -> bool:
    return element.tag in _UNKNOWN or "-" in element.tag


def _make_plain(element: HtmlElement) -> None:
    """Make an element one that nothing looks for; taking many tags away would take long."""
    element.tag = "span"
    element.attrib.clear()


def _runs(root: HtmlElement) -> Iterator[_Run]:
    """Yield the texts between the breaks of a page that hold elements which may be left out."""
    run = _Run(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if breaks(element) and element.tag != "button":
            if run.closed:
                yield run
            above = element.getparent()
            run = _Run(element if event == "start" or above is None else above)
        if event == "end":
            run.end(element)
        elif is_unseen(element):
            walk.skip_subtree()
        else:
            run.begin(element)
    if run.closed:
        yield run


def _signs(run: _Run) -> bool:
    """Say whether a text with a time is a line that dates or signs the story; no cell is one."""
    times = [part for part in run.parts() if part.element.tag == "time" and not part.alone]
    if not times or run.block.tag in _CELLS or run.line.ended:
        return False
    text = run.line.text
    if is_date_line(text) or published_date(text) or (is_marked(run.line) and find_date(text)):
        return True
    return all(fold(w) in DATE_WORDS for w in Line(times[0].before + times[0].after).words)


def _is_of_story(part: _Part, run: _Run) -> bool:
    """Say whether an element is left out to the harm of what is said beside it."""
    element = part.element
    if _is_unknown(element):
        return True
    if element.tag in _LEFT_OUT:
        return run.block.tag in _CELLS or not part.alone
    marks = f"{element.get('class', '')} {element.get('id', '')}".casefold()
    shown = element.tag == "span" and bool(element.attrib) and not _HIDDEN.search(marks)
    return shown and run.line.remark and part.amid
