"""Rows read back through caches, each verified against its hash once."""

import logging
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from cachetools import LRUCache

from storybot.model.documents import Version
from storybot.model.errors import DamagedText
from storybot.model.passages import Passage
from storybot.store.document_store import CommitOutcome
from storybot.store.layout import rows

_log = logging.getLogger(__name__)
_CACHED_VERSIONS = 256
_CACHED_PASSAGES = 2048
_CHANGE_WIDTH = len(rows.CHANGE_COLUMNS.split(","))
OUTCOME_COLUMNS = ", ".join(
    f"{table}.{column.strip()}"
    for table, columns in (("c", rows.CHANGE_COLUMNS), ("p", rows.PASSAGE_COLUMNS))
    for column in columns.split(",")
)
"""Of changes ``c`` and the passages ``p`` that each added, for `VerifiedRows.outcomes`."""


class VerifiedRows:
    """Versions and passages by their rows.

    Cached by the hash too, so that a cached value is one that was verified.
    """

    def __init__(self) -> None:
        self._versions: LRUCache[tuple[Any, ...], Version] = LRUCache(_CACHED_VERSIONS)
        self._passages: LRUCache[tuple[Any, ...], Passage] = LRUCache(_CACHED_PASSAGES)

    def version(self, row: Sequence[Any]) -> Version:
        """Read a version, its columns in the order of `rows.read_version`'s parameters.

        Raises:
            DamagedText: it does not match its hash.
        """
        id, number, state, _, _, hash = row
        key = (id, number, state, hash)
        known = self._versions.get(key)
        if known is None:
            known = self._versions[key] = rows.read_version(*row)
        return known

    def whole_versions(self, found: Iterable[Sequence[Any]]) -> list[Version]:
        """Read versions; one that is damaged is omitted, and logged."""
        whole = []
        for row in found:
            try:
                whole.append(self.version(row))
            except DamagedText as error:
                _log.error("%s", error)
        return whole

    def passage(self, row: Sequence[Any], *, remember: bool = True) -> Passage | None:
        """Read a passage from its `rows.PASSAGE_COLUMNS`; None, and logged, if damaged."""
        key = (row[0], row[-1])
        if known := self._passages.get(key):
            return known
        try:
            passage = rows.read_passage(row)
        except DamagedText as error:
            _log.error("%s", error)
            return None
        if remember:
            self._passages[key] = passage
        return passage

    def outcomes(self, found: Iterable[Sequence[Any]]) -> list[CommitOutcome]:
        """Read the effects of changes from `OUTCOME_COLUMNS`, ordered by change and passage."""
        outcomes = []
        for line, of_line in groupby(found, key=itemgetter(slice(_CHANGE_WIDTH))):
            row = rows.read_change(line)
            there = [one[_CHANGE_WIDTH:] for one in of_line if one[_CHANGE_WIDTH] is not None]
            passages = [p for one in there if (p := self.passage(one, remember=False))]
            is_whole = len(there) == len(row.added)
            outcomes.append(CommitOutcome(row.change, row.removed, tuple(passages), is_whole))
        return outcomes
