"""Rank the lines of a copied page by how much each is like the headline of the story.

The weights are those of a conditional logit over the lines of a page, fitted on labelled pages by
``tools/learn_headlines.py``; nobody types them.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files

from storybot.ingest.boilerplate.headlines.signing import signs
from storybot.ingest.boilerplate.page import Page
from storybot.ingest.lines import Line

_NEAR = 12
"""Lines above or below a line among which it is compared."""
_SIGNED = 3
"""Lines below a headline, furniture not counted, that may sign or date the story."""
_LOCAL = 10
"""Lines from the next running text on that a line is compared with."""
_TOP = 3
_GOOD = 4
"""Words of a line that is a rival: longer than most labels."""
_CLUSTER = 3
"""Words of the first line of a head, below the last label of the menus."""
_PART = 6
"""Characters of a line that is looked for within others."""
_LENGTHS = {
    "words 5-6": (5, 6),
    "words 7-9": (7, 9),
    "words 14-18": (14, 18),
    "words 19+": (19, 99),
}


def _load() -> dict[str, float]:
    weights: dict[str, float] = json.loads(
        files(__package__).joinpath("weights.json").read_text("utf-8")
    )
    return weights


WEIGHTS = _load()
"""Weight by the name of a trait."""


def best(page: Page, start: int, able: Sequence[int], body: frozenset[str]) -> int:
    """Choose among ``able`` lines the headline of the story that begins at ``start``.

    ``body`` are the stems of the story's opening.
    """
    lines = HeadlineTraits(page, start, able, body)
    return max(able, key=lambda index: score(lines.traits(index)))


def score(traits: dict[str, float]) -> float:
    """Sum the traits of a line with their weights."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in traits.items())


def share(line: Line, body: frozenset[str]) -> float:
    """Return the share of a line's longer words that a text has too, by their stems."""
    return len(line.stems & body) / (len(line.stems) + 1)


class HeadlineTraits:
    """The lines of a page that could be its headline, compared."""

    def __init__(self, page: Page, start: int, able: Sequence[int], body: frozenset[str]) -> None:
        self._page = page
        self._start = start
        self._able = frozenset(able)
        self._body = body
        self._low = [line.text.casefold() for line in page.lines]
        self._signs = [
            (signs(line), signs(line, strictly=True)) if not reason else (False, False)
            for line, reason in zip(page.lines, page.reasons, strict=True)
        ]

    def traits(self, index: int) -> dict[str, float]:
        """Return the traits of a line, most of them 0 or 1."""
        line = self._page.lines[index]
        following = self._next_prose[index + 1]
        shared = share(line, self._body)
        below = self._plain_below(index)
        found: dict[str, float] = {
            "share of the opening": shared,
            "share, for its length": shared * min(line.length, 10) / 10,
            "share of the next prose": share(line, self._stems_from(following)),
            "covered by all prose": share(line, self._all_prose),
            "how common its words are": self._commonness(line),
            "distance to prose": math.log1p(following - index),
            "near prose": min(following - index, 6) / 6,
            "below the start": index > self._start,
            "at the start": index == self._start,
            "at the top": index < _TOP,
            "ends with a stop": line.text.endswith("."),
            "has a colon": ": " in line.text,
            "signed below": any(self._signs[i][0] for i in below),
            "dated below": any(self._signs[i][1] for i in below),
        }
        for name, (least, most) in _LENGTHS.items():
            found[name] = least <= line.length <= most
        return found | self._of_neighbours(index) | self._of_repeats(index)

    def _of_neighbours(self, index: int) -> dict[str, float]:
        lines = self._page.lines
        line = lines[index]
        item_above = index > 0 and lines[index - 1].bulleted
        item_below = index + 1 < len(lines) and lines[index + 1].bulleted
        rival = index + 1 in self._able and lines[index + 1].length >= _GOOD
        return {
            "an item": line.bulleted,
            "an item above": item_above,
            "an item below": item_below,
            "after the last item": item_above and not line.bulleted,
            "first of a head": self._opens(index) and not self._opens(index - 1),
            "a rival below": rival and not item_below,
        }

    def _of_repeats(self, index: int) -> dict[str, float]:
        """Compare with the path of sections above, which ends with the headline, and with links."""
        low = self._low[index]
        above = self._low[max(0, index - _NEAR) : index]
        others = (
            low in self._low[i]
            for i, line in enumerate(self._page.lines)
            if i != index and not line.prose
        )
        return {
            "tail of a line above": any(a != low and a.endswith(low) for a in above),
            "within another line": len(low) > _PART and any(others),
        }

    def _opens(self, index: int) -> bool:
        if index < 0 or self._page.reasons[index]:
            return False
        line = self._page.lines[index]
        return line.length >= _CLUSTER and not line.bulleted

    def _plain_below(self, index: int) -> list[int]:
        end = min(index + 1 + _NEAR, len(self._page.lines))
        return [i for i in range(index + 1, end) if not self._page.reasons[i]][:_SIGNED]

    def _stems_from(self, index: int) -> frozenset[str]:
        lines, reasons = self._page.lines, self._page.reasons
        end = min(index + _LOCAL, len(lines))
        near = (lines[i].stems for i in range(index, end) if not reasons[i])
        return frozenset().union(*near)

    def _commonness(self, line: Line) -> float:
        return sum(self._counts[stem] for stem in line.stems) / (len(line.stems) + 1) / 10

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(stem for line in self._page.lines for stem in line.stems)

    @cached_property
    def _all_prose(self) -> frozenset[str]:
        return frozenset().union(*(self._page.lines[i].stems for i in self._prose))

    @cached_property
    def _prose(self) -> list[int]:
        return [i for i in self._page.plain(self._page.whole) if self._page.lines[i].prose]

    @cached_property
    def _next_prose(self) -> list[int]:
        """The first line of running text from each line on; the count of lines where none is."""
        end = len(self._page.lines)
        found = [end] * (end + 2)
        prose = frozenset(self._prose)
        for index in range(end - 1, -1, -1):
            found[index] = index if index in prose else found[index + 1]
        return found
