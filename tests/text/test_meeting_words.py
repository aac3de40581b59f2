"""Which everyday words are one term, and which are not, in the languages that readers use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storybot.text.analysis.analyzer import analyzer

LANGUAGES = ("de", "en", "es", "fr", "ru", "tr", "uk")


def pairs(language: str, sign: str) -> list[tuple[str, str]]:
    """Read the pairs of a language that stand around a sign."""
    return list(_read((Path(__file__).parent / "data" / f"words.{language}.txt"), f" {sign} "))


def _read(path: Path, sign: str) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        one, found, other = line.partition(sign)
        if found and not line.startswith("#"):
            yield one, other


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_a_word_meet(language: str) -> None:
    """Cases, numbers, verb forms, lost accents and spellings of two countries are one term."""
    terms = analyzer(language).terms
    together = pairs(language, "=")
    assert len(together) >= 80
    assert [pair for pair in together if terms(pair[0]) != terms(pair[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_look_alike_stay_apart(language: str) -> None:
    """A university is not universal, nor Iran Iraq."""
    terms = analyzer(language).terms
    alike = pairs(language, "≠")
    assert len(alike) >= 40
    assert [pair for pair in alike if terms(pair[0]) == terms(pair[1])] == []
