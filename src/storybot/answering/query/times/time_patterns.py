"""The patterns of times, by language, made from ``times.toml``.

A group of a pattern is named for what it tells, with the sort of it before: ``unit_week``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from storybot.answering.query.times.periods import SEASONS
from storybot.text.facts.phrases.lazy_pattern import lazy_pattern
from storybot.text.facts.time_words import COUNTS, MONTHS, WEEKDAYS

_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?(?: of| de)?"
_YEAR = r"(?:,? (?:of |de |del )?(?P<year>(?:19|20)\d\d))"
_ISO = r"(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)"
_DOTTED = r"(?P<day>[0-3]?\d)\.(?P<number>[01]?\d)\.(?P<year>(?:19|20)\d\d)"
_BARE_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_FIRST = rf"{_BARE_YEAR}(?:'\w+)? "
_DECADE = r"(?P<decade>(?:1\d|20)\d0|[1-9]0)"
_CENTURY = r"(?:(?P<century>\d{1,2})|(?P<roman>[ivx]+)|%s)"
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_HALVES = 2

Words = Mapping[str, Any]
Around = tuple[re.Pattern[str] | None, re.Pattern[str] | None]
"""Patterns of what stands before a time, and after it."""


class Form(NamedTuple):
    """A way to tell times of a kind."""

    kind: str
    pattern: re.Pattern[str]

    @property
    def plain(self) -> str:
        """Its pattern, without the names of its groups."""
        return _NAMED_GROUP.sub("(?:", self.pattern.pattern)


@dataclass(frozen=True)
class TimeForms:
    """How a language tells times."""

    calendar: tuple[Form, ...]
    """Dates and months, the most exact first; the bare year is the last."""
    relative: tuple[Form, ...]
    """What is told from today: yesterday, next week, two years ago."""
    named: tuple[Form, ...]
    """What has a name or a number, and may have a year: summer 2022, the third quarter."""
    loose: tuple[Form, ...]
    """A day of the week, and what is the nearest: at the weekend, in summer."""
    latest: re.Pattern[str]
    any_time: re.Pattern[str]
    """All forms: most texts name no time, and one look tells."""
    without_relative: re.Pattern[str]
    """What is taken out of a question that is to name no time told from today."""
    limits: Mapping[str, Around]
    """Of since, before and until."""
    small: frozenset[str]
    """Words that may stand beside a time and say nothing."""
    parts: Mapping[str, Around]
    """Of early, mid and late."""
    ranges: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]
    """Words before a range, between its two ends, and after it."""
    dates: tuple[re.Pattern[str], ...]
    """Days and months in any case."""
    told_from: re.Pattern[str] | None
    before_christ: re.Pattern[str] | None


@cache
def time_forms(language: str) -> TimeForms:
    """Return the forms of a language; times are told in each that has months."""
    words = _data()[language]
    calendar, relative = tuple(_calendar(language)), tuple(_relative(words, language))
    named, loose = tuple(_named(words)), tuple(_loose(words, language))
    forms = [*relative, *named, *calendar, *loose]
    taken = "|".join(_inside(form.plain) for form in relative)
    return TimeForms(
        calendar=calendar,
        relative=relative,
        named=named,
        loose=loose,
        latest=whole(words["latest"]),
        any_time=whole("|".join(_inside(form.plain) for form in forms)),
        without_relative=lazy_pattern(
            rf"(?<!\w)(?:(?:{words['lead']})?(?:{taken})(?: (?:{words['day_parts']}))?"
            rf"|{words['latest']})(?!\w)",
            re.IGNORECASE,
        ),
        limits={one: _around(words, one) for one in ("since", "before", "until")},
        small=frozenset(re.findall(r"\w+", " ".join((words["small"], words["since"])))),
        parts={one: _around(words, one) for one in ("early", "mid", "late")},
        ranges=tuple(_range(words["small"], *pair) for pair in words["between"]),
        dates=tuple(
            lazy_pattern(form.pattern.pattern, re.IGNORECASE)
            for form in (*calendar, *loose)
            if form.kind in ("date", "weekday")
        ),
        told_from=_maybe(r"{} $", words.get("told_from", "")),
        before_christ=_maybe("^ ?(?:{})", words["before_christ"]),
    )


def whole(expression: str) -> re.Pattern[str]:
    """Return a pattern of whole words."""
    return lazy_pattern(rf"(?<!\w)(?:{expression})(?!\w)")


def said(match: re.Match[str], sort: str) -> str:
    """Return which group of a sort a match has: of unit_week and unit_year, "week"."""
    named = (name for name, part in match.groupdict().items() if part is not None)
    return next((name[len(sort) + 1 :] for name in named if name.startswith(f"{sort}_")), "")


@cache
def _data() -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name("times.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _inside(pattern: str) -> str:
    return pattern.removeprefix("(?<!\\w)").removesuffix("(?!\\w)")


def _maybe(frame: str, words: str) -> re.Pattern[str] | None:
    return lazy_pattern(frame.format(words)) if words else None


def _longest_first(rows: Iterable[str]) -> str:
    forms = (form for row in rows for form in row.split())
    return "|".join(sorted(forms, key=len, reverse=True))


def _one_of(sort: str, patterns: Mapping[str, str]) -> str:
    """Return a pattern of choices that tells which it was."""
    return f"(?:{'|'.join(f'(?P<{sort}_{name}>{one})' for name, one in patterns.items())})"


def _numbers(sort: str, patterns: Sequence[str], first: int = 1, step: int = 1) -> str:
    return _one_of(sort, {str(first + i * step): one for i, one in enumerate(patterns)})


def _calendar(language: str) -> Iterator[Form]:
    # A Turkish month may carry a case without an apostrophe, and follow its year.
    case = "(?:[dt][ae]n|[ıiuü]n)?" if language == "tr" else ""
    month = f"(?P<month>{_longest_first(MONTHS[language])})"
    yield Form("date", whole(_ISO))
    yield Form("date", whole(_DOTTED))
    yield Form("date", whole(f"{_DAY} {month}{case}{_YEAR}?"))
    yield Form("date", whole(rf"{month} {_DAY.partition('(?: of')[0]}(?!\d){_YEAR}?"))
    if language == "tr":
        yield Form("date", whole(f"{_YEAR_FIRST}{month}{case}"))
    yield Form("date", whole(f"{month}{case}{_YEAR}?"))
    yield Form("year", whole(_BARE_YEAR))


def _relative(words: Words, language: str) -> Iterator[Form]:
    yield Form("day", whole(_one_of("day", words["days"])))
    units = _one_of("unit", words["units"])
    month = f"(?P<month>{_longest_first(MONTHS[language])})"
    weekday = f"(?P<weekday>{_longest_first(WEEKDAYS[language])})"
    for side, frame in (("which", "{0} {1}"), ("after", "{1}[ -]?{0}")):
        if words[side]:
            which = _one_of("which", words[side])
            yield Form("which", whole(frame.format(which, f"(?:{units}|{month}|{weekday})")))
    number = rf"(?P<count>\d{{1,3}}|{_longest_first(COUNTS[language].split('|'))})"
    count = f"(?:{number}|(?P<few>{words['few']}))"
    unit = _one_of("unit", words["counted"])
    for kind in ("ago", "past"):
        for frame in words[kind]:
            parts = {"count": count, "unit": unit}
            yield Form(kind, whole(frame.format(f"{count} {unit}", **parts)))
    for frame in words["one"]:
        yield Form("past", whole(frame.format(unit=unit)))
    for frame in words["recent"]:
        yield Form("past", whole(f"(?P<few>{frame.format(unit=unit)})"))
    yield Form("ago", whole(words["ago"][0].format(f"(?P<unit_half_year>{words['half_year']})")))


def _named(words: Words) -> Iterator[Form]:
    units, ordinals = words["units"], words["ordinals"]
    season = _one_of("season", {name: units[name] for name in SEASONS})
    quarter = f"{_numbers('quarter', ordinals)} (?:{units['quarter']})"
    half = f"{_numbers('half', ordinals[:_HALVES])} (?:{words['half']})"
    letter = rf"(?:{words['quarter_letter']}|q)(?P<quarter>[1-4])"
    for named in (season, quarter, half, letter):
        yield Form("named", whole(f"{_YEAR_FIRST}{named}"))
        yield Form("named", whole(f"{named}{_YEAR}"))
    yield Form("named", whole(quarter))
    yield Form("named", whole(letter))
    if "half_of_year" in words:
        half = f"{_numbers('half', ordinals[:_HALVES])} (?:{words['half_of_year']})"
        yield Form("named", whole(f"{half}{_YEAR}?"))
    century = f"(?:{units['century']})"
    number = _CENTURY % _numbers("century", words["centuries"], 18)
    yield Form("century", whole(words["numbered"].format(number, century=century)))
    yield Form("decade", whole(words["decades"].format(_DECADE)))
    yield Form(
        "decade", whole(words["decade_words"].format(_numbers("tens", words["tens"], 20, 10)))
    )


def _loose(words: Words, language: str) -> Iterator[Form]:
    yield Form("weekday", whole(f"(?P<weekday>{_longest_first(WEEKDAYS[language])})"))
    yield Form("nearest", whole(_one_of("unit", words["bare"])))


def _around(words: Words, limit: str) -> Around:
    """Compile what stands before and after a time: since, or early."""
    small = f"(?: (?:{words['small']}))?" if words["small"] else ""
    ahead = words["part"].get(limit, "") if limit not in words else words[limit]
    behind = words["part_after"].get(limit, "") or words.get(f"{limit}_after", "")
    before = _maybe(rf"(?<!\w)(?:{{}}){small}[ -]$", ahead)
    return before, _maybe(r"^(?:'?\w{{1,4}})? ?(?:{})(?!\w)", behind)


def _range(
    small: str, opens: str, joins: str, closes: str
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    little = f"(?: (?:{small}))?" if small else ""
    return (
        lazy_pattern(rf"(?<!\w)(?:{opens}){little} $" if opens else "$"),
        lazy_pattern(rf"(?:'?\w{{1,3}})? ?(?:{joins}){little} ?"),
        lazy_pattern(rf"^(?:'?\w{{1,3}})? (?:{closes})(?!\w)" if closes else ""),
    )
