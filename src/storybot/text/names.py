"""Tell which words of a text are names, by how they are written and how common they are.

A capital does not make a name where a sentence begins, and in German not anywhere: there a name
is a word that other languages know and English does not use as a word, or one too rare and too
simple to be a noun.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache, lru_cache

from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.folding import fold, normal
from storybot.text.frequencies import power
from storybot.text.ordinary import common_names, ordinary_words

_ELIDED = re.compile(r"^(?:[cdjlmnstv]|qu|all|dall|dell|nell|sull)['’ʼ]", re.IGNORECASE)
NOUNS_HAVE_CAPITALS = frozenset({"de"})
_DETERMINERS = (
    "der die das des dem den ein eine einen einem einer eines kein keine keinen keinem keiner "
    "im am zum zur vom beim ins ans dieser diese dieses diesem diesen jeder jede jedes welche "
    "welcher welches welchen welchem viele wie wenige mehrere alle beide sein seine seinen "
    "seiner seinem ihr ihre ihren ihrer ihrem unser unsere"
)
_BEFORE_NOUNS = frozenset(_DETERMINERS.split())
_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ment|nis|ismus|chen|lein|ling|eur|ier|ei|ik|enz|anz|tum)"
    r"(?:en|e|s|es|n|se)?$"
)
_RARE = 3.4
_COMMON = 3.9
_ARTICLE = 3
_TAIL = 5
_INTERNATIONAL = 3.0
_REMEMBERED = 32_768
"""Words of which is kept what was found."""


class Naming(Enum):
    """When a word is a name."""

    NEVER = auto()
    ALWAYS = auto()
    WITHIN = auto()
    """Within a sentence; as its first word, if `is_name` tells so."""
    UNDETERMINED = auto()
    """Unless a word that only stands before nouns is before it."""


@cache
def _aliases() -> Aliases:
    return Aliases()


def names(tokens: Sequence[Token], language: str) -> tuple[bool, ...]:
    """Tell of each word of a sentence or question whether it is a name."""
    return tuple([is_name(tokens, i, language) for i in range(len(tokens))])


def naming(token: Token, language: str) -> Naming:
    """Tell of a word when it is a name, so that `names` need not look at it again."""
    bare = _without_article(token.text)
    if token.term is None or not bare[:1].isupper():
        return Naming.NEVER
    if len(bare) > 1 and bare.isupper():
        return Naming.ALWAYS
    if language not in NOUNS_HAVE_CAPITALS:
        return Naming.WITHIN
    if _known(token.term, bare, language):
        return Naming.ALWAYS
    return Naming.NEVER if _is_noun(token.term, bare, language) else Naming.UNDETERMINED


def is_named(word: Naming, tokens: Sequence[Token], i: int, language: str) -> bool:
    """Tell whether one of the words of a sentence is a name, by when it is one."""
    if word is Naming.WITHIN:
        return i > 0 or is_name(tokens, i, language)
    return word is Naming.ALWAYS or (word is Naming.UNDETERMINED and not _is_determined(tokens, i))


def _without_article(word: str) -> str:
    """Cut an elided article from a word: l'Italie."""
    if word.isalpha() or not word[:1].islower() or len(word) <= _ARTICLE:
        return word
    return _ELIDED.sub("", word, count=1)


def is_name(tokens: Sequence[Token], i: int, language: str) -> bool:
    """Tell whether one of the words of a sentence is a name."""
    token = tokens[i]
    if token.term is None:
        return False
    bare = _without_article(token.text)
    if not bare[:1].isupper():
        return False
    if len(bare) > 1 and bare.isupper():
        return True
    if language in NOUNS_HAVE_CAPITALS:
        return _known(token.term, bare, language) or not (
            _is_noun(token.term, bare, language) or _is_determined(tokens, i)
        )
    if i > 0:
        return True
    return _known(token.term, bare, language) or _is_rare(token.term, language)


def _is_rare(term: str, language: str) -> bool:
    words = ordinary_words(language)
    return term not in words if words else power(term, language) < _RARE


@lru_cache(_REMEMBERED)
def _known(term: str, bare: str, language: str) -> bool:
    """Tell whether a word names a country, a people, or is a name that English knows."""
    plain = fold(normal(bare).lower()).removesuffix("'s")
    return (
        _aliases().knows(term, language)
        or not common_names("en").isdisjoint((plain, plain.removesuffix("s")))
        or (
            plain.isascii()
            and power(plain, "en") >= _INTERNATIONAL
            and plain not in ordinary_words("en")
            and language != "en"
        )
    )


def _is_noun(term: str, bare: str, language: str) -> bool:
    """Tell a word that is a noun by how it is made, or how common it is."""
    low = bare.lower()
    return (
        _NOUN.search(low) is not None
        or power(term, language) >= _RARE
        or _is_compound(low, language)
    )


def _is_determined(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and tokens[i - 1].text.lower() in _BEFORE_NOUNS


@lru_cache(_REMEMBERED)
def _is_compound(low: str, language: str) -> bool:
    """Tell whether a word ends as a common one: Verteidigungsminister."""
    plain = fold(low)
    tails = {plain[at:] for at in range(2, len(plain) - _TAIL + 1)}
    stems = {stem for tail in tails for stem in analyzer(language).terms(tail)}
    return any(power(stem, language) >= _COMMON for stem in stems if len(stem) >= _TAIL)
