"""Make the tables that tell how common a language's words are, which the package ships.

They weigh what a question asks and nothing says by how rare it is in the language, which a corpus
of three articles cannot tell. Run it after `ANALYSIS_VERSION` was raised, where the package
``wordfreq`` is installed, too: ``python tools/make_frequencies.py``. It is no dependency: 57 MB of
words, of which these tables keep a small part, and no longer updated.
"""

import math
from collections import defaultdict
from pathlib import Path

from storybot.text.analysis.analyzer import analyzer

_TARGET = Path(__file__).parents[1] / "src/storybot/text/data"
_NOTICE = """\
# Terms of {language}, the commonest first: how often a billion words hold them, as a power of ten,
# then the terms. Made by tools/make_frequencies.py from wordfreq 3.1.1, Copyright 2022 Robyn Speer,
# whose data are under CC-BY-SA-4.0 (https://creativecommons.org/licenses/by-sa/4.0/); so is this.
"""
_LANGUAGES = ("de", "en", "es", "fr", "ru", "tr", "uk")
_RAREST = 3.0
"""Power of ten below which a term is left out: one in a million words."""
_STEPS = 10


def main() -> None:
    """Write a table a language."""
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - see above

    for language in _LANGUAGES:
        common: dict[str, float] = defaultdict(float)
        for word, share in get_frequency_dict(language, wordlist="best").items():
            for term in analyzer(language).terms(word):
                common[term] += share
        rows: dict[int, list[str]] = defaultdict(list)
        for term, share in common.items():
            power = math.log10(share * 1e9)
            if power >= _RAREST and term.isalpha():
                rows[round(power * _STEPS)].append(term)
        lines = [f"{p / _STEPS} {' '.join(sorted(rows[p]))}\n" for p in sorted(rows, reverse=True)]
        text = _NOTICE.format(language=language) + "".join(lines)
        (_TARGET / f"frequencies.{language}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
