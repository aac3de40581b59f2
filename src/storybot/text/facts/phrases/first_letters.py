"""Tell how what a pattern matches begins, so that the pattern need not be tried where that is not.

It reads as much of regular expressions as lists of phrases use: letters, what may be missing, and
groups of choices. Where anything else stands, what is known of the beginning ends.
"""

import re

_Known = set[tuple[str, bool]]
"""Beginnings, and whether what comes next in the pattern follows at once; it may do both."""

_ATOM = re.compile(r"\\.|\(\?[:=!]|.", re.DOTALL)
_BORDER = re.compile(r"\\.|\[[^]]*\]|[|()]", re.DOTALL)
_REPEATED = re.compile(r"[*+{]")


def first_letters(pattern: str) -> set[str]:
    """Return letters and digits of which one each begins whatever a pattern matches.

    One of them is empty where nothing is known.
    """
    known, end = _choices(pattern, 0)
    assert end == len(pattern), pattern
    return {beginning for beginning, _ in known}


def _choices(pattern: str, at: int) -> tuple[_Known, int]:
    """Read the choices from a place on; return where they end."""
    found: _Known = set()
    while True:
        known, at = _sequence(pattern, at)
        found |= known
        if pattern[at : at + 1] != "|":
            return found, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[_Known, int]:
    known: _Known = {("", True)}
    while at < len(pattern) and pattern[at] not in "|)":
        if not any(goes_on for _, goes_on in known):
            return known, _end(pattern, at)
        atom = _ATOM.match(pattern, at)
        assert atom is not None
        at = atom.end()
        options: _Known | None = None
        if atom.group().startswith("("):
            options, at = _choices(pattern, at)
            at += 1
            if atom.group() != "(?:":
                options = None
        elif atom.group() == "[":
            at = pattern.index("]", at) + 1
        elif atom.group().isalnum():
            options = {(atom.group(), True)}
        elif atom.group() == "^":
            options = {("", True)}
        optional = pattern[at : at + 1] == "?"
        if _REPEATED.match(pattern, at):
            options = None
            at = pattern.index("}", at) + 1 if pattern[at] == "{" else at + 1
        at += optional
        known = _followed(known, options, optional=optional)
    return known, at


def _end(pattern: str, at: int) -> int:
    """Return where the choice around a place ends."""
    depth = 0
    for part in _BORDER.finditer(pattern, at):
        border = part.group()
        if border == "(":
            depth += 1
        elif depth == 0 and border in {"|", ")"}:
            return part.start()
        elif border == ")":
            depth -= 1
    return len(pattern)


def _followed(known: _Known, options: _Known | None, *, optional: bool) -> _Known:
    """Return the beginnings once one of the options follows; None is what is not known."""
    if options is None:
        return {(one, False) for one, _ in known}
    found = {(one, False) for one, goes_on in known if not goes_on}
    for one, goes_on in known:
        if goes_on:
            found |= {(one + other, ends_open) for other, ends_open in options}
            if optional:
                found.add((one, True))
    return found
