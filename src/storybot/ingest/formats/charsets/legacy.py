"""Guess the legacy encoding of a text: the one in which its letters are those of a language."""

import re
from collections import Counter
from collections.abc import Iterator

from storybot.text.analysis.languages import detect_language

_ALPHABETS = {
    "de": "äöüß",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "pt": "áâãàçéêíóôõúü",
    "it": "àèéìíîòóùú",
    "nordic": "åäæöøéü",
    "is": "áðéíóúýþæö",
    "tr": "çğıiöşüâîû",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîşţșț",
    "hr": "čćđšž",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "uk": "абвгдежзийклмнопрстуфхцчшщьюяєіїґ",
}
_WESTERN = ("de", "fr", "es", "pt", "it", "nordic", "is")
_CENTRAL = ("de", "pl", "cs", "sk", "hu", "ro", "hr")
_SLAVIC = ("ru", "uk")
_ENCODINGS = (
    ("cp1252", _WESTERN),
    ("cp1254", ("tr",)),
    ("cp1250", _CENTRAL),
    ("iso8859-2", _CENTRAL),
    ("mac-roman", _WESTERN),
    ("mac-turkish", ("tr",)),
    ("cp1251", _SLAVIC),
    ("koi8-u", _SLAVIC),
    ("mac-cyrillic", _SLAVIC),
    ("cp866", _SLAVIC),
)
"""Encodings and the languages that are written in them; of equals the first is taken."""
_SIGNS = frozenset("“”„«»‘’‚–—…•·€£§©®°№¿¡ªº½²³†‡™\u00a0")
_INSIDE = frozenset("’–·")
"""Signs that may stand between two letters."""
_BEHIND = frozenset("®™©ªº²³€£°")
"""Signs that stand behind a word or before a number, never just before a letter."""
_NO_WORDS = frozenset("ñçßöüäøåśźćń")
"""Letters that are no word of their own."""
_PAIRS = (("‘", frozenset("’")), ("„", frozenset("“”")))
_APART = frozenset((" —", " –"))
"""Dashes that have a space before them and none behind."""
_VOWELS = frozenset("аеёиоуыэюяіїє")
_OFTEN = frozenset("оеаиінтсрвлкмдп")
_LEAST = 0.75
_SAYS_SO = 0.06
"""What it counts that the words are those of the language, too."""
_SAMPLE = 4000
_WORD = re.compile(r"[^\W\d_]+")


def guess(sample: bytes) -> str | None:
    """Name the encoding in which a text reads best; None where none reads well."""
    high = [index for index, byte in enumerate(sample) if byte > 0x7F]  # noqa: PLR2004
    start = max(0, high[0] - 200) if high else 0
    part = sample[start : start + _SAMPLE]
    found = max(_candidates(part), key=lambda pair: pair[0], default=(0.0, ""))
    return found[1] if found[0] >= _LEAST else None


def _candidates(sample: bytes) -> Iterator[tuple[float, str]]:
    for rank, (encoding, languages) in enumerate(_ENCODINGS):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        scored = [(_score(text, _ALPHABETS[language]), language) for language in languages]
        best, language = max(scored, key=lambda pair: pair[0])
        if languages is _SLAVIC and not _reads_as_slavic(text):
            continue
        if best >= _LEAST - _SAYS_SO and detect_language(text) == language:
            best += _SAYS_SO
        yield best - 0.001 * rank, encoding


def _score(text: str, alphabet: str) -> float:
    """Return how far the characters outside ASCII are a language's letters, in their places."""
    points = count = 0.0
    padded = f" {text} "
    for before, char, after in zip(padded, padded[1:], padded[2:], strict=False):
        if char.isascii():
            continue
        count += 1
        points += _point(before, char, after, alphabet)
    points -= 2 * sum(padded.count(mark) for mark, end in _PAIRS if end.isdisjoint(padded))
    points -= 2 * padded.count("ґ") * (padded.count("ґ") > padded.count("і"))
    return points / count if count else 0.0


def _point(before: str, char: str, after: str, alphabet: str) -> float:
    if not char.isalpha():
        between = before.isalpha() and after.isalpha() and char not in _INSIDE
        between = between or (after.isalpha() and (char in _BEHIND or before + char in _APART))
        return 1.0 if char in _SIGNS and not between else -1.0
    folded = char.lower()
    if folded not in alphabet and char != "İ":
        return -1.0
    if char.isupper() and (before.islower() or (folded in _NO_WORDS and before == after == " ")):
        return -1.0
    mixed = folded > "\u0370" and any(c.isascii() and c.isalpha() for c in (before, after))
    return -1.0 if mixed else 1.0


def _reads_as_slavic(text: str) -> bool:
    """Return whether there are a Slavic language's vowels and usual letters, mostly small ones."""
    letters = Counter(char.lower() for char in text if char.isalpha() and not char.isascii())
    total = letters.total()
    vowels = sum(letters[char] for char in _VOWELS)
    often = sum(letters[char] for char in _OFTEN)
    words = _WORD.findall(text)
    capitals = sum(word.isupper() for word in words) * 2 > len(words)
    # Read as its neighbour, an encoding of Cyrillic swaps capitals and small letters.
    odd = sum(not (word.islower() or word.isupper() or word[1:].islower()) for word in words)
    odd += sum(word[0].islower() and word[1:].isupper() for word in words) * len(words)
    plain = vowels > 0.3 * total and often > (0.7 if capitals else 0.55) * total
    return plain and odd <= (0 if capitals else 0.1 * len(words))
