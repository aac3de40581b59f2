"""Find the base of a Turkish word, also of one typed on a keyboard without Turkish letters.

The dictionary has a million forms and gives the root of each, of a noun and of a verb alike: yüz is
a face, a hundred and to swim. Short verbs are told by their endings, and named by their infinitive.
A word that the dictionary lacks is looked up in the spellings that its letters may stand for;
there are few, since the vowels of a word agree: secimleri is seçimleri.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from storybot.text.analysis.folding import fold

Lookup = Callable[[str], str | None]

_OWN = frozenset("çğıöşü")
"""Letters that other keyboards lack."""
_PLAIN = str.maketrans("âîûı", "aiui")
_ACCENTED = re.compile("[âîû]")
_LIKE = {"s": "sş", "c": "cç", "g": "gğ", "i": "ıi", "u": "uü", "o": "oö"}
"""What a letter may have been typed for; of vowels the one at the back of the mouth first."""
_FRONT, _VOWELS = frozenset("eiöü"), frozenset("aeıioöuü")
_MOST_CLASHES = 1
"""Vowels of a loan that do not agree with the one before: saat, saati."""
_MAY_CLASH, _MAY_CLASH_LATER = re.compile("[iou]"), re.compile("[aeiou].*[iou]")
_MOST_SPELLINGS = 24

_SHORT = 3
"""Letters of a root up to which it may be a noun and a verb."""
_LEAST = 3
"""Letters that stay of a word that no dictionary knows."""

_NOUN_ENDING = re.compile(
    "(?:l[ae]r)?"
    "(?:[ıiuü]m(?:[ıiuü]z)?|[ıiuü]n(?:[ıiuü]z)?|s?[ıiuü])?"
    "(?:[ny]?[ıiuü]|n?[dt][ae]n?|[ny]?[ae]|n?[ıiuü]n|y?l[ae]|n?c[ae])?"
    "(?:(?:[dt][ae])?ki.*)?"
)
"""Plural, possessor, case, and -ki of what is there."""
_VERB_ENDING = re.compile(
    "(?![dt][ıiuü]r(?:l[ae]r)?$)"
    "(?:[ıiuü][lnşt]|[dt][ıiuü]r|[ıiuüae]r|(?<=[aeıioöuülr])t|(?<=[aeıioöuü])n)*"
    "(?:m[ae].*|m[ıiuü][yş].*|[dt][ıiuü].*|[ıiuü]?yor.*|y?[ae]c[ae][kğ].*|y?[ae]n.*|y?[ae]?r.*"
    "|[ıiuü]r.*|s[ae].*|y?[ıiuü]p|y?[ae](?:l|y)[ıiuü]m|s[ıiuü]n(?:[ıiuü]z|l[ae]r)?|y?[ae]bil.*"
    "|y?[ae]m[aeıi].*|y?[ıiuü]nc[ae].*|y?[ıiuü]c[ıiuü].*|y?[ıiuü]ş.*)"
)
"""Passive and causative, then a tense, a participle or an infinitive; not is, after a noun."""
_EMPTY = frozenset(
    ["ben", "biz", "bu", "kim", "mi", "ne", "nere", "o", "olmak", "sen", "siz", "şu"]
)
"""Pronouns, the particle that asks, and to be: in no form a term."""
_NOUNS = frozenset(["ay", "dil", "var", "yer", "yıl", "yol"])
"""Short roots that are hardly ever met as a verb."""
_NARROWED = {"di": "de", "yi": "ye"}
"""De- and ye- before y: diyor, yiyen."""
_VOICED = str.maketrans("pçtk", "bcdğ")


class Exceptions:
    """Bases that the dictionary takes for forms of another word, with all their endings."""

    def __init__(self, nouns: Collection[str], verbs: Collection[str]) -> None:
        voiced = {noun[:-1] + noun[-1].translate(_VOICED): noun for noun in nouns}
        self._nouns = voiced | {noun: noun for noun in nouns}
        self._verbs = {verb: _infinitive(verb) for verb in verbs}
        self._begin = {word[:_LEAST] for word in (*self._nouns, *verbs)}

    def base(self, word: str) -> str | None:
        """Return the noun or the infinitive that a word is a form of."""
        if word[:_LEAST] not in self._begin:
            return None
        for end in range(len(word), _LEAST - 1, -1):
            start = word[:end]
            if (noun := self._nouns.get(start)) and _NOUN_ENDING.fullmatch(word, end):
                return noun
            if (verb := self._verbs.get(start)) and _VERB_ENDING.fullmatch(word, end):
                return verb
        return None


def base_of(lookup: Lookup, exceptions: Exceptions, stop_words: Collection[str]) -> Lookup:
    """Return a function from a lower-case word to its base; None of a word that nobody knows.

    The base of a stop word is empty.
    """

    @cache
    def is_verb(root: str) -> bool:
        return lookup(_infinitive(root)) in {root, _infinitive(root)}

    def base(word: str) -> str | None:
        for spelling in spellings(word):
            if spelling in stop_words:
                return ""
            found = exceptions.base(spelling)
            if found is None and (root := lookup(spelling)) and root[0] == spelling[0]:
                found = root
                if len(root) <= _SHORT and _is_inflected(spelling, root) and is_verb(root):
                    found = _infinitive(root)
            if found:
                return "" if found in _EMPTY else found
        return None

    return base


def cut(word: str, stem: Callable[[str], str]) -> str:
    """Cut the suffixes of a word that no dictionary knows, but not down to a letter or two."""
    plain = fold(word)
    shorter = stem(plain)
    return shorter if len(shorter) >= _LEAST else plain


def spellings(word: str) -> Iterator[str]:
    """Yield what a word may be meant to be, the likeliest first."""
    if meant := _typed().get(word):
        yield meant
        return
    yield word
    if _ACCENTED.search(word):
        yield word.translate(_PLAIN) if "ı" not in word else _ACCENTED.sub(_unaccented, word)
    if _OWN.isdisjoint(word) or (word[0] == "ı" and _OWN.isdisjoint(word.replace("ı", ""))):
        plain = word.translate(_PLAIN)
        for clashes in range(_MOST_CLASHES + 1):
            yield from islice(_written(plain, "", "", clashes), _MOST_SPELLINGS)


def _unaccented(match: re.Match[str]) -> str:
    return match[0].translate(_PLAIN)


def _written(rest: str, done: str, vowel: str, clashes: int) -> Iterator[str]:
    """Yield the ways to write a plain word in which so many vowels do not agree.

    ``vowel`` is the last one of what is ``done``. No way is begun that leads to nothing.
    """
    if clashes and not (_MAY_CLASH if vowel else _MAY_CLASH_LATER).search(rest):
        return
    if not rest:
        yield done
        return
    letter, rest = rest[0], rest[1:]
    for written in _LIKE.get(letter, letter):
        if written == "ğ" and done[-1:] not in _VOWELS:
            continue
        clash = 0
        if vowel and letter == "o":
            clash = written == "ö"
        elif vowel and letter in "iu":
            clash = (written in _FRONT) != (vowel in _FRONT)
        if clash <= clashes:
            last = written if written in _VOWELS else vowel
            yield from _written(rest, done + written, last, clashes - clash)


def _is_inflected(word: str, root: str) -> bool:
    """Tell whether a word is a form of the verb that a short root may be."""
    narrowed = root in _NARROWED.values()
    if root in _NOUNS or (root[-1] in _VOWELS and not narrowed):
        return False
    start = word[: len(root)]
    start = _NARROWED.get(start, start)
    if start != root and start != root[:-1] + root[-1].translate(_VOICED):
        return False
    return _VERB_ENDING.fullmatch(word, len(root)) is not None


def _infinitive(root: str) -> str:
    vowels = [letter for letter in root if letter in _VOWELS]
    return root + ("mek" if vowels and vowels[-1] in _FRONT else "mak")


@cache
def _typed() -> Mapping[str, str]:
    """Return words as typed without Turkish letters, where the likeliest reading is told."""
    path = Path(__file__).with_name("typed.tr.txt")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return {fold(word): word for word in words}
