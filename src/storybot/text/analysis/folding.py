"""Bring the spellings of a word together: marks, apostrophes, diacritics."""

import unicodedata
from functools import lru_cache

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters without shape that pages leave inside words, as ranges of a pattern's class."""

MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
"""Combining marks that belong to the letter before them, as ranges of a pattern's class."""

APOSTROPHES = "'’‘ʼʹ＇`´"
"""Characters used as an apostrophe inside a word."""

_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n"}
)


def normal(word: str) -> str:
    """Normalise a word: straight apostrophes, no compatibility or invisible characters.

    The result may be up to 18 times as long as the word.
    """
    if word.isascii():
        return word
    visible = word.translate(_STRAIGHT)
    if not visible.isalpha():  # no letter is invisible
        visible = "".join(c for c in visible if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", visible)


def fold(word: str) -> str:
    """Remove diacritics from a lower-case word and convert its digits to 0 to 9.

    Only Latin and Greek letters lose their marks: й is not и, nor が か.
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_LETTERS))
    if apart.isalpha():  # neither marks nor digits
        return unicodedata.normalize("NFC", apart)
    kept: list[str] = []
    bare = False
    for character in apart:
        if not unicodedata.combining(character):
            bare = _is_latin_or_greek(character)
            kept.append(_digit(character))
        elif not bare:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


@lru_cache(maxsize=1024)
def _is_latin_or_greek(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("LATIN ", "GREEK "))
