"""Each match of a pattern has one of the letters that are told of it."""

import re
import sys

import pytest

from storybot.text.facts.phrases.cue_phrases import fact_patterns
from storybot.text.facts.phrases.needles import needles
from storybot.text.facts.phrases.shown_patterns import ODD

LANGUAGES = ("en", "de", "fr", "es", "ru", "uk", "tr")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(?:due to|thus)\b", ("due to", "thus")),
        (r"caused?|led", ("cause", "led")),
        (r"as{2}et", ("et",)),
        (r"um .{1,80} zu|damit", ("um ", "damit")),
        (r"(?:haupt)?gr(?:u|ü)nde?n", ("gr",)),
        (r"[^]x]ab+c", ("ab",)),
        (r"(?!no)word", ("word",)),
        (r"x\|y", ("x",)),
        (r"\d\d|year", ()),
        (r"a?", ()),
    ],
)
def test_each_alternative_gives_letters_that_it_cannot_do_without(
    pattern: str, expected: tuple[str, ...]
) -> None:
    """The longest are taken; where there are none, nothing can be ruled out."""
    assert needles(pattern) == expected


def test_no_letter_matches_another_that_its_lower_case_does_not_tell() -> None:
    """But the odd ones, of all that there are in Unicode."""
    letters = {
        letter
        for language in LANGUAGES
        for pattern in fact_patterns(language).values()
        for needle in needles(pattern.pattern)
        for letter in needle.lower()
        if letter.isalpha()
    } | set("abcdefghijklmnopqrstuvwxyz")
    alike = re.compile(f"[{''.join(sorted(letters))}]", re.IGNORECASE)
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))
    others = {c for c in alike.findall(everything) if c.lower() not in letters}

    assert others == {c for c in others if ODD.match(c)}
