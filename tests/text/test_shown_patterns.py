"""A sentence shows a pattern exactly where a search through it would find it."""

import random
import re
from functools import reduce
from operator import or_

import pytest

from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.phrases.cue_phrases import fact_patterns
from storybot.text.facts.phrases.shown_patterns import ShownPatterns

LANGUAGES = ("en", "de", "fr", "es", "ru", "uk", "tr")
TEXTS = [
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


def _shown(pattern: re.Pattern[str], text: str) -> bool:
    patterns = ShownPatterns([pattern])
    words = [token.text for token in analyzer("en").words(text)]
    (shown,) = patterns.shown(text, reduce(or_, map(patterns.begun_by, words), 0))
    return shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_ruled_out_is_not_found(language: str) -> None:
    """Capitals, and letters that others match where case is ignored, change nothing."""
    for name, pattern in fact_patterns(language).items():
        for text in TEXTS:
            assert _shown(pattern, text) == bool(pattern.search(text)), (name, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_is_it_in_words_that_anything_may_join(language: str) -> None:
    """Signs, digits and lines between words make others of them, or none."""
    chance = random.Random(1)
    words = [word for text in TEXTS for word in re.findall(r"\w+", text)]
    between = [" ", ", ", "_", "5", "-", "'", "’", ".", "\u00ad", "\u0301", "字", "\n", " 42, "]
    forms = list(fact_patterns(language).values())
    patterns = ShownPatterns(forms)
    for _ in range(400):
        parts = [chance.choice(words) + chance.choice(between) for _ in range(6)]
        text = "".join(parts)
        begun = reduce(or_, [patterns.begun_by(t.text) for t in analyzer(language).words(text)], 0)
        found = patterns.shown(text, begun)
        assert found == tuple(form.search(text) is not None for form in forms), text


@pytest.mark.parametrize("pattern", [r"\baged \d|, \d\d,|known as", r"\d\d|year", r"NO|n't\b"])
def test_a_pattern_is_shown_where_one_of_its_alternatives_is(pattern: str) -> None:
    """Each is looked for by itself, and only where its letters are."""
    for form in (re.compile(pattern), re.compile(pattern, re.IGNORECASE)):
        for text in (
            "Lee, 42, said",
            "Lee, said",
            "aged 4",
            "managed 4",
            "known as 42",
            "NO",
            "n't",
        ):
            assert _shown(form, text) == bool(form.search(text)), text


def test_capitals_of_the_dotless_i_are_not_ruled_out() -> None:
    """The lower case of "I" has a dot, and matches the letter without one all the same."""
    pattern = re.compile(r"(?<!\w)(?:açıkladı|dolayı)(?!\w)", re.IGNORECASE)
    for text in ("BAKAN KARARI AÇIKLADI.", "Bakan açıkladı.", "bundan DOLAYI"):
        assert _shown(pattern, text), text
    assert not _shown(pattern, "Bakan konuştu.")


def test_a_phrase_is_begun_only_by_its_first_word() -> None:
    """A word that has its letters elsewhere, or goes on, begins nothing."""
    patterns = ShownPatterns([re.compile(r"\b(?:no|due to)\b", re.IGNORECASE)])

    assert patterns.begun_by("no")
    assert patterns.begun_by("Due")
    assert patterns.begun_by("l'no")
    assert not patterns.begun_by("know")
    assert not patterns.begun_by("north")
    assert not patterns.begun_by("to")


def test_alternatives_of_which_one_is_anchored_are_refused() -> None:
    """The others would be looked for at the start only."""
    with pytest.raises(ValueError, match="group"):
        ShownPatterns([re.compile("^this|that")])
    assert _shown(re.compile("^(?:this|that)"), "that one")
