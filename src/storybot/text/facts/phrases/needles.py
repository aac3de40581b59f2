"""Take a pattern apart: into its alternatives, and letters that each match of one has."""

import re
from collections.abc import Iterator

_OPTIONAL = frozenset("?*{")
_REPEATS = re.compile(r"[?*+]+|\{[^}]*\}[?+]?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")


def needles(pattern: str) -> tuple[str, ...]:
    """Return strings of which every match has one; none if that cannot be told."""
    found: dict[str, None] = {}
    for alternative in alternatives(pattern):
        best = max(_needed(alternative), key=_shortest, default=())
        if not best:
            return ()
        found |= dict.fromkeys(best)
    return tuple(found)


def _shortest(strings: tuple[str, ...]) -> int:
    return min(map(len, strings))


def alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern."""
    parts, at = [""], 0
    while at < len(pattern):
        end = element(pattern, at)
        if pattern[at] == "|":
            parts.append("")
        else:
            parts[-1] += pattern[at:end]
        at = end
    return parts


def element(pattern: str, at: int) -> int:
    """Return where the part of a pattern ends that begins at a place.

    It is a character, an escape, a class or a group.
    """
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[" and (match := _CLASS.match(pattern, at)):
        return match.end()
    end = at + 1
    if pattern[at] == "(":
        while pattern[end] != ")":
            end = element(pattern, end)
        end += 1
    return end


def _needed(sequence: str) -> Iterator[tuple[str, ...]]:
    """Yield sets of strings; every match of a sequence has one of each set."""
    run, at = "", 0
    while at < len(sequence):
        end = element(sequence, at)
        part = sequence[at:end]
        repeats = _REPEATS.match(sequence, end)
        needed = repeats is None or repeats[0][0] not in _OPTIONAL
        at = repeats.end() if repeats else end
        if len(part) == 1 and part not in ".^$" and needed:
            run += part
            if repeats is None:
                continue
        if run:
            yield (run,)
        run = ""
        if part.startswith("(?:") and needed and (inner := needles(part[3:-1])):
            yield inner
    if run:
        yield (run,)
