"""Text with marks, put together piece by piece, as Telegram takes it.

Marks are counted in code points, as everywhere in this program, and become Telegram's UTF-16
units at the very end. No markup language is involved, so nothing has to be escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from string import Formatter
from typing import NamedTuple, Self

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Kind
from telegram.constants import MessageLimit

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.messages.autolinks import active_spans
from storybot.model.documents import Span

_MOST_CODE = 10
"""Parts made inert one by one; a text with more of them is made inert as a whole."""
_MOST_MARKED = 20
_START = attrgetter("start")


class TextEntity(NamedTuple):
    """A marked range of code points."""

    kind: Kind
    start: int
    end: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its marks; joined with ``+``, also to a plain `str`."""

    text: str = ""
    marks: tuple[TextEntity, ...] = ()

    def __add__(self, other: "FormattedText | str") -> "FormattedText":
        if isinstance(other, str):
            return FormattedText(self.text + other, self.marks)
        return FormattedText(self.text + other.text, (*self.marks, *other.moved(len(self.text))))

    @property
    def fits(self) -> bool:
        """Whether one message holds it, with every mark."""
        text, most = self.text, MessageLimit.MAX_TEXT_LENGTH
        # No character has more than two units.
        is_short = 2 * len(text) <= most or utf16_length(text) <= most
        return is_short and len(self.marks) <= MessageLimit.MESSAGE_ENTITIES

    @property
    def entities(self) -> list[MessageEntity]:
        """The marks as the library takes them."""
        return [MessageEntity(m.kind, m.start, m.end - m.start, url=m.url) for m in self.counted]

    @property
    def entities_json(self) -> list[JsonObject]:
        """The marks as they are sent."""
        return [_json(mark) for mark in self.counted]

    @property
    def counted(self) -> tuple[TextEntity, ...]:
        """The marks as Telegram counts them, in UTF-16 units.

        Telegram ignores marks beyond a number; so many would leave names and addresses active,
        and the whole is made inert instead.
        """
        marks = self.marks
        if len(marks) > MessageLimit.MESSAGE_ENTITIES:
            marks = (TextEntity(Kind.CODE, 0, len(self.text)),)
        if utf16_length(self.text) == len(self.text):
            return marks
        units = list(accumulate(map(utf16_length, self.text), initial=0))
        return tuple(m._replace(start=units[m.start], end=units[m.end]) for m in marks)

    def moved(self, by: int) -> Sequence[TextEntity]:
        """Return the marks as they are where ``by`` characters stand before the text."""
        if not by:
            return self.marks
        return [TextEntity(kind, start + by, end + by, url) for kind, start, end, url in self.marks]

    def within(self, kind: Kind, url: str | None = None) -> Self:
        """Return it with a mark around the whole."""
        if not self.text:
            return self
        return type(self)(self.text, (TextEntity(kind, 0, len(self.text), url), *self.marks))


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape_autolinks(text: str, bold: Iterable[Span] = ()) -> FormattedText:
    """Return untrusted text with entities that neutralise its @names and addresses.

    ``bold`` are the words to set in bold, as far as they are not inside an inert part.
    """
    return escape_marked(text, [(Kind.BOLD, span) for span in bold])


def escape_marked(text: str, parts: Iterable[tuple[Kind, Span]]) -> FormattedText:
    """Return untrusted text, inert, with parts of it marked as far as they are not inside code."""
    code, length = active_spans(text), len(text)
    if len(code) > _MOST_CODE:
        code = [Span(code[0].start, code[-1].end)]
    words: list[TextEntity] = []
    for kind, (start, end) in parts:
        first, last = max(start, 0), min(end, length)
        if code:
            inside = _outside(Span(first, last), code)
            words += [TextEntity(kind, *part) for part in inside]
        elif first < last:
            words.append(TextEntity(kind, first, last))
    marks = [TextEntity(Kind.CODE, *span) for span in code] + words[:_MOST_MARKED]
    return FormattedText(text, tuple(sorted(marks, key=_START)))


def linked(text: str, url: str | None) -> FormattedText:
    """Return text from outside as a link, or inert where there is no web address to link to."""
    if url and url.startswith(("https://", "http://")):
        return FormattedText(text).within(Kind.TEXT_LINK, url)
    return escape_autolinks(text)


def joined(pieces: Iterable[FormattedText], separator: str) -> FormattedText:
    """Put pieces together with a separator in between, leaving out the empty ones."""
    kept = [piece for piece in pieces if piece.text]
    if len(kept) == 1:
        return kept[0]
    marks: list[TextEntity] = []
    at = 0
    for piece in kept:
        if piece.marks:
            marks += piece.moved(at)
        at += len(piece.text) + len(separator)
    return FormattedText(separator.join([piece.text for piece in kept]), tuple(marks))


def filled(template: str, **parts: FormattedText | str | int) -> FormattedText:
    """Fill parts into a text as `str.format` does, each with its marks."""
    whole = FormattedText()
    for text, name, _, _ in Formatter().parse(template):
        whole = whole + text
        if name:
            part = parts[name]
            whole = whole + (part if isinstance(part, FormattedText) else str(part))
    return whole


def _json(mark: TextEntity) -> JsonObject:
    entity = {"length": mark.end - mark.start, "offset": mark.start, "type": mark.kind}
    return {**entity, "url": mark.url} if mark.url else entity


def _outside(span: Span, holes: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of a span between its holes, which are sorted and disjoint."""
    start, end = span
    for hole in holes:
        if hole.start < end and start < hole.end:
            if start < hole.start:
                yield Span(start, hole.start)
            start = hole.end
    if start < end:
        yield Span(start, end)
