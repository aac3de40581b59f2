"""Rule out quickly that a text shows a pattern: by letters that each of its matches has.

A search through a text for a pattern of many words takes far longer than to see that none of them
is in it.
"""

import re
from collections.abc import Callable, Iterator

ODD = re.compile("[\u0130\u0131\u017f\u1c80-\u1c8a]")
"""Letters that match others where case is ignored, and whose lower case does not: ı and ſ."""
_DOTLESS = "\u0131"
"""It matches "I" and "i" where case is ignored, and so "I", which becomes "i", matches it."""
_OPTIONAL = frozenset("?*{")
_REPEATS = re.compile(r"[?*+]+|\{[^}]*\}[?+]?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")

Search = Callable[[str], re.Match[str] | None]
Shows = Callable[[str, str], bool]
"""Tells whether a text shows a pattern, given the text and its lower case."""


def shows(pattern: re.Pattern[str]) -> Shows:
    """Return what tells whether a text shows a pattern, anywhere, mostly without a search.

    Raises:
        ValueError: one alternative is anchored by ``^`` and another one may not be.
    """
    if pattern.pattern.startswith("^"):
        if len(_alternatives(pattern.pattern)) > 1:
            raise ValueError(f"Put the alternatives after ^ into a group: {pattern.pattern[:80]}")
        match = pattern.match  # there or nowhere
        return lambda text, _: match(text) is not None
    folds = bool(pattern.flags & re.IGNORECASE)
    parts = [_part(part, pattern.flags, folds=folds) for part in _alternatives(pattern.pattern)]
    search = pattern.search
    if not all(wanted for wanted, _ in parts):
        return lambda text, _: search(text) is not None

    def is_shown(text: str, low: str) -> bool:
        seen = low if folds else text
        for wanted, search_part in parts:
            for needle in wanted:
                if needle in seen:
                    if search_part(text):
                        return True
                    break
        return folds and not text.isascii() and bool(ODD.search(text) and search(text))

    return is_shown


def _part(part: str, flags: int, *, folds: bool) -> tuple[list[str], Search]:
    """Return the strings of which one alternative's matches have one, and what searches for it.

    Alone it is found sooner: one that begins with letters is looked for by them.
    """
    found = [needle.lower().replace(_DOTLESS, "i") if folds else needle for needle in needles(part)]
    wanted = [s for s in found if not any(other in s for other in found if other != s)]
    return wanted, re.compile(part, flags).search


def needles(pattern: str) -> tuple[str, ...]:
    """Return strings of which every match has one; none if that cannot be told."""
    found: dict[str, None] = {}
    for alternative in _alternatives(pattern):
        best = max(_needed(alternative), key=_shortest, default=())
        if not best:
            return ()
        found |= dict.fromkeys(best)
    return tuple(found)


def _shortest(strings: tuple[str, ...]) -> int:
    return min(map(len, strings))


def _alternatives(pattern: str) -> list[str]:
    parts, at = [""], 0
    while at < len(pattern):
        end = _element(pattern, at)
        if pattern[at] == "|":
            parts.append("")
        else:
            parts[-1] += pattern[at:end]
        at = end
    return parts


def _element(pattern: str, at: int) -> int:
    """Return where a part of a pattern ends: a character, an escape, a class or a group."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[" and (match := _CLASS.match(pattern, at)):
        return match.end()
    end = at + 1
    if pattern[at] == "(":
        while pattern[end] != ")":
            end = _element(pattern, end)
        end += 1
    return end


def _needed(sequence: str) -> Iterator[tuple[str, ...]]:
    """Yield sets of strings; every match of a sequence has one of each set."""
    run, at = "", 0
    while at < len(sequence):
        end = _element(sequence, at)
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
