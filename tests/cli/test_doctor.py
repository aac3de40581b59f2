"""The doctor: what is amiss is named, and what to do about it."""

from pathlib import Path

import pytest

from worlds.bot_process import new_world


async def diagnosis(folder: Path, *, token: str | None = None) -> tuple[int | None, str]:
    """Run the doctor in a world of its own; return how it ended and what it said."""
    async with new_world(folder) as world:
        if token is not None:
            world.settings["TELEGRAM_BOT_TOKEN"] = token
        await (await world.storybot("add", "corpus")).wait()
        process = await world.storybot("doctor")
        await process.wait()
        return process.returncode, world.log


async def test_nothing_is_amiss(tmp_path: Path) -> None:
    """With settings, articles and an accepted token all is well."""
    code, said = await diagnosis(tmp_path)
    assert "MEND" not in said
    assert "@story_bot" in said
    assert code == 0


@pytest.mark.parametrize(
    ("token", "named"), [("", "TELEGRAM_BOT_TOKEN"), ("1:wrong", "does not accept the token")]
)
async def test_what_is_amiss_is_named(tmp_path: Path, token: str, named: str) -> None:
    """A missing or refused token ends with 1, and is never shown."""
    code, said = await diagnosis(tmp_path, token=token)
    assert code == 1
    assert named in said
    assert "1:wrong" not in said
