"""The words that mean the same, by language, from which the table of related words is made."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from storybot.answering.ranking.reranker import shipped_relations
from storybot.text.analysis.analyzer import analyzer

GROUPS = Path(__file__).parents[2] / "fitting" / "groups"
LANGUAGES = ("de", "en", "es", "fr", "ru", "tr", "uk")


def test_every_language_has_groups() -> None:
    """And no file is of another one."""
    assert sorted(path.stem for path in GROUPS.iterdir()) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_is_a_few_words_once(language: str) -> None:
    """Words in lower case, apart by a space; no group is within another."""
    lines = (GROUPS / f"{language}.txt").read_text("utf-8").splitlines()
    groups = [line.split() for line in lines]
    assert all(line == " ".join(words).lower() for line, words in zip(lines, groups, strict=True))
    assert all(2 <= len(words) == len(set(words)) <= 12 for words in groups)
    assert len({frozenset(words) for words in groups}) == len(groups)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_table_is_made_of_them(language: str) -> None:
    """Each two words of a group are related there, unless they are one term or none."""
    terms = analyzer(language).terms
    lines = (GROUPS / f"{language}.txt").read_text("utf-8").splitlines()
    for line in lines[::25]:
        one, *others = dict.fromkeys(terms(line))
        related: Mapping[str, float] = shipped_relations(language).get(one, {})
        assert set(others) <= set(related), line
