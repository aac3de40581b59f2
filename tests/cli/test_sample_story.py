"""`storybot run` with no files shows a sample story, and leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from storybot.cli.startup import with_sample
from storybot.corpus.library import open_story
from storybot.runtime.settings import Settings


def settings(**given: Any) -> Settings:
    """Make settings of nothing but these."""
    return Settings(_env_file=None, **given)


def _left(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_without_files_there_is_a_story_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in memory, and answers the questions that the playground suggests."""
    monkeypatch.chdir(tmp_path)
    shown = with_sample(settings())
    async with open_story(shown.database, corpus=shown.corpus) as story:
        answer = await story.ask("Who replaces Putin at G20?")
    assert answer.answered
    assert _left(tmp_path) == []


@pytest.mark.parametrize("there", ["corpus", "storybot.db"])
def test_with_files_it_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    """An operator's own story is never mixed with it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / there).mkdir()
    own = settings()
    assert with_sample(own) is own


@pytest.mark.parametrize("name", ["STORYBOT_CORPUS", "STORYBOT_DATABASE"])
def test_with_settings_it_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Who names a folder or a database means that one."""
    monkeypatch.chdir(tmp_path)
    own = settings(**{name: "articles" if name == "STORYBOT_CORPUS" else "sqlite:///a.db"})
    assert with_sample(own) is own
