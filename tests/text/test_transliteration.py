"""What two spellings of one name have in common."""

import random

from storybot.text.analysis.transliteration import BONES, bones, sound_keys, with_bones
from storybot.text.ordinary import common_names


def test_every_key_of_a_name_keeps_its_bones() -> None:
    """Of the names that we know, and of any letters that the spellings are made of."""
    chance = random.Random(1)
    letters = "aeiouyjhsctzkxqvwfpdgbglmnrr'ü"
    made = ["".join(chance.choices(letters, k=chance.randint(1, 12))) for _ in range(20_000)]
    for name in (*sorted(common_names("en"))[:3_000], *made):
        assert {bones(key) for key in sound_keys(name)} == {bones(name)}, name

        def has(text: str) -> list[bool]:
            return [not {*group}.isdisjoint(text) for group in BONES]

        assert all(has(key) == has(name) for key in sound_keys(name)), name


def test_bones_tell_most_other_names_apart() -> None:
    """They are looked at first, to spare the keys of names that cannot share one."""
    assert bones("lavrov") == bones("lawroff") == "lavrov"
    assert bones("hammer") == "amr"
    assert bones("selenskyj") == bones("zelensky") == "klnk"
    assert bones("lavrov") != bones("lakrov")


def test_names_are_told_by_their_bones_many_at_once() -> None:
    """As one by one, in order; doubled letters at the border of two names are no doubled ones."""
    names = ["lavrov", "vance", "lawroff", "hammer", "rammer", "selenskyj", "lakrov", "vau"]
    for wanted in map(bones, names):
        assert with_bones(names, wanted) == [name for name in names if bones(name) == wanted]
    assert with_bones([], "lavrov") == []
