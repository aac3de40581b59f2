"""The bot follows changes of the articles, also after an index was away for a while."""

import asyncio
import logging
from collections.abc import Sequence
from typing import cast

import pytest

from storybot.bot import app
from storybot.corpus.corpus import Corpus
from storybot.model.errors import IndexRefused, IndexUnavailable, StoreError
from storybot.runtime.supervision import Supervisor


class Followed:
    """A corpus that is followed so often, each time with what a test says."""

    def __init__(self, outcomes: Sequence[Exception | None]) -> None:
        self._outcomes = iter(outcomes)
        self.done = asyncio.Event()

    async def follow(self, seconds: float) -> bool:
        """Do what comes next, and at last wait for ever."""
        assert seconds >= 0
        for outcome in self._outcomes:
            if outcome:
                raise outcome
            return False
        self.done.set()
        return await asyncio.Event().wait()


async def follow(
    outcomes: Sequence[Exception | None], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Follow a corpus under a supervisor; return what died of it."""
    monkeypatch.setattr(app, "_SECONDS_BETWEEN_LOOKS", 0.0)
    corpus, died = Followed(outcomes), list[str]()
    supervisor = Supervisor(died.append, sleep=lambda _: asyncio.sleep(0))
    works = {"follow_corpus": lambda: app._follow(cast("Corpus", corpus))}
    async with supervisor.running(works):
        await asyncio.wait_for(corpus.done.wait(), 60)
    return died


async def test_an_index_that_is_away_is_told_of_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each time that it goes; nothing dies of it, and that it is back is told, too."""
    caplog.set_level(logging.INFO, app.__name__)
    away, refused = IndexUnavailable("Nobody is there."), IndexRefused("Another password.")
    assert await follow([None, away, away, refused, None, None, away, None], monkeypatch) == []
    told = [record.levelname for record in caplog.records]
    assert told == ["WARNING", "INFO", "WARNING", "INFO"]
    assert "Nobody is there." in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_database_that_fails_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no matter of the index."""
    assert await follow([StoreError("The disk is full.")], monkeypatch) == ["follow_corpus"]
