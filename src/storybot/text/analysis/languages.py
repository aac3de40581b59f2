"""Detect the language of a text; the resources of each language."""

import re
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

from storybot.text.analysis.stopwords import STOP_WORDS

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Language to the name of its Snowball stemmer."""

SUPPORTED: frozenset[str] = frozenset({*STEMMERS, "uk", "ja", "ko", "zh"})
"""ISO 639-1 codes of the languages that `detect_language` may name."""

_SAMPLE = 2000
"""Characters examined: enough to be sure, few enough to be quick."""
_SAMPLES = 256
"""Texts whose script and ranking are remembered: a question is looked at for its courtesies, and as
such."""
_FEWEST_LETTERS = 4
_LABEL = "__label__"
"""What the model's names of languages begin with."""
_SHOUTED, _SHORT = 0.8, 5
"""Share of capitals from which a line is read in lower case, and up to which length it is not."""
_LEAST_SCORE = 0.4
"""Minimum confidence; below it, as on bare names, the default is the better guess."""
_RANKED = 2
"""Languages that may have that confidence; the model takes longer to name more of them."""
_ABOUT_LEAST = 0.39
"""What the model is told that it is, in numbers of fewer digits."""
_VARIANTS = {"nn": "no"}

_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"),
    "cyrillic": re.compile("[\u0400-\u052f]+"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]+"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f]+"),
    "kana": re.compile("[\u3040-\u30ff]+"),
    "hangul": re.compile("[\uac00-\ud7af]+"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+"),
}
_OTHERS = {
    "cyrillic": ("ru", "uk"),
    "greek": ("el",),
    "arabic": ("ar",),
    "kana": ("ja",),
    "hangul": ("ko",),
    "han": ("zh", "ja"),
}
_WRITTEN_IN = _OTHERS | {
    "latin": ("en", *sorted(SUPPORTED - {"en"}.union(*_OTHERS.values()))),
}
"""Script to the languages written in it, the likeliest first."""


def detect_language(text: str, default: str = "en", among: Collection[str] = SUPPORTED) -> str:
    """Detect the language of a text by its first 2,000 characters, as an ISO 639-1 code.

    The result is always a supported language of the dominant script; a text without letters is in
    the default language. If the text is too short, it is the default language if written in that
    script, else the script's likeliest language. Of languages of that script only those in
    ``among`` are considered, if there are any.
    """
    sample = text[:_SAMPLE]
    _, letters = _script(sample)
    if not letters:
        return default
    languages = candidates(sample, among)
    fallback = default if default in languages else languages[0]
    if len(languages) == 1 or letters < _FEWEST_LETTERS:
        return fallback
    for name, score in _model()(sample):
        language = _VARIANTS.get(name, name)
        if language in languages and score >= _LEAST_SCORE:
            return language
    return fallback


def stop_words(language: str) -> frozenset[str]:
    """Return the lower-case stop words of a language; empty if there is no list."""
    return STOP_WORDS.get(language, frozenset())


def candidates(text: str, among: Collection[str] = SUPPORTED) -> Sequence[str]:
    """Return the languages that a text may be in by its script, the likeliest first.

    They are those of ``among`` if there are any; of a text without letters, all of them.
    """
    script, letters = _script(text[:_SAMPLE])
    if not letters:
        return sorted(among)
    return [x for x in _WRITTEN_IN[script] if x in among] or _WRITTEN_IN[script]


@lru_cache(_SAMPLES)
def _script(sample: str) -> tuple[str, int]:
    """Return the script that most letters belong to, and how many do."""
    if sample.isascii():
        return "latin", sum(map(len, _SCRIPTS["latin"].findall(sample)))
    letters = {name: sum(map(len, script.findall(sample))) for name, script in _SCRIPTS.items()}
    script = _main_script(letters)
    return script, letters[script]


def _main_script(letters: dict[str, int]) -> str:
    if 0 < letters["han"] < 10 * letters["kana"]:
        letters = letters | {"kana": letters["kana"] + letters["han"], "han": 0}
    return max(letters, key=letters.__getitem__)


@cache
def _model() -> Callable[[str], list[tuple[str, float]]]:
    """Load the model, at the first call that needs it."""
    import fasttext  # noqa: PLC0415 - 0.1 s

    model = fasttext.load_model(str(Path(__file__).parents[1] / "language_model" / "lid.176.ftz"))

    @lru_cache(_SAMPLES)
    def ranked(sample: str) -> list[tuple[str, float]]:
        line = sample.encode("utf-8", "replace").decode("utf-8").replace("\n", " ")
        names, scores = model.predict(_not_shouted(line), k=_RANKED, threshold=_ABOUT_LEAST)
        found = zip(names, map(float, scores), strict=True)
        return sorted(
            ((n.removeprefix(_LABEL), s) for n, s in found), key=itemgetter(1), reverse=True
        )

    return ranked


def _not_shouted(line: str) -> str:
    """Return a line in capitals in lower case: the model takes such Latin text for Japanese."""
    latin = [letter for letter in line if letter.isascii() and letter.isalpha()]
    capitals = sum(letter.isupper() for letter in latin)
    shouts = line.isupper() or (capitals > _SHOUTED * len(latin) and len(line) > _SHORT)
    return line.lower() if shouts else line
