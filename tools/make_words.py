"""Make the lists of ordinary English words and of common names, which the package ships.

A question's word that is on a list is not taken for a misspelling of another. Run it after
`ANALYSIS_VERSION` was raised, with the folder of word lists of Debian's package ``scowl``:
``python tools/make_words.py /usr/share/dict/scowl``.
"""

import sys
from itertools import product
from pathlib import Path

from storybot.text.analysis.analyzer import analyzer

_TARGET = Path(__file__).parents[1] / "src/storybot/text/data"
_NOTICE = (
    "# Terms of the commoner English {sort}. From SCOWL 2020.12.07, Copyright 2000-2019",
    "# by Kevin Atkinson: permission to use, copy, modify, distribute and sell it is granted",
    "# without fee, provided that this notice appears in all copies. Made by tools/make_words.py.",
)
_LISTS = {"words": ("words",), "names": ("upper", "proper-names")}
"""What we make to the sorts of SCOWL it is made of."""
_SIZES = (10, 20, 35, 40, 50)
"""Up to 50, a dictionary of middle size: beyond are words that nobody asks with."""
_SPELLINGS = ("english", "american", "british")
_SHORTEST = 3
"""Shorter words are near too many others to be taken for anything."""


def main() -> None:
    """Write the lists."""
    words = _terms(Path(sys.argv[1]), _LISTS["words"])
    names = _terms(Path(sys.argv[1]), _LISTS["names"]) - words
    for sort, terms in (("words", words), ("names", names)):
        text = "\n".join((*_NOTICE, *sorted(terms))).format(sort=sort)
        (_TARGET / f"{sort}.en.txt").write_text(f"{text}\n", encoding="utf-8")


def _terms(folder: Path, sorts: tuple[str, ...]) -> set[str]:
    terms: set[str] = set()
    for spelling, sort, size in product(_SPELLINGS, sorts, _SIZES):
        path = folder / f"{spelling}-{sort}.{size}"
        if path.exists():
            terms.update(analyzer("en").terms(path.read_text(encoding="latin-1")))
    return {t for t in terms if len(t) >= _SHORTEST and t.isascii() and t.isalpha()}


if __name__ == "__main__":
    main()
