"""Tell where the clauses of a sentence begin, and what its names may be names of."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token
from storybot.text.facts.fillers import Fill
from storybot.text.facts.mark_names import Mark, bits_of, listed

_ALIASES = Aliases()
_BREAK = re.compile('[,;:—–()«»„“”"]')
JOINS = frozenset(
    listed(
        "and but which who that while because although when where after before if und aber der die "
        "das weil während obwohl wenn dass nachdem bevor et mais qui que dont tandis parce quand y "
        "pero que mientras porque cuando aunque и но который которая которое которые что потому "
        "когда хотя если а і та але який яка яке які що бо тому коли хоча якщо ve ama çünkü"
    )
)
"""Words that begin a clause; where they do not, a clause is cut in two, which does little harm."""
_SHORTEST = 3
_NAMED = bits_of(Mark.NAME, Mark.LONG_NAME, Mark.FIRST_NAME)
_TITLES = bits_of(Mark.OFFICE, Mark.KIN)
_PLACE_WORD, _BODY, _OFFICE = bits_of(Mark.PLACE_WORD), bits_of(Mark.BODY), bits_of(Mark.OFFICE)
_NATION = bits_of(Mark.NATION)
_PLACES = bits_of(Mark.LOCATED, Mark.PLACE_WORD)
_BODIES = bits_of(Mark.BODY, Mark.ACRONYM)
_WHERE = frozenset(
    listed(
        "in at on near into across through outside inside im aus bei auf durch über en au aux dans "
        "vers près sur desde hasta hacia cerca в во на под около через у біля"
    )
)
"""Words that stand before places and hardly before persons: not "to", "from" or "von"."""
_STOPS_BETWEEN = 3
_OPENING, _CLOSING = '«„“"', '»“”"'
_LOCATIVE = re.compile(r"['’]n?[dt][ae](?:n|ki)?$")
_FULL_NAME = 2
"""Words of a name with which "to" may well stand before a person: to Anna Holt."""


def read_clauses(
    text: str, starts: Sequence[int], ends: Sequence[int], joining: Iterable[int]
) -> tuple[int, ...]:
    """Return the index of the first word of each clause but the first.

    ``starts`` and ``ends`` are the words' own, ``joining`` the indexes of those in `JOINS`.
    """
    begun = list(joining)
    for match in _BREAK.finditer(text):
        at = match.start()
        i = bisect_right(starts, at)
        # What is within a word, or is all that stands between two words, divides nothing.
        if 0 < i < len(starts) and ends[i - 1] <= at and starts[i] - ends[i - 1] > 1:
            begun.append(i)
    found: list[int] = []
    last = 0
    for i in sorted(begun):
        if i - last >= _SHORTEST:
            found.append(i)
            last = i
    return tuple(found)


def name_kinds(
    text: str, tokens: Sequence[Token], marks: Mapping[int, int], language: str
) -> dict[int, frozenset[Fill]]:
    """Return the kinds of name that words may be, by their indexes in order; none of no name.

    ``marks`` has the bits of words' marks by index, in order.
    """
    kinds: dict[int, frozenset[Fill]] = {}
    named = [i for i, found in marks.items() if found & _NAMED]
    at = 0
    while at < len(named):
        start, end = named[at], named[at] + 1
        at += 1
        while at < len(named) and named[at] == end:
            end += 1
            at += 1
        found = _kinds(text, tokens, marks, (start, end), language)
        for i in range(start, end):
            kinds[i] = found
    return kinds


def _kinds(
    text: str,
    tokens: Sequence[Token],
    marks: Mapping[int, int],
    span: tuple[int, int],
    language: str,
) -> frozenset[Fill]:
    start, end = span
    inside = 0
    for i in range(start, end):
        inside |= marks[i]
        if _ALIASES.knows(tokens[i].term or "", language):
            return _KINDS[True, True, False]
    place, body = bool(inside & _PLACES), bool(inside & _BODIES)
    placed = place and (
        bool(inside & _PLACE_WORD)
        or end - start < _FULL_NAME
        or tokens[start - 1].text.lower() in _WHERE
    )
    person = bool(inside & _TITLES) or not (placed or body or inside & _NATION)
    for i in range(max(0, start - 2), 0 if person else start):
        person = person or bool(marks.get(i, 0) & _TITLES)
    beside = _before(tokens, marks, start) | marks.get(end, 0)
    place = place or bool(beside & _PLACE_WORD) or _is_in_place(tokens, start, end)
    body = body or bool(beside & _BODY) or _is_quoted(text, tokens, start, end)
    return _KINDS[place, body, person]


def _before(tokens: Sequence[Token], marks: Mapping[int, int], start: int) -> int:
    """Return what the word before a name tells of it, past stop words: plaza de la Libertad."""
    for i in range(start - 1, max(-1, start - 1 - _STOPS_BETWEEN), -1):
        if tokens[i].term is not None:
            found = marks.get(i, 0)
            governed = i < start - 1 and found & _OFFICE
            return found | _PLACE_WORD if governed else found
    return 0


def _is_in_place(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell the Turkish endings of a place where something is, or comes from: İzmir'de."""
    return any(_LOCATIVE.search(token.text) is not None for token in tokens[start:end])


def _is_quoted(text: str, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell a name that stands alone between quotation marks: «Орион»."""
    opening = text[max(0, tokens[start].start - 1) : tokens[start].start]
    closing = text[tokens[end - 1].end : tokens[end - 1].end + 1]
    return bool(opening and closing) and opening in _OPENING and closing in _CLOSING


_KINDS = {
    (place, body, person): frozenset(
        [
            Fill.NAME,
            *([Fill.PLACE] if place else []),
            *([Fill.ORGANISATION] if body else []),
            *([Fill.PERSON] if person else []),
        ]
    )
    for place in (False, True)
    for body in (False, True)
    for person in (False, True)
}
"""What a name may be of, for each answer to whether it may be a place, a body, a person."""
