"""Show what a version changes: removed words struck through, inserted ones underlined."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from telegram.constants import MessageEntityType as Kind

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_marked, joined
from storybot.corpus.desk.differences import (
    ChangedPlace,
    Part,
    Wording,
    changed_fields,
    changed_words,
)
from storybot.model.documents import Document, Span

_MOST_PLACES = 12
_MOST_UNITS = 1600
"""Room that a comparison may take on a card, in characters."""
_MOST_MARKS = 60
"""Marks that it may take, of the hundred that a message may have."""
_LONGEST = 400
"""Characters of one run of words, as of a paragraph that was put in."""
_KINDS = {Part.REMOVED: Kind.STRIKETHROUGH, Part.INSERTED: Kind.UNDERLINE}


def comparison(old: Document, new: Document, words: Catalogue) -> FormattedText:
    """Compare two versions word by word, as far as a card has room."""
    say = words.say.moderating
    lines = [FormattedText(say.changes), *_fields(old, new, say)]
    places = changed_words(old.text, new.text)
    room, marks, shown = _MOST_UNITS, _MOST_MARKS, 0
    for place in places[:_MOST_PLACES]:
        line = _place(place)
        room, marks = room - len(line.text), marks - len(line.marks)
        if min(room, marks) < 0 and shown:
            break
        lines.append(line)
        shown += 1
    if len(places) > shown:
        lines.append(FormattedText(words.count(say.changes_more, len(places) - shown)))
    return joined(lines, "\n") if len(lines) > 1 else FormattedText(say.changes_none)


def differences(old: Document, new: Document, words: Catalogue) -> list[FormattedText]:
    """Compare two versions word by word, a line for each field and place; empty for none."""
    places = changed_words(old.text, new.text)
    return [*_fields(old, new, words.say.moderating), *map(_place, places)]


def _fields(old: Document, new: Document, say: Moderating) -> list[FormattedText]:
    lines = []
    for change in changed_fields(old, new):
        pieces = [Wording(Part.REMOVED, change.before), Wording(Part.INSERTED, change.after)]
        name = _names(say)[change.field]
        lines.append(FormattedText(f"{name}: ") + _marked([p for p in pieces if p.text]))
    return lines


def _names(say: Moderating) -> Mapping[str, str]:
    return {
        "title": say.field_title,
        "publisher": say.field_publisher,
        "authors": say.field_authors,
        "date": say.field_date,
        "link": say.field_link,
        "language": say.field_language,
    }


def _place(place: ChangedPlace) -> FormattedText:
    before, after = "… " * place.cut_before, " …" * place.cut_after
    return FormattedText(f"• {before}") + _marked(place.pieces) + after


def _marked(pieces: Sequence[Wording]) -> FormattedText:
    texts = [shortened(" ".join(piece.text.split()), _LONGEST) for piece in pieces]
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    parts = [
        (_KINDS[piece.part], Span(start, start + len(text)))
        for piece, text, start in zip(pieces, texts, starts, strict=False)
        if piece.part in _KINDS
    ]
    return escape_marked(" ".join(texts), parts)
