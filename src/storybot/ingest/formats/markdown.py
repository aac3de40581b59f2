"""Read an article from Markdown: as written, so nothing in it is page furniture."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markdown_it import MarkdownIt
from markdown_it.token import Token

from storybot.ingest.composing import compose, has_words, opening
from storybot.ingest.formats.front_matter import FrontMatter, split_front_matter
from storybot.ingest.lines import Line, normalise
from storybot.ingest.metadata.bylines import authors
from storybot.ingest.metadata.calendar_words import MONTHS, fold
from storybot.ingest.metadata.outlets import outlet_of_address
from storybot.model.documents import Document
from storybot.model.errors import Refused
from storybot.text.analysis.languages import detect_language

_LONGEST = 300_000
"""Maximum characters: parsing takes seconds if Markdown is only marks."""
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_BLANK = re.compile(r"\n\s*\n")
_CELLS = " | "
_TAGS = (
    "a|abbr|b|blockquote|br|cite|code|del|div|details|em|figcaption|figure|font|h[1-6]|hr|i|iframe"
    "|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub"
    "|summary|sup|table|tbody|td|th|thead|time|tr|u|ul|video|audio|center|article|aside"
)
_NUMBER = "storybot_number"
_WORD = re.compile(r"[^\W\d_]+")
_PROSE = re.compile(
    rf"(?<=\w)\*(?=\w)|(?<!\\)<(?=[^\W\d_])(?!(?:{_TAGS})\b|https?:|mailto:)"
    rf"|(?<=\w)<(?=(?:{_TAGS})\s[^<>=/]*>)"
    r"|^\[(?=[^\]\n]{1,60}\]:\s+(?!<?(?:https?://|www\.|/|\.|#)))",
    re.IGNORECASE | re.MULTILINE,
)
_PROSE_LEAST = 3
"""Words of an only item by which it is prose."""
_SIGNS = frozenset({"- ", "+ "})
"""Bullets that before a number are its sign."""
_GUARDED = re.compile(r"\\([*<\[])")


@dataclass
class _Body:
    """Paragraphs of an article, in order, as they are gathered."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    subheads: list[int] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)

    def head(self, text: str) -> None:
        """Take a heading as the title if there is none yet, else as a sub-head."""
        if not self.title:
            self.title = text
        elif self.paragraphs or text != self.title:
            self.subheads.append(len(self.paragraphs))
            self.paragraphs.append(text)


def read_markdown(text: str, *, source: str, now: datetime | None = None) -> Document:
    """Read Markdown, with YAML front matter or without, into a document of plain text.

    Raises:
        Refused: it is too long, its front matter is wrong, or there is no paragraph in it.
    """
    del now  # front matter gives absolute dates
    if len(text) > _LONGEST:
        raise Refused(
            f"It is too long: at most {_LONGEST:,} characters of Markdown are read.",
            "markdown_too_long",
            most=_LONGEST,
        )
    front, rest = split_front_matter(normalise(text))
    parser = MarkdownIt("commonmark").enable("table")
    body = _Body(title=front.title.strip())
    _gather(body, _with_numbers(parser.parse(_guarded(rest))))
    if not any(has_words(paragraph) for paragraph in body.paragraphs):
        raise Refused(
            "There is no paragraph in it. Write the article below its headings.", "no_paragraph"
        )
    return _document(front, body, source)


def _guarded(text: str) -> str:
    """Escape what is prose and only looks like markup: "5*3*2", "<Name>", "[Agency]: City"."""
    return _PROSE.sub(lambda found: f"\\{found.group()}", text)


def _with_numbers(tokens: list[Token]) -> list[Token]:
    """Give numbers back to prose that only looks like a list: "24. August 2022: rockets fell"."""
    firsts: list[str] = []
    alone: list[bool] = []
    number = sign = ""
    for index, token in enumerate(tokens):
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            firsts.append("")
            alone.append(_has_one_item(tokens, index))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            firsts.pop()
            alone.pop()
        elif token.type == "list_item_open":
            firsts[-1] = firsts[-1] or token.info
            number = f"{token.info}{token.markup} " if token.info else ""
            sign = f"{token.markup} " if not token.info and alone[-1] else ""
        elif token.type == "list_item_close":
            number = sign = ""  # of an item without words
        elif token.type == "inline" and (number or sign):
            prose = alone[-1] and len(token.content.split()) >= _PROSE_LEAST
            counted = prose or firsts[-1] != "1" or _opens_with_month(token.content)
            if (number and counted) or (sign in _SIGNS and token.content[:1].isdigit()):
                token.meta[_NUMBER] = number or sign
            number = sign = ""
    return tokens


def _has_one_item(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a list that opens here is no list: "1. FC Kelm wins", "- 5 degrees at dawn"."""
    level = tokens[index].level
    items = 0
    for token in tokens[index + 1 :]:
        if token.level == level:
            break
        items += token.type == "list_item_open" and token.level == level + 1
        if items > 1:
            break
    return items == 1


def _opens_with_month(text: str) -> bool:
    """Return whether a text goes on with a month, so that the number before it is a day."""
    word = _WORD.match(text)
    return word is not None and fold(word.group()) in MONTHS


def _plain_code(text: str) -> str:
    """Take the escapes back where Markdown does not: in code."""
    return _GUARDED.sub(r"\1", text)


def _document(front: FrontMatter, body: _Body, source: str) -> Document:
    text, spans = compose(body.paragraphs)
    return Document(
        source=source,
        title=body.title or opening(body.paragraphs[0]),
        text=text,
        spans=spans,
        language=front.language or detect_language(text),
        subheads=tuple(body.subheads),
        standfirst=front.standfirst.strip(),
        publisher=front.publisher or (outlet_of_address(front.url) if front.url else ""),
        authors=tuple(name for byline in front.authors for name in _names(byline)),
        published=front.published,
        url=front.url,
        captions=(*front.captions, *body.captions),
    )


def _names(byline: str) -> tuple[str, ...]:
    return authors(Line(byline)) or (byline.strip(),) if byline.strip() else ()


def _gather(body: _Body, tokens: Sequence[Token]) -> None:
    """Extract the paragraphs from the tokens of a text, block by block."""
    block = ""
    for token in tokens:
        if token.type == "inline":
            text = token.meta.get(_NUMBER, "") + _plain(token.children or [], body.captions)
            if block == "heading_open" and text:
                body.head(text)
            elif block in {"th_open", "td_open"}:
                body.paragraphs[-1] += (_CELLS if body.paragraphs[-1] else "") + text
            elif text:
                body.paragraphs.append(text)
        elif token.type in {"fence", "code_block"}:
            body.paragraphs += _pieces(_plain_code(token.content))
        elif token.type == "html_block":
            body.paragraphs += _pieces(html.unescape(_TAG.sub("", token.content)))
        elif token.type == "tr_open":
            body.paragraphs.append("")
        elif token.type == "tr_close" and not body.paragraphs[-1].strip(_CELLS):
            body.paragraphs.pop()
        block = token.type


def _pieces(text: str) -> Iterator[str]:
    return (piece.strip("\n").rstrip() for piece in _BLANK.split(text) if piece.strip())


def _plain(tokens: Sequence[Token], captions: list[str]) -> str:
    """Join the text of a paragraph, and set the captions of its pictures aside."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            code = token.type == "code_inline"
            parts.append(_plain_code(token.content) if code else token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image" and token.content.strip():
            captions.append(_plain(token.children or [], captions))
    return "".join(parts).strip()
