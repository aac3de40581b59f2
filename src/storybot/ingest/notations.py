"""Name texts that programs write or read, such as logs, tables and source code.

Prose is never named: a line that reads as running text and has no form of a notation clears a text.
"""

import re

from storybot.ingest.lines import Line

_LEAST = 3
"""Lines that make a notation certain."""
_SHARE = 0.8
"""Share of the lines that have the form of a notation."""
_CODE_SHARE = 0.6
_CELLS_MOST = 8
"""Words of a cell of a table; longer ones are texts that somebody may want to quote."""

_OPENINGS = tuple(
    (named, re.compile(form))
    for named, form in (
        ("vCard or calendar", r"BEGIN:V[A-Z]+\s"),
        ("subtitles", r"(?:WEBVTT\b|\d+\s+\d\d:\d\d:\d\d[,.]\d{3} --> )"),
        ("LaTeX", r"(?:%[^\n]*\n\s*)*\\documentclass\b"),
        (
            "base64",
            r"(?=\S*\d)(?=\S*[A-Z])(?=\S*[a-z])(?:[A-Za-z0-9+/]{60,}\s+){3,}[A-Za-z0-9+/]*={0,2}\s*\Z",
        ),
        ("base64", r"(?=\S*\d)(?=\S*[A-Z])(?=\S*[a-z])[A-Za-z0-9+/]{200,}={0,2}\s*\Z"),
        ("program", r"<\?php\b"),
        ("difference of two files", r"diff --git a/|--- \S[^\n]*\n\+\+\+ \S[^\n]*\n@@ "),
        ("error report of a program", r"Traceback \(most recent call last\):\n"),
    )
)
_LINES = tuple(
    (named, re.compile(form))
    for named, form in (
        (
            "log",
            (
                r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*\s.{0,40}\b"
                r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b"
                r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [^\s:]+:"
                r"|\S+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:"
                r"|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)[:\[|]"
            ),
        ),
        (
            "SQL",
            r"(?:SELECT|INSERT INTO|CREATE (?:TABLE|INDEX)|UPDATE|DELETE FROM|ALTER TABLE)\b.*;$",
        ),
        (
            "Dockerfile",
            r"(?:#|(?:FROM|RUN|COPY|CMD|ENV|WORKDIR|ENTRYPOINT|EXPOSE|ARG|ADD|LABEL|USER)\s)",
        ),
        ("settings", r"\[[\w.\" -]+\]$|[\w.-]+ ?= ?\S?|[#;]"),
        ("YAML", r"(?:- )?[a-z_][\w.-]*:(?:\s|$)|- |#|---$"),
    )
)
_SECTION = re.compile(r"^\[[\w.\" -]+\]$", re.MULTILINE)
_NESTED = re.compile(r"^[a-z_][\w.-]*:[ \t]*\n[ \t]+\S", re.MULTILINE)
_KEY = re.compile(r"^\s*(?:- )?[a-z_][\w.-]*:(?=\s|$)", re.MULTILINE)
_BRACED = re.compile(r"[{};]$|^[}#@]|^(?:import|def|from|return|var|let|const|function)\b|=>")
_DEFINITION = re.compile(
    r"^(?:(?:async )?def \w+\(|class \w+(?:\(.*\))?:$|import [\w.]+(?:, [\w.]+)*$"
    r"|from [\w.]+ import (?:\(|[\w*]))",
    re.MULTILINE,
)
_STATEMENT = re.compile(
    r"[\w.]+(?:\[.*\])?(?:: [\w\[\], .|]+)? ?[-+*/|]?= ?\S|[\w.]+\(.*\)?,?$|@\w|[)\]}]+,?$"
    r"|(?:async )?(?:def|class|if|elif|else|for|while|with|try|except|return|raise|import|from)\b"
)
_NUMBER = re.compile(r"[-+]?[\d.,:/ €$£%-]*\d[\d.,:/ €$£%-]*")


_FENCED = re.compile(
    r"^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)", re.MULTILINE | re.DOTALL
)
"""A listing in Markdown, perhaps cut at the end of what is looked at."""
FENCES = ("```", "~~~")
_NOTE = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NOTES = ("//", "#", "*", "--", "@", "<", '"', "'", "`")
"""Openings of comments and strings in programs, in which prose may stand."""


def notation(text: str) -> str:
    """Name what a text is that nobody wrote to be read; empty for prose.

    Listings between the fences of Markdown do not count where there is prose around them.
    """
    outside = _FENCED.sub("", text)
    if outside != text and any(Line(row).prose for row in _stripped(outside)):
        text = outside
    if named := next((named for named, form in _OPENINGS if form.match(text)), ""):
        return named
    rows = [row for row in text.splitlines() if row.strip()]
    if len(rows) < _LEAST:
        return ""
    if text.startswith("#!") and not any(Line(row).prose for row in rows if row[0] != "#"):
        return "program or style sheet"
    if _is_braced(text, rows) or _is_python(text, rows):
        return "program or style sheet"
    if _is_table(rows):
        return "table (CSV)"
    return next((named for named, form in _LINES if _is_made_of(named, form, text, rows)), "")


def _is_braced(text: str, rows: list[str]) -> bool:
    """Return whether most lines have a form of code, and none but comments is prose."""
    code = sum(bool(_BRACED.search(row.strip())) for row in rows)
    if "{" not in text or code < max(_LEAST, _CODE_SHARE * len(rows)):
        return False
    bare = _NOTE.sub("", text).splitlines()
    outer = [row for row in bare if row.strip() and not row[0].isspace()]
    told = (row for row in outer if not row.startswith(_NOTES) and not _BRACED.search(row))
    return not any(Line(row).prose for row in told)


def _stripped(text: str) -> list[str]:
    return [row for row in map(str.strip, text.splitlines()) if row]


def _is_python(text: str, rows: list[str]) -> bool:
    """Return whether there are definitions, and no unindented prose beside comments and strings."""
    if not _DEFINITION.search(text):
        return False
    outer = [row for row in rows if not row[0].isspace() and not row.startswith(("#", '"', "'"))]
    code = sum(bool(_STATEMENT.match(row)) for row in outer)
    return code >= _CODE_SHARE * len(outer) and not any(
        Line(row).prose for row in outer if not _STATEMENT.match(row)
    )


def _is_table(rows: list[str]) -> bool:
    """Return whether each line has as many cells, none of them a text, and most lines a number."""
    for mark, least in ((",", 3), (";", 2), ("\t", 2)):
        cells = [row.split(mark) for row in rows]
        if len(cells[0]) < least or any(len(row) != len(cells[0]) for row in cells):
            continue
        if any(len(cell.split()) > _CELLS_MOST for row in cells for cell in row):
            continue
        spaced = sum(cell.startswith(" ") for row in cells for cell in row[1:])
        numbered = sum(any(map(_NUMBER.fullmatch, row)) for row in cells)
        if spaced * 2 < len(rows) and numbered * 2 > len(rows):
            return True
    return False


def _is_made_of(named: str, form: re.Pattern[str], text: str, rows: list[str]) -> bool:
    if named == "settings" and not _SECTION.search(text):
        return False
    if named == "YAML" and not (_NESTED.search(text) and len(_KEY.findall(text)) >= _LEAST):
        return False
    if named == "Dockerfile" and not re.search(r"^FROM \S", text, re.MULTILINE):
        return False
    others = [row for row in map(str.strip, rows) if not form.match(row)]
    return len(others) <= (1 - _SHARE) * len(rows) and not any(Line(row).prose for row in others)
