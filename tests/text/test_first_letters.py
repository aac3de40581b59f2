"""How what a pattern matches begins."""

import pytest

from storybot.text.facts.phrases.first_letters import first_letters


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("how many", {"how"}),
        ("(?:for )?how long", {"for", "how"}),
        ("(?:final |full.time )?scores?", {"final", "full", "score", "scores"}),
        ("wh(?:o|ich)|whom", {"who", "which", "whom"}),
        ("colou?r", {"color", "colour"}),
        ("^(?:the )?cost", {"the", "cost"}),
        ("kind[s]?x|sort", {"kind", "sort"}),
        ("ab+c", {"a"}),
        ("ab{2}c", {"a"}),
        ("a(?:b|c)*d", {"a"}),
        ("who(?= is)|a(?!b)c", {"who", "a"}),
        (r"\S+ age|old", {"", "old"}),
        (".{1,30} nedir", {""}),
        (r"(?:^|\S+ )price", {"", "price"}),
        ("(?:a|a.)b", {"a", "ab"}),
        ("", {""}),
        (r"who \| (?:a|[)|](?:b))|c[a|)]\)|cost", {"who", "c", "cost"}),
        (r"(?:how (?:a|b\))|in) of|old", {"how", "in", "old"}),
    ],
)
def test_every_match_begins_with_one_of_them(pattern: str, expected: set[str]) -> None:
    """Up to where a pattern leaves open what follows, each way that it may begin is known."""
    assert first_letters(pattern) == expected
