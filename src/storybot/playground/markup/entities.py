"""Normalise formatted text as Telegram does: cleaned, trimmed, its entities sorted.

Follows ``fix_formatted_text`` of TDLib, the library under Telegram's Bot API server.
"""

from typing import NamedTuple

from storybot.playground.markup.detection import find_entities
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import FOUND_BY_TELEGRAM, MessageEntity
from storybot.playground.objects.links import WrongLinkError, checked_link
from storybot.playground.objects.refusal import bad_request
from storybot.playground.objects.utf16 import Ruler, utf16_length, well_formed

BLOCKQUOTES = frozenset({"blockquote", "expandable_blockquote"})
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
CODES = frozenset({"code", "pre"})
_HIDDEN = CODES | {"text_link", "text_mention"}
_BLANK = " \n"
_REMOVED = frozenset("\r\u030a\u0333\u033f\u2028\u2029\u202a\u202b\u202c\u202d\u202e")
_FAR = 1_000_000


class Formatted(NamedTuple):
    """A text and its entities, offsets in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...]


class _Mark(NamedTuple):
    """An entity by code points, while the text around it changes."""

    start: int
    end: int
    entity: MessageEntity


def tidy(text: str, entities: tuple[MessageEntity, ...] = ()) -> Formatted:
    """Return the text and entities as displayed: cleaned, trimmed, links and names detected.

    Raises:
        BotApiError: an entity lies outside the text or cuts a character, or nothing is left.
    """
    text = well_formed(text)
    marks = _resolve(_measured(text, entities))
    text, marks = _cleaned(text, marks)
    if not text.strip(_BLANK):
        raise bad_request("Text must be non-empty")
    text, marks = _trimmed(text, _resolve(_tightened(text, marks)))
    marks = _resolve(_with_found(text, marks))
    ruler = Ruler(text)
    placed = tuple(
        mark.entity.model_copy(
            update={
                "offset": ruler.unit(mark.start),
                "length": ruler.unit(mark.end) - ruler.unit(mark.start),
            }
        )
        for mark in marks
    )
    return Formatted(text, placed[: limits.ENTITIES])


def limited(formatted: Formatted, units: int = limits.TEXT) -> Formatted:
    """Return it unchanged.

    Raises:
        BotApiError: it is longer than that many UTF-16 units.

    """
    if utf16_length(formatted.text) > units:
        what = "message is too long" if units == limits.TEXT else "message caption is too long"
        raise bad_request(what)
    return formatted


def _measured(text: str, entities: tuple[MessageEntity, ...]) -> list[_Mark]:
    ruler = Ruler(text)
    marks = []
    for entity in sorted(entities, key=lambda entity: (entity.offset, -entity.length)):
        if entity.type in FOUND_BY_TELEGRAM:
            continue
        for name, value in (("offset", entity.offset), ("length", entity.length)):
            if not 0 <= value <= _FAR:
                raise bad_request(f"Receive an entity with incorrect {name} {value}")
        place = _place(ruler, entity) if entity.length else (0, 0)
        kept = _with_target(entity)
        if entity.length and kept:
            marks.append(_Mark(*place, kept))
    return marks


def _with_target(entity: MessageEntity) -> MessageEntity | None:
    """Return the entity with its link as Telegram stores it; None when it points nowhere."""
    if entity.type == "text_mention" and entity.user is None:
        return None
    if entity.type != "text_link":
        return entity
    try:
        return entity.model_copy(update={"url": checked_link(entity.url or "")})
    except WrongLinkError:
        return None


def _place(ruler: Ruler, entity: MessageEntity) -> tuple[int, int]:
    """Return the span of the entity in code points."""
    start, end = ruler.index(entity.offset), ruler.index(entity.end)
    if entity.offset > ruler.units:
        raise bad_request(
            f"Entity begins after the end of the text at UTF-16 offset {entity.offset}"
        )
    if start is None:
        at = ruler.byte_after(entity.offset)
        raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    if entity.end > ruler.units:
        raise bad_request(
            f"Entity beginning at UTF-16 offset {entity.offset}"
            f" ends after the end of the text at UTF-16 offset {entity.end}"
        )
    if end is None:
        at = ruler.byte_after(entity.end)
        raise bad_request(
            f"Entity beginning at UTF-16 offset {entity.offset}"
            f" ends in a middle of a UTF-16 symbol at byte offset {at}"
        )
    return start, end


def _resolve(marks: list[_Mark]) -> list[_Mark]:
    """Drop entities that must not overlap, and split styles at the borders of others."""
    quotes = _apart([mark for mark in marks if mark.entity.type in BLOCKQUOTES])
    others = _apart([mark for mark in marks if mark.entity.type not in BLOCKQUOTES | STYLES])
    solid = quotes + [mark for mark in others if not any(_crosses(mark, q) for q in quotes)]
    styles = [mark for mark in marks if mark.entity.type in STYLES]
    return sorted(solid + _cut(_joined(styles), solid), key=_order)


def _order(mark: _Mark) -> tuple[int, int, bool, str]:
    is_style = mark.entity.type in STYLES
    return mark.start, -mark.end, is_style, mark.entity.type


def _apart(marks: list[_Mark]) -> list[_Mark]:
    """Keep the first of overlapping entities, nested ones included."""
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _crosses(mark: _Mark, quote: _Mark) -> bool:
    """Return whether it overlaps the quotation without lying inside it."""
    overlaps = mark.start < quote.end and quote.start < mark.end
    return overlaps and not (quote.start <= mark.start and mark.end <= quote.end)


def _joined(styles: list[_Mark]) -> list[_Mark]:
    """Merge adjacent entities of one style."""
    joined: list[_Mark] = []
    for mark in sorted(styles, key=lambda mark: (mark.entity.type, mark.start)):
        last = joined[-1] if joined else None
        if last and last.entity.type == mark.entity.type and mark.start <= last.end:
            joined[-1] = last._replace(end=max(last.end, mark.end))
        else:
            joined.append(mark)
    return joined


def _cut(styles: list[_Mark], solid: list[_Mark]) -> list[_Mark]:
    """Split styles at every border they cross; code contains no style."""
    borders = sorted(
        {mark.start for mark in styles} | {b for mark in solid for b in (mark.start, mark.end)}
    )
    codes = [mark for mark in solid if mark.entity.type in CODES]
    pieces = []
    for mark in styles:
        inside = [b for b in borders if mark.start < b < mark.end]
        for start, end in zip([mark.start, *inside], [*inside, mark.end], strict=True):
            if not any(code.start <= start and end <= code.end for code in codes):
                pieces.append(mark._replace(start=start, end=end))
    return pieces


def _cleaned(text: str, marks: list[_Mark]) -> tuple[str, list[_Mark]]:
    """Remove the characters that Telegram removes: carriage returns, control and stacking ones."""
    moved = [0]
    kept = []
    for char in text:
        if char not in _REMOVED:
            kept.append(" " if char < " " and char != "\n" else char)
        moved.append(len(kept))
    return "".join(kept), [
        mark._replace(start=moved[mark.start], end=moved[mark.end]) for mark in marks
    ]


def _tightened(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Start visible entities at their first printed character; drop those without one."""
    tight = []
    for mark in marks:
        start = mark.start
        if mark.entity.type not in _HIDDEN:
            while start < mark.end and text[start] in _BLANK:
                start += 1
        if start < mark.end:
            tight.append(mark._replace(start=start))
    return tight


def _trimmed(text: str, marks: list[_Mark]) -> tuple[str, list[_Mark]]:
    """Strip trailing blanks, and leading ones that no entity covers."""
    end = len(text.rstrip(_BLANK))
    first = min((mark.start for mark in marks), default=end)
    start = min(len(text) - len(text.lstrip(_BLANK)), first)
    cut = [
        mark._replace(start=mark.start - start, end=min(mark.end, end) - start)
        for mark in marks
        if mark.start < end
    ]
    return text[start:end], cut


def _with_found(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Add detected names, links and commands where they cross no entity of the sender."""
    solid = [mark for mark in marks if mark.entity.type not in STYLES]
    quotes = [mark for mark in solid if mark.entity.type in BLOCKQUOTES]
    taken = [mark for mark in solid if mark.entity.type not in BLOCKQUOTES]
    found = []
    for kind, start, end in find_entities(text):
        mark = _Mark(start, end, MessageEntity(type=kind, offset=start, length=end - start))
        if any(t.start < end and start < t.end for t in taken):
            continue
        if not any(_crosses(mark, quote) for quote in quotes):
            found.append(mark)
    return marks + found
