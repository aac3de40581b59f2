"""Tell where the clauses of a sentence begin, and what its names may be names of."""

import re
from collections.abc import Mapping, Sequence

from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token
from storybot.text.facts.fillers import Fill
from storybot.text.facts.mark_names import Mark, listed

_ALIASES = Aliases()
_BREAKS = frozenset(',;:—–()«»„“”"')
_JOINS = frozenset(
    listed(
        "and but which who that while because although when where after before if und aber der die "
        "das weil während obwohl wenn dass nachdem bevor et mais qui que dont tandis parce quand y "
        "pero que mientras porque cuando aunque и но который которая которое которые что потому "
        "когда хотя если а і та але який яка яке які що бо тому коли хоча якщо ve ama çünkü"
    )
)
"""Words that begin a clause; where they do not, a clause is cut in two, which does little harm."""
_SHORTEST = 3
_NAMED = frozenset({Mark.NAME, Mark.LONG_NAME, Mark.FIRST_NAME})
_TITLES = frozenset({Mark.OFFICE, Mark.KIN})
_PLACES = frozenset({Mark.LOCATED, Mark.PLACE_WORD})
_BODIES = frozenset({Mark.BODY, Mark.ACRONYM})
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


def read_clauses(text: str, tokens: Sequence[Token], low: Sequence[str]) -> tuple[int, ...]:
    """Return the index of the first word of each clause but the first.

    ``low`` are the words in lower case.
    """
    found: list[int] = []
    last = end = 0
    for i, ((start, stop, _, _, _), word) in enumerate(zip(tokens, low, strict=True)):
        breaks = start - end > 1 and not _BREAKS.isdisjoint(text[end:start])
        if (breaks or word in _JOINS) and i - last >= _SHORTEST:
            found.append(i)
            last = i
        end = stop
    return tuple(found)


def name_kinds(
    text: str,
    tokens: Sequence[Token],
    marks: Mapping[int, Sequence[int]],
    language: str,
) -> dict[int, frozenset[Fill]]:
    """Return the kinds of name that words may be, by their indexes in order; none of no name."""
    kinds: dict[int, frozenset[Fill]] = {}
    named = [i for i, found in marks.items() if not _NAMED.isdisjoint(found)]
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
    marks: Mapping[int, Sequence[int]],
    span: tuple[int, int],
    language: str,
) -> frozenset[Fill]:
    start, end = span
    inside: set[int] = set()
    known = False
    for i in range(start, end):
        inside.update(marks[i])
        known = known or _ALIASES.knows(tokens[i].term or "", language)
    place = known or not _PLACES.isdisjoint(inside)
    body = known or not _BODIES.isdisjoint(inside)
    person = False
    if not known:
        placed = place and (
            Mark.PLACE_WORD in inside
            or end - start < _FULL_NAME
            or tokens[start - 1].text.lower() in _WHERE
        )
        person = not (placed or body or Mark.NATION in inside) or not _TITLES.isdisjoint(inside)
        for i in range(max(0, start - 2), 0 if person else start):
            person = person or not _TITLES.isdisjoint(marks.get(i, ()))
        beside = {*_before(tokens, marks, start), *marks.get(end, ())}
        place = _is_in_place(tokens, start, end) or place or Mark.PLACE_WORD in beside
        body = body or Mark.BODY in beside or _is_quoted(text, tokens, start, end)
    return _KINDS[place, body, person]


def _before(
    tokens: Sequence[Token], marks: Mapping[int, Sequence[int]], start: int
) -> Sequence[int]:
    """Return what the word before a name tells of it, past stop words: plaza de la Libertad."""
    for i in range(start - 1, max(-1, start - 1 - _STOPS_BETWEEN), -1):
        if tokens[i].term is not None:
            found = marks.get(i, ())
            governed = i < start - 1 and Mark.OFFICE in found
            return (*found, Mark.PLACE_WORD) if governed else found
    return ()


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
