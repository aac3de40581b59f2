"""Tell where the clauses of a sentence begin, and what its names may be names of."""

from collections.abc import Sequence

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
_NONE: frozenset[Fill] = frozenset()


def read_clauses(text: str, tokens: Sequence[Token], language: str) -> tuple[int, ...]:
    """Return the index of the first word of each clause but the first."""
    del language
    found: list[int] = []
    last = 0
    for i in range(1, len(tokens)):
        gap = text[tokens[i - 1].end : tokens[i].start]
        breaks = len(gap) > 1 and not _BREAKS.isdisjoint(gap)
        if (breaks or tokens[i].text.lower() in _JOINS) and i - last >= _SHORTEST:
            found.append(i)
            last = i
    return tuple(found)


def name_kinds(
    tokens: Sequence[Token], marks: Sequence[Sequence[int]], language: str
) -> list[frozenset[Fill]]:
    """Return the kinds of name that each word may be; none for what is no name."""
    kinds = [_NONE] * len(tokens)
    start = 0
    while start < len(tokens):
        if _NAMED.isdisjoint(marks[start]):
            start += 1
            continue
        end = start + 1
        while end < len(tokens) and not _NAMED.isdisjoint(marks[end]):
            end += 1
        kinds[start:end] = [_kinds(tokens, marks, start, end, language)] * (end - start)
        start = end
    return kinds


def _kinds(
    tokens: Sequence[Token], marks: Sequence[Sequence[int]], start: int, end: int, language: str
) -> frozenset[Fill]:
    inside = {mark for i in range(start, end) for mark in marks[i]}
    before = {mark for i in range(max(0, start - 2), start) for mark in marks[i]}
    found = {Fill.NAME}
    known = any(_ALIASES.knows(t.term or "", language) for t in tokens[start:end])
    if known or Mark.LOCATED in inside or Mark.PLACE_WORD in inside:
        found.add(Fill.PLACE)
    if known or Mark.BODY in inside or Mark.ACRONYM in inside:
        found.add(Fill.ORGANISATION)
    titled = not _TITLES.isdisjoint(before | inside)
    if not known and (titled or (len(found) == 1 and Mark.NATION not in inside)):
        found.add(Fill.PERSON)
    return frozenset(found)
