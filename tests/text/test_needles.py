"""A pattern is ruled out by letters exactly where a search would not find it."""

import re
import sys

import pytest

from storybot.text.facts.cue_phrases import fact_patterns
from storybot.text.facts.needles import ODD, needles, shows

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_ruled_out_is_not_found(language: str) -> None:
    """Capitals, and letters that others match where case is ignored, change nothing."""
    texts = [
        "Weil es regnete, sagte er nicht: NICHT!",
        "Il n'a pas plu, parce qu’il l'a dit.",
        "No llovió, porque él lo dijo; según ella.",
        "НЕ сказал, потому что он так считает.",
        "Він не сказав, тому що так вважає, завдяки їй.",
        "İÇİN: yağmur yağmadı, çünkü öyle dedi; DEĞİL dıye.",
        "BAKAN KARARI AÇIKLADI.",
        "Kararı açıkladı, bundan dolayı.",
        "He said NOT to, because, according to her, it IS so; the former was denied.",
        "mıttels, ſagte, wegen",
        "",
    ]
    for name, pattern in fact_patterns(language).items():
        is_shown = shows(pattern)
        found = [(is_shown(text, text.lower()), bool(pattern.search(text))) for text in texts]
        assert all(quick == slow for quick, slow in found), name


@pytest.mark.parametrize("pattern", [r"\baged \d|, \d\d,|known as", r"\d\d|year", r"NO|n't\b"])
def test_a_pattern_is_shown_where_one_of_its_alternatives_is(pattern: str) -> None:
    """Each is looked for by itself, and only where its letters are."""
    for form in (re.compile(pattern), re.compile(pattern, re.IGNORECASE)):
        is_shown = shows(form)
        for text in (
            "Lee, 42, said",
            "Lee, said",
            "aged 4",
            "managed 4",
            "known as 42",
            "NO",
            "n't",
        ):
            assert is_shown(text, text.lower()) == bool(form.search(text)), text


def test_capitals_of_the_dotless_i_are_not_ruled_out() -> None:
    """The lower case of "I" has a dot, and matches the letter without one all the same."""
    is_shown = shows(re.compile(r"(?<!\w)(?:açıkladı|dolayı)(?!\w)", re.IGNORECASE))
    for text in ("BAKAN KARARI AÇIKLADI.", "Bakan açıkladı.", "bundan DOLAYI"):
        assert is_shown(text, text.lower()), text
    assert not is_shown("Bakan konuştu.", "bakan konuştu.")


def test_alternatives_of_which_one_is_anchored_are_refused() -> None:
    """The others would be looked for at the start only."""
    with pytest.raises(ValueError, match="group"):
        shows(re.compile("^this|that"))
    assert shows(re.compile("^(?:this|that)"))("that one", "that one")


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
