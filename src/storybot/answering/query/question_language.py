"""Tell the language of a question by its words, where a detector would have to guess.

A question is short, and a detector needs sentences. So each language of the articles is given its
due: the question's function words, its words that articles hold, its words that a dictionary has.
The reader's own language and the detector's guess decide between those about equal.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache

from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.dictionaries.lemmas import LEMMATISED, lemmatiser
from storybot.text.analysis.folding import normal
from storybot.text.analysis.languages import candidates, detect_language
from storybot.text.analysis.stopwords import STOP_WORDS
from storybot.text.ordinary import ordinary_words

_WORDS = 64
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAD = 2
"""Function words more than another language has, from which there is no doubt."""
_FUNCTION, _HELD, _LISTED = 2.0, 1.0, 1.0
"""What a word speaks for a language with: as one of its function words, in articles, listed."""
_BOTH = 4.0
"""The same of a word of the language that articles hold: it outweighs guess and choice."""
_GUESSED, _READERS = 1.0, 1.5
"""What the detector and the reader's choice of a language speak for it with."""
_TOLD_BY = 3
"""Words by which the language of a question can be told."""
_APART = "tr"
"""The language that lowers letters in its own way."""
_LATIN = "en"
"""A language in Latin letters."""
_REMEMBERED = 8_192
"""Words of which is kept which languages have them as function words."""


def question_language(
    text: str,
    among: Collection[str],
    readers: str | None,
    frequency: Callable[[str], int],
) -> str:
    """Return the language of a question, one of those that there are articles in if it can be.

    ``readers`` is the language that the reader has chosen; ``frequency`` counts the passages that
    hold a term.
    """
    languages = candidates(text, among)
    if len(languages) == 1 and languages[0] in among:
        return languages[0]
    if not any(language in among for language in languages):
        return detect_language(text, among=among)
    if clear := _clear(text, languages):
        return clear
    guess = detect_language(text, among=among)
    found: dict[str, float] = {}
    # The guess is mostly right, and then the words of other languages need not be read.
    for language in sorted(languages, key=guess.__ne__):
        more = _GUESSED * (language == guess) + _READERS * (language == readers)
        if _may_say(text, language, max(found.values(), default=0.0) - more):
            tokens = analyzer(language).tokens(text)[:_WORDS]
            found[language] = more + sum(_weight(token, language, frequency) for token in tokens)
    return max((one for one in languages if one in found), key=lambda language: found[language])


def _may_say(text: str, language: str, least: float) -> bool:
    """Tell whether the words of a text may weigh so much in a language; False is certain.

    A word that its dictionary lacks weighs no more than a function word.
    """
    if least <= 0 or language not in LEMMATISED:
        return True
    words = analyzer(language).words(text)[:_WORDS]
    most = _BOTH * len(words)
    for word in words:
        if most < least:
            break
        if not _is_listed(word.text, language):
            most -= _BOTH - _FUNCTION
    return most >= least


def languages_not_asked_in(text: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of the articles, where a question is in none of them.

    Its script may tell that alone, which divides words by no spaces in some languages; otherwise it
    takes some words, and also of Latin letters, in which names stand in texts of all languages.
    """
    if is_in_other_letters(text, languages):
        return tuple(languages)
    few = len(text.split()) < _TOLD_BY
    if few or not languages:
        return ()
    return () if detect_language(text, languages[0]) in languages else tuple(languages)


def is_in_other_letters(text: str, languages: Sequence[str]) -> bool:
    """Tell whether a question is in letters that no article is in, so that it cannot be read."""
    if not languages or (len(text.split()) < _TOLD_BY and _LATIN in candidates(text)):
        return False
    return not any(language in languages for language in candidates(text, languages))


def _clear(text: str, languages: Collection[str]) -> str | None:
    """Return the language that function words alone leave no doubt of, which needs no dictionary.

    They have to be twice as many as in any other language, and two more.
    """
    counts = dict.fromkeys(languages, 0)
    for word in _WORD.findall(text)[:_WORDS]:
        for language in languages_with(word):
            if language in counts:
                counts[language] += 1
    best, second, *_ = sorted(counts.values(), reverse=True)
    if best < second + _LEAD or best < 2 * second:
        return None
    return max(counts, key=lambda language: counts[language])


def knows_word(token: Token, language: str) -> bool:
    """Tell whether a word is one of a language, by its function words and our word lists."""
    if token.term is None:
        return True
    if language in LEMMATISED:
        return _is_listed(token.text, language)
    return token.term in ordinary_words(language)


def _is_listed(word: str, language: str) -> bool:
    """Tell whether the dictionary of a language has a word."""
    return lemmatiser(language)(_lower(word, language)) is not None


@lru_cache(_REMEMBERED)
def languages_with(word: str) -> frozenset[str]:
    """Return the languages that a word is a function word of, among all that we know."""
    low, apart = _lower(word, _LATIN), _lower(word, _APART)
    found = _languages_of().get(low, frozenset())
    if low == apart:
        return found
    return (found - {_APART}) | (_languages_of().get(apart, frozenset()) & {_APART})


@cache
def _languages_of() -> Mapping[str, frozenset[str]]:
    """Return the languages of each function word, in lower case."""
    found: dict[str, frozenset[str]] = {}
    for language, words in STOP_WORDS.items():
        found |= {word: found.get(word, frozenset()) | {language} for word in words}
    return found


def _weight(token: Token, language: str, frequency: Callable[[str], int]) -> float:
    if token.term is None:
        return _FUNCTION
    if not token.term.isalpha():
        return 0.0
    held, listed = frequency(token.term) > 0, knows_word(token, language)
    return _BOTH if held and listed else _HELD * held + _LISTED * listed


def _lower(word: str, language: str) -> str:
    word = normal(word)
    if language == _APART:
        word = word.replace("I", "ı").replace("İ", "i")
    return word.casefold().replace("ё", "е")
