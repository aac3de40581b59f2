"""Tell where the clauses of a sentence begin, and what its names may be names of."""

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
    tokens: Sequence[Token], marks: Mapping[int, Sequence[int]], language: str
) -> dict[int, frozenset[Fill]]:
    """Return the kinds of name that words may be, by their indexes in order; none of no name."""
    kinds: dict[int, frozenset[Fill]] = {}
    named = {i for i, found in marks.items() if not _NAMED.isdisjoint(found)}
    for start in sorted(named):
        if start in kinds:
            continue
        end = start + 1
        while end in named:
            end += 1
        kinds |= dict.fromkeys(range(start, end), _kinds(tokens, marks, start, end, language))
    return kinds


def _kinds(
    tokens: Sequence[Token], marks: Mapping[int, Sequence[int]], start: int, end: int, language: str
) -> frozenset[Fill]:
    inside = {mark for i in range(start, end) for mark in marks[i]}
    before = {mark for i in range(max(0, start - 2), start) for mark in marks.get(i, ())}
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
