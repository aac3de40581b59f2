"""Read an article from plain text: pasted alone, sent as a message, or a dump of its page."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from storybot.ingest.boilerplate.labelling import STORY, Labelled, Role, label_lines
from storybot.ingest.composing import compose, has_words, opening
from storybot.ingest.formats.pasting.pasted import Pasted, clean
from storybot.ingest.formats.pasting.surroundings import Surroundings
from storybot.ingest.lexicon import (
    APPEAL,
    COMMENTS,
    CREDIT,
    DATE,
    LEGAL,
    NEWSLETTER,
    OFFER,
    OUTSIDE,
    PRIVACY,
    SHARE,
)
from storybot.ingest.lines import Line, normalise
from storybot.ingest.metadata.bylines import authors
from storybot.ingest.metadata.dates import find_date
from storybot.ingest.metadata.outlets import outlet_beside, outlet_of_address, outlet_of_page
from storybot.ingest.metadata.urls import date_in_address
from storybot.model.documents import Document, Dropped
from storybot.model.errors import Refused
from storybot.text.analysis.languages import detect_language

_UPDATED = re.compile(
    r"updated|modified|aktualisiert|geändert|mis à jour|actualizado|aggiornato|atualizado|"
    r"обновлен|оновлен|güncelle",
    re.IGNORECASE,
)
_LINES_MOST = 20_000
"""Lines: the largest pages have a tenth of it."""
_NEWSROOM_MOST = 5
"""Words of the name of a newsroom."""
_OWN_WORDS = frozenset({APPEAL, COMMENTS, LEGAL, NEWSLETTER, OFFER, PRIVACY, SHARE})
"""Kinds of furniture in which a page speaks of itself."""


def read_article(
    text: str,
    *,
    source: str,
    url: str | None = None,
    now: datetime | None = None,
    wrapped: bool = True,
    mailed: bool = False,
) -> Document:
    """Read a text into a document, dropping page furniture with its reason.

    ``now`` is the reference of "12 hours ago"; without it such a date is left out. Lines are
    joined only where a text may be ``wrapped``; one that was ``mailed`` may greet and be signed.

    Raises:
        Refused: there is no text, or none of it reads like a story.
    """
    text = normalise(text)
    if text.count("\n") > _LINES_MOST:
        raise Refused(
            f"It has more than {_LINES_MOST:,} lines. Send the article alone.",
            "too_many_lines",
            most=_LINES_MOST,
        )
    pasted = clean(text, mailed=mailed) if wrapped else Pasted(text)
    lines = _with_story(label_lines(pasted.text, wrapped=wrapped) if has_words(text) else [])
    kept = [line for line in lines if line.role in STORY]
    body, spans = compose([line.text for line in kept])
    dated, published = _published(lines, now)
    title = Line(_first(lines, Role.TITLE) or " ").bare.strip()
    around = Surroundings.of(lines)
    return Document(
        source=source,
        title=title or pasted.title or opening(kept[0].text),
        text=body,
        spans=spans,
        language=detect_language(f"{title}\n{body}"),
        subheads=tuple(i for i, line in enumerate(kept) if line.role is Role.SUBHEAD),
        standfirst=_first(lines, Role.STANDFIRST),
        publisher=_publisher(lines, url) or pasted.publisher,
        authors=tuple(dict.fromkeys(name for line in lines for name in _names(line)))
        or pasted.authors
        or around.authors(),
        published=published
        or pasted.published
        or (date_in_address(url) if url else None)
        or around.date(now),
        url=url,
        captions=tuple(_one_line(line.text) for line in lines if line.role is Role.CAPTION),
        dropped=(
            *(Dropped(text=line, reason=OUTSIDE, before=0) for line in pasted.above),
            *_dropped(lines, dated),
            *(Dropped(text=line, reason=OUTSIDE, before=len(kept)) for line in pasted.below),
        ),
    )


def _with_story(lines: list[Labelled]) -> list[Labelled]:
    """Keep something to quote: a text of one line is a story, not a headline."""
    if any(line.role in STORY for line in lines):
        return lines
    if not lines:
        raise Refused("There is no text in it. Send the text of an article.", "no_text")
    if any(line.role is Role.DROPPED for line in lines):
        raise Refused(
            "No story was found in it: it reads like the menus and notices of a page. "
            "Send the paragraphs of the article alone.",
            "no_story",
        )
    return [Labelled(line.text, Role.PARAGRAPH) for line in lines]


def _published(
    lines: Sequence[Labelled], now: datetime | None
) -> tuple[Labelled | None, datetime | date | None]:
    """Find when an article was published, rather than updated, and the line that says so."""
    found = [
        (line, when.when)
        for line in lines
        if line.role in {Role.DATE, Role.BYLINE} and (when := find_date(line.text, now=now))
    ]
    first = [pair for pair in found if not _UPDATED.match(pair[0].text)] or found
    return first[0] if first else (None, None)


def _names(line: Labelled) -> tuple[str, ...]:
    if line.role is not Role.BYLINE:
        return ()
    return authors(Line(line.text)) or _newsroom(Line(line.text))


def _newsroom(line: Line) -> tuple[str, ...]:
    """Return what stands below the word "By" and is no person's name, such as a newsroom's."""
    if line.length > _NEWSROOM_MOST or line.ended or line.introduces or line.lowered == 1:
        return ()
    return () if find_date(line.text) else (line.bare.strip(),)


def _publisher(lines: Sequence[Labelled], url: str | None) -> str:
    if url and (known := outlet_of_address(url)):
        return known
    if named := outlet_of_page(line.text for line in lines if line.reason in _OWN_WORDS):
        return named
    signed = (line.text for line in lines if line.role in {Role.BYLINE, Role.DATE})
    return next(filter(None, map(outlet_beside, signed)), "")


def _dropped(lines: Iterable[Labelled], dated: Labelled | None) -> Iterable[Dropped]:
    """Yield the lines left out of the document: furniture, and heads without a field."""
    before = 0
    for line in lines:
        before += line.role in STORY
        reason = line.reason
        if line.role is Role.DATE and line is not dated:
            reason = DATE
        elif line.role is Role.BYLINE and line is not dated and not _names(line):
            reason = CREDIT
        if reason:
            yield Dropped(text=line.text, reason=reason, before=before)


def _first(lines: Iterable[Labelled], role: Role) -> str:
    return next((_one_line(line.text) for line in lines if line.role is role), "")


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
