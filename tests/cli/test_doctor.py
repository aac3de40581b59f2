"""The doctor: what is amiss is named, and what to do about it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from storybot.cli.doctor import examine
from storybot.cli.program import opened
from storybot.playground.world.bots import Webhook
from storybot.runtime.settings import load_settings
from worlds.bot_process import World, new_world


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Make a playground, with its settings in the environment."""
    async with new_world(tmp_path) as made:
        monkeypatch.chdir(tmp_path)
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


async def diagnosis(**changes: object) -> list[tuple[bool, str]]:
    """Return what the doctor finds, with some settings changed."""
    settings = load_settings().model_copy(update=changes)
    async with opened(settings) as program:
        return [(finding.fine, finding.text) async for finding in examine(program)]


@pytest.mark.slow
async def test_nothing_is_amiss(world: World) -> None:
    """With settings, articles and an accepted token all is well, and the command ends with 0."""
    assert await (await world.storybot("add", "corpus")).wait() == 0
    assert await (await world.storybot("doctor")).wait() == 0
    assert "MEND" not in world.log
    assert "@story_bot" in world.log


@pytest.mark.slow
async def test_the_command_fails_where_something_is_amiss(world: World) -> None:
    """What is to be mended is marked, and the exit code is 1."""
    assert await (await world.storybot("list", "--create")).wait() == 0
    assert await (await world.storybot("doctor")).wait() == 1
    assert "MEND  0 articles" in world.log


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"token": None}, "TELEGRAM_BOT_TOKEN is not set"),
        ({"token": SecretStr("1:wrong")}, "does not accept the token"),
        ({"owners": ()}, "STORYBOT_OWNERS is empty"),
        ({"corpus": Path("nowhere")}, "nowhere is not there"),
        ({"api_url": "http://127.0.0.1:9"}, "cannot be reached at http://127.0.0.1:9"),
        ({}, "0 articles"),
    ],
)
async def test_what_is_amiss_is_named(world: World, changes: dict[str, object], named: str) -> None:
    """It is said with what to do about it, and no token is shown."""
    found = await diagnosis(**changes)
    assert [text for fine, text in found if not fine and named in text]
    assert "1:wrong" not in str(found)


async def test_what_keeps_questions_from_the_bot_is_named(world: World) -> None:
    """Inline mode that is off, and a webhook where the bot polls."""
    world.bot.supports_inline_queries = False
    world.bot.webhook = Webhook("https://bot.example/")
    amiss = " ".join(text for fine, text in await diagnosis() if not fine)
    assert "/setinline" in amiss
    assert "A webhook is set" in amiss
