"""Make the table of how words for numbers and times begin: ``python tools/make_beginnings.py``.

Run it after a change of the analysis or of the words for quantities and times. It prints what
`storybot/text/facts/beginnings.py` has to hold.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.dictionaries.lemmas import LEMMATISED, dictionary
from storybot.text.analysis.languages import stop_words
from storybot.text.facts.beginnings import BEGINNINGS, beginning
from storybot.text.facts.facts import is_of_time, time_words
from storybot.text.facts.quantity.word_kinds import is_numeric, number_words

_DATA = Path(__file__).parents[1] / "src/storybot/text/data"
_TYPED = {"ä": "ae", "ö": "oe", "ü": "ue"}
"""How German words begin where the keyboard has no umlauts."""


def main() -> None:
    """Print the beginnings of each language."""
    for language in BEGINNINGS:
        words = [*_listed(language), *_excepted(language)]
        found = {beginning(word) for word in words}
        if language == "de":
            found |= {_TYPED[word[0]] for word in map(str.lower, words) if word[0] in _TYPED}
        found |= set(_irregular(language, found))
        print(f'    "{language}": "{" ".join(sorted(found))}",')


def is_bare(token: Token, language: str) -> bool:
    """Tell whether a word is a number or a time."""
    return is_numeric(token, language) or is_of_time(token.text.lower(), token.term, language)


def _listed(language: str) -> Iterator[str]:
    """Yield the words for numbers and times, and all that the table of spellings names."""
    yield from number_words(language)
    yield from time_words(language)
    yield from _words("canonical", language)
    if language == "tr":  # whose stop words have forms: neydi is ne
        yield from stop_words(language)


def _excepted(language: str) -> Iterator[str]:
    """Yield the words for numbers and times whose stems are in a table."""
    for word in _words("stems", language):
        if any(is_bare(token, language) for token in analyzer(language).tokens(word)):
            yield word


def _words(table: str, language: str) -> list[str]:
    rows = tomllib.loads((_DATA / f"{table}.toml").read_text("utf-8")).get(language, {})
    return re.findall(r"[^\W\d_]+", str(rows))


def _irregular(language: str, known: set[str]) -> Iterator[str]:
    """Yield the beginnings of forms that begin otherwise than the words that they are forms of."""
    if language not in LEMMATISED:
        return
    words = dictionary(language)
    for form in words:
        if (first := beginning(form)) in known or not form.isalpha():
            continue
        if beginning(words[form]) in known and any(
            is_bare(token, language) for token in analyzer(language).tokens(form)
        ):
            yield first


if __name__ == "__main__":
    main()
