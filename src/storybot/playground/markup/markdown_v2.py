"""Telegram's MarkdownV2: https://core.telegram.org/bots/api#markdownv2-style.

Follows ``parse_markdown_v2`` of TDLib, its refusals and their words included.
"""

import re
from dataclasses import dataclass

from storybot.playground.markup.marks import Marks, MarkupError, emoji_id
from storybot.playground.objects.bot_api_objects import MessageEntity

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_OPENERS = (
    ("__", "underline"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
    ("||", "spoiler"),
    ("![", "custom_emoji"),
    ("[", "text_link"),
    ("```", "pre"),
    ("`", "code"),
)
_CLOSERS = {
    "underline": "__",
    "italic": "_",
    "bold": "*",
    "strikethrough": "~",
    "spoiler": "||",
    "custom_emoji": "]",
    "text_link": "]",
    "pre": "```",
    "code": "`",
}
_SPOKEN = {
    "underline": "Underline",
    "italic": "Italic",
    "bold": "Bold",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "custom_emoji": "CustomEmoji",
    "text_link": "TextUrl",
    "pre": "Pre",
    "code": "Code",
    "blockquote": "BlockQuote",
}
_QUOTE = re.compile(r"(\*\*)?>")
_LANGUAGE = re.compile(r"([^\s`]*)(\r\n|\n\r|\n|\r)?")
_URL = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)(\)?)")
_ESCAPED = re.compile(r"\\([\x01-\x7e])")


@dataclass
class _Open:
    kind: str
    start: int
    at: int
    language: str = ""
    expandable: bool = False


def parse_markdown(text: str) -> tuple[str, tuple[MessageEntity, ...]]:
    """Return the text without its markup, and its entities.

    Raises:
        MarkupError: Telegram would refuse the text.

    """
    return _Markdown(text).parse()


class _Markdown:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._marks = Marks()
        self._open: list[_Open] = []

    def parse(self) -> tuple[str, tuple[MessageEntity, ...]]:
        self._quote()
        while self._at < len(self._text):
            self._step()
        if self._open and self._open[-1].kind == "blockquote":
            self._close_quote()
        if self._open:
            raise self._unfinished()
        return self._marks.result()

    @property
    def _top(self) -> str:
        return self._open[-1].kind if self._open else ""

    def _step(self) -> None:
        char = self._text[self._at]
        escaped = _ESCAPED.match(self._text, self._at)
        if escaped:
            self._marks.write(escaped[1])
            self._at = escaped.end()
        elif char not in ("`" if self._top in {"code", "pre"} else _RESERVED):
            self._marks.write(char)
            self._at += 1
        elif char == "\n":
            self._line()
        elif self._ends_quote():
            self._open[-1].expandable = True
            self._at += 2
        elif self._closes():
            self._close()
        else:
            self._begin(char)

    def _line(self) -> None:
        """Advance to the next line, where a quotation may continue, end or start."""
        in_quote = any(open_.kind == "blockquote" for open_ in self._open)
        if in_quote and not self._text.startswith(">", self._at + 1):
            if self._top != "blockquote":
                raise self._unfinished()
            self._marks.write("\n")
            self._at += 1
            self._close_quote()
            self._quote()
            return
        self._marks.write("\n")
        self._at += 1
        if in_quote:
            self._at += 1
        else:
            self._quote()

    def _quote(self) -> None:
        """Open a quotation if one starts here."""
        found = _QUOTE.match(self._text, self._at)
        if found:
            expandable = bool(found[1])
            opened = _Open("blockquote", self._marks.length, self._at, expandable=expandable)
            self._open.append(opened)
            self._at = found.end()

    def _close_quote(self) -> None:
        quote = self._open.pop()
        kind = "expandable_blockquote" if quote.expandable else "blockquote"
        self._marks.mark(kind, quote.start)

    def _ends_quote(self) -> bool:
        """Return whether these bars close an expandable quotation."""
        after = self._text[self._at + 2 : self._at + 4]
        is_last = not after or (after[0] == "\n" and after[1:] != ">")
        return self._top == "blockquote" and self._text.startswith("||", self._at) and is_last

    def _closes(self) -> bool:
        closer = _CLOSERS.get(self._top)
        if closer is None or not self._text.startswith(closer, self._at):
            return False
        return closer != "_" or not self._text.startswith("__", self._at)

    def _close(self) -> None:
        closed = self._open.pop()
        self._at += len(_CLOSERS[closed.kind])
        if closed.kind == "text_link":
            shown = self._marks.since(closed.start)
            url = self._url("a URL")
            self._marks.link(closed.start, shown if url is None else url)
        elif closed.kind == "custom_emoji":
            url = self._url("a custom emoji URL")
            if url is None:
                raise MarkupError("Custom emoji entity must contain a tg://emoji URL")
            self._marks.emoji(closed.start, emoji_id(url))
        elif closed.kind == "pre" and closed.language:
            self._marks.mark("pre", closed.start, language=closed.language)
        else:
            self._marks.mark(closed.kind, closed.start)

    def _url(self, what: str) -> str | None:
        """Read the URL in parentheses, if there is one."""
        found = _URL.match(self._text, self._at)
        if found is None:
            return None
        if not found[2]:
            where = len(self._text[: found.start(1)].encode())
            raise MarkupError(f"Can't find end of {what} at byte offset {where}")
        self._at = found.end()
        return _ESCAPED.sub(r"\1", found[1])

    def _begin(self, char: str) -> None:
        begun = [pair for pair in _OPENERS if self._text.startswith(pair[0], self._at)]
        if not begun:
            raise MarkupError(
                f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
            )
        opener, kind = begun[0]
        opened = _Open(kind, self._marks.length, self._at)
        self._at += len(opener)
        if kind == "pre":
            self._begin_block(opened)
        self._open.append(opened)

    def _begin_block(self, opened: _Open) -> None:
        """Read the language after the back-ticks, and skip one line break."""
        found = _LANGUAGE.match(self._text, self._at)
        assert found is not None
        followed = self._text[found.end(1) : found.end(1) + 1]
        if found[1] and followed not in {"", "`"}:
            opened.language = found[1]
            self._at = found.end()
        elif not found[1]:
            self._at = found.end()

    def _unfinished(self) -> MarkupError:
        opened = self._open[-1]
        kind = "PreCode" if opened.language else _SPOKEN[opened.kind]
        where = len(self._text[: opened.at].encode())
        return MarkupError(f"Can't find end of {kind} entity at byte offset {where}")
