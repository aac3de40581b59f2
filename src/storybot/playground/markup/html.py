"""Telegram's HTML: https://core.telegram.org/bots/api#html-style.

Follows ``parse_html`` of TDLib, its refusals and their words included.
"""

import re
from dataclasses import dataclass

from storybot.playground.markup.marks import Marks, MarkupError
from storybot.playground.objects.bot_api_objects import MessageEntity

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = _STYLES.keys() | {"a", "code", "pre", "blockquote", "tg-emoji"}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));", re.IGNORECASE)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG_NAME = re.compile(r"[^\s>]*")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_EQUALS = re.compile(r"\s*=\s*")
_QUOTED = re.compile(r"\"([^\"]*)\"?|'([^']*)'?")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_CODE_CLASS = "language-"
_HIGHEST = 0x10FFFF


@dataclass
class _Tag:
    name: str
    start: int
    attributes: dict[str, str]
    inner_code: tuple[int, int, str] | None = None


def parse_html(text: str) -> tuple[str, tuple[MessageEntity, ...]]:
    """Return the text without tags, and its entities.

    Raises:
        MarkupError: Telegram would refuse the text.

    """
    return _Html(text).parse()


def unescape(text: str) -> str:
    """Replace the character references that Telegram knows: numbers and four names."""
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name.lower()]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    is_character = 0 < number <= _HIGHEST and not 0xD800 <= number < 0xE000  # noqa: PLR2004
    return chr(number) if is_character else match[0]


class _Html:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._marks = Marks()
        self._open: list[_Tag] = []

    def parse(self) -> tuple[str, tuple[MessageEntity, ...]]:
        while self._at < len(self._text):
            tag = self._text.find("<", self._at)
            until = len(self._text) if tag < 0 else tag
            self._marks.write(unescape(self._text[self._at : until]))
            self._at = until
            if tag >= 0:
                self._tag()
        if self._open:
            name = self._open[-1].name
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{name}"')
        return self._marks.result()

    def _tag(self) -> None:
        if self._text.startswith("</", self._at):
            self._end_tag()
        else:
            self._start_tag()

    def _bytes(self, index: int) -> int:
        return len(self._text[:index].encode())

    def _start_tag(self) -> None:
        begin = self._at
        name = self._take(_TAG_NAME, begin + 1)
        if self._at == len(self._text):
            raise MarkupError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        tag = _Tag(name.lower(), self._marks.length, {})
        if tag.name not in _TAGS:
            where = self._bytes(begin)
            raise MarkupError(f'Unsupported start tag "{tag.name}" at byte offset {where}')
        self._attributes(tag, begin)
        if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
            where = self._bytes(begin)
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self._open.append(tag)

    def _take(self, pattern: re.Pattern[str], at: int) -> str:
        """Return the pattern's match at the position and advance; it matches everywhere."""
        found = pattern.match(self._text, at)
        assert found is not None
        self._at = found.end()
        return found[0]

    def _attributes(self, tag: _Tag, begin: int) -> None:
        """Read up to the end of the start tag."""
        while True:
            self._take(_SPACE, self._at)
            if self._at == len(self._text):
                raise MarkupError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            if self._text[self._at] == ">":
                self._at += 1
                return
            self._attribute(tag, self._bytes(begin))

    def _attribute(self, tag: _Tag, where: int) -> None:
        name = self._take(_ATTRIBUTE_NAME, self._at)
        if not name:
            raise MarkupError(
                f'Empty attribute name in the tag "{tag.name}" at byte offset {where}'
            )
        equals = _EQUALS.match(self._text, self._at)
        if equals:
            self._at = equals.end()
            tag.attributes[name.lower()] = self._value(tag, where)
        elif (tag.name, name) == ("blockquote", "expandable"):
            tag.attributes[name] = ""
        else:
            raise MarkupError(
                "Expected equal sign in declaration of an attribute of the tag"
                f' "{tag.name}" at byte offset {where}'
            )

    def _value(self, tag: _Tag, where: int) -> str:
        """Read a quoted value, or an unquoted one of letters, digits, dots and hyphens."""
        start = self._at
        if start == len(self._text):
            raise MarkupError(f'Unclosed start tag "{tag.name}" at byte offset {where}')
        quoted = _QUOTED.match(self._text, start)
        if quoted:
            self._at = quoted.end()
            return unescape(quoted[1] or quoted[2] or "")
        token = self._take(_TOKEN, start)
        if self._text[self._at : self._at + 1].strip("> \t\r\n") or self._at == len(self._text):
            where = self._bytes(start)
            raise MarkupError(f"Unexpected end of name token at byte offset {where}")
        return token.lower()

    def _end_tag(self) -> None:
        begin = self._at
        where = self._bytes(begin)
        if not self._open:
            raise MarkupError(f"Unexpected end tag at byte offset {where}")
        found = _END_TAG.match(self._text, begin)
        assert found is not None
        if not found[2]:
            raise MarkupError(f"Unclosed end tag at byte offset {where}")
        tag, name = self._open.pop(), found[1].lower()
        if name and name != tag.name:
            raise MarkupError(
                f"Unmatched end tag at byte offset {where},"
                f' expected "</{tag.name}>", found "</{name}>"'
            )
        self._close(tag)
        self._at = found.end()

    def _close(self, tag: _Tag) -> None:
        marks, start = self._marks, tag.start
        if style := _STYLES.get(tag.name):
            marks.mark(style, start)
        elif tag.name == "a":
            marks.link(start, tag.attributes.get("href") or marks.since(start))
        elif tag.name == "blockquote":
            expandable = "expandable" in tag.attributes
            marks.mark("expandable_blockquote" if expandable else "blockquote", start)
        elif tag.name == "tg-emoji":
            marks.emoji(start, tag.attributes.get("emoji-id", ""))
        elif tag.name == "code":
            self._close_code(tag)
        else:
            self._close_pre(tag)

    def _close_code(self, tag: _Tag) -> None:
        """Mark code, unless it only names the language of the block around it."""
        language = tag.attributes.get("class", "")
        outer = self._open[-1] if self._open else None
        if outer and outer.name == "pre" and language.startswith(_CODE_CLASS):
            code = (tag.start, self._marks.length, language.removeprefix(_CODE_CLASS))
            outer.inner_code = code
        elif not (outer and outer.name == "pre"):
            self._marks.mark("code", tag.start)

    def _close_pre(self, tag: _Tag) -> None:
        whole = (tag.start, self._marks.length)
        if tag.inner_code and tag.inner_code[:2] == whole:
            self._marks.mark("pre", tag.start, language=tag.inner_code[2])
        else:
            self._marks.mark("pre", tag.start)
