"""Recognise page furniture line by line: buttons, notices, appeals, headings of page sections.

``story`` judges lines by their neighbours.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storybot.ingest.boilerplate.appeals import ADDRESSES, ASKS, ATTRIBUTIONS, OFFERS, VOICES
from storybot.ingest.boilerplate.sightings import SIGHTINGS
from storybot.ingest.cues import (
    CLOSING,
    ENDING_FORMS,
    INVITATION,
    LABEL_FORMS,
    LINK_FORMS,
    NOTICES,
    TEASER,
)
from storybot.ingest.lexicon import (
    APPEAL,
    ENDINGS,
    LABELS,
    MENU,
    NETWORKS,
    RELATED,
    REPEATED,
    SHARE,
    SHARING,
)
from storybot.ingest.lines import Line
from storybot.ingest.metadata.dates import find_date

_LONGEST = 1500
"""Characters; a longer line is read as story."""
_LABEL_LONGEST = 160
_LABEL_WORDS = 11
"""Maximum words of a label; a longer line is one only if it does not end as a sentence."""
_CUE = 5
"""Letters by which the last words of cues are told apart: "donate" and "donation" are one."""
_MODIFIER = 3
"""Letters of the words before it: "ваша" and "вашу" are one."""
_TEASER_END = 60
"""Characters at the end of a line in which it may break off before a link to the rest."""
_TWICE = re.compile(r"(?P<once>\S.{10,120}\S)(?:\s+(?P=once))+")
"""A link that the page shows in two sizes."""
_HANDLE = re.compile(r"@\w{2,30}")
_POSTER_MOST = 6
_SAID_MOST = 3
_QUOTE = re.compile(
    r"“[^”]{0,600}”|\"[^\"]{0,600}\"|«[^»]{0,600}»|„[^“”]{0,600}[“”]|‘[^’]{12,600}’"
)
_HASHTAGS = re.compile(r"(?:#\w+[\s,]*){2,}|@\w+")


class Cues(NamedTuple):
    """How often a line asks for support, offers a subscription, and speaks as the site."""

    asks: int
    offers: int
    voices: int


def reasons(lines: Sequence[Line]) -> list[str | None]:
    """Return for each line the reason why it is certainly furniture, or None."""
    found = [label(line) or notice(line) for line in lines]
    for index in _embedded(lines):
        found[index] = found[index] or SHARE
    cues = [_cues(line) for line in lines]
    for index, (asks, offers, voices) in enumerate(cues):
        if not found[index] and asks and asks + offers + voices > 1:
            found[index] = APPEAL
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        _spread(found, cues, order)
    return found


def _embedded(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines of posts set into a page: who posted, under which handle, and when."""
    for index, line in enumerate(lines[:-1]):
        if _HANDLE.fullmatch(line.text) and find_date(lines[index + 1].text):
            yield from (index, index + 1)
            if index and lines[index - 1].length <= _POSTER_MOST and not lines[index - 1].ended:
                yield index - 1


def _spread(found: list[str | None], cues: Sequence[Cues], order: range) -> None:
    """Extend an appeal to the neighbours in which the site goes on asking or speaking of itself."""
    for index in order:
        if found[index - order.step] == APPEAL and not found[index]:
            asks, offers, voices = cues[index]
            if asks or offers or voices > 1:
                found[index] = APPEAL


def label(line: Line) -> str | None:
    """Return the reason if a line is only a button, a link or a heading of the page."""
    if line.quoted:
        return None
    known = _known_label(line) if len(line.text) <= _LABEL_LONGEST else None
    if known or line.key in SIGHTINGS:
        return known or MENU
    if not line.ended and _TWICE.fullmatch(line.text[:_LONGEST]):
        return REPEATED
    found = TEASER.search(line.text[-_TEASER_END:])
    return RELATED if found and not link_below(line) else None


def link_below(line: Line) -> int:
    """Return where a link to more begins at the end of a whole paragraph; 0 if there is none.

    What breaks off before the link, or is no running text, opens another story instead.
    """
    end = line.text[-_TEASER_END:]
    found = TEASER.search(end)
    if not found:
        return 0
    start = len(line.text) - len(end) + found.start("link")
    said = line.text[:start].rstrip().rstrip('»”"')
    return start if Line(said).prose and not said.endswith(("…", "..")) else 0


def _known_label(line: Line) -> str | None:
    if _is_sharing(line) or _HASHTAGS.fullmatch(line.text):
        return SHARE
    if line.key in LABELS and not _is_said(line):
        return LABELS[line.key]
    if line.ended and line.length > _LABEL_WORDS and not line.introduces:
        return None
    form = next((reason for reason, form in LABEL_FORMS if form.fullmatch(line.key)), None)
    if form or _is_said(line):
        return form
    return RELATED if ends_story(line) or LINK_FORMS.fullmatch(line.key) else None


def _is_said(line: Line) -> bool:
    """Return whether a line is an answer or a question of few words, such as "No." or "Why?"."""
    return (
        line.length <= _SAID_MOST
        and line.text.endswith((".", "?"))
        and not line.text.endswith("...")
    )


def _is_sharing(line: Line) -> bool:
    words = [word.casefold() for word in line.words]
    return SHARING.issuperset(words) and not NETWORKS.isdisjoint(words)


def ends_story(line: Line) -> bool:
    """Return whether a line is a heading that ends the story part of a page."""
    if line.length > _LABEL_WORDS or line.quoted:
        return False
    if CLOSING.fullmatch(line.key):
        return True
    if line.text.endswith((".", "?", "!")):
        return False
    return line.key in ENDINGS or bool(ENDING_FORMS.fullmatch(line.key))


def invites(line: Line) -> bool:
    """Return whether a line below a sign-up heading continues the invitation."""
    return bool(INVITATION.match(line.text))


def notice(line: Line) -> str | None:
    """Return the kind of notice that a line is; None if it quotes somebody."""
    if len(line.text) > _LONGEST:
        return None
    said = _own_words(line)
    found = next((reason for reason, form in NOTICES if form.search(said)), None)
    return found if found and not ATTRIBUTIONS.search(said) else None


def _cues(line: Line) -> Cues:
    """Count the cues of a line; a line of reported speech has none."""
    if len(line.text) > _LONGEST:
        return Cues(0, 0, 0)
    said = _own_words(line)
    if ATTRIBUTIONS.search(said):
        return Cues(0, 0, 0)
    asks, offers, voices = (_different(form, said) for form in (ASKS, OFFERS, VOICES))
    return Cues(asks, offers if offers and ADDRESSES.search(said) else 0, voices)


def _different(form: re.Pattern[str], text: str) -> int:
    """Count the cues in a text; forms of the same words, as "donation" and "donations", are one."""
    return len({_folded(found) for found in form.findall(text)})


def _folded(cue: str) -> tuple[str, ...]:
    """Cut each word of a cue to its stem; only the last one tells cues of the same kind apart."""
    *before, last = cue.casefold().split()
    return (*(word[:_MODIFIER] for word in before), last[:_CUE])


def _own_words(line: Line) -> str:
    return _QUOTE.sub(" ", line.text).replace("’", "'")
