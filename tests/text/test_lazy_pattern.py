"""Patterns that are compiled when they are first used."""

import re

import pytest

from storybot.text.facts.phrases.lazy_pattern import lazy_pattern


def test_it_is_compiled_once_and_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text is known before."""
    compiled: list[str] = []

    def compile_pattern(text: str, flags: int) -> re.Pattern[str]:
        compiled.append(text)
        return _COMPILE(text, flags)

    monkeypatch.setattr(re, "compile", compile_pattern)
    pattern = lazy_pattern("a+", re.IGNORECASE)
    assert (pattern.pattern, compiled) == ("a+", [])
    assert pattern.match("Aab", 1)
    assert pattern.findall("xAax a") == ["Aa", "a"]
    assert compiled == ["a+"]


_COMPILE = re.compile


def test_it_has_what_a_pattern_has_and_no_more() -> None:
    """A wrong name is an error, and so is a wrong expression."""
    with pytest.raises(AttributeError, match="seek"):
        lazy_pattern("a").seek  # type: ignore[attr-defined] # noqa: B018
    with pytest.raises(re.error):
        lazy_pattern("(").search("a")
