"""What `/audit verify` says, in every language."""

from pathlib import Path

import pytest

from storybot.bot.locales.catalogue import LANGUAGES
from worlds.bot_in_process import OLGA, bot_in_process, private
from worlds.bot_process import BRIDGE

ONE = {
    "en": "whole: 1 line, the last ",
    "de": "unversehrt: 1 Zeile, die letzte ",
    "es": "íntegro: 1 línea, la última ",
    "fr": "intact : 1 ligne, la dernière ",
    "ru": "цел: 1 строка, последняя ",
    "tr": "sağlam: 1 satır, sonuncusu ",
    "uk": "цілий: 1 рядок, останній ",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_line_is_not_in_the_plural(tmp_path: Path, language: str) -> None:
    """The form of the word goes with the number."""
    person = OLGA | {"language_code": language}
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        told = await bot.say(person, private(person), "/audit verify")
    assert ONE[language] in told["text"]


async def test_an_audit_without_lines_is_empty(tmp_path: Path) -> None:
    """No hash is named where there is none."""
    async with bot_in_process(tmp_path) as bot:
        told = await bot.say(OLGA, private(OLGA), "/audit verify")
    assert told["text"] == "The audit is empty."
