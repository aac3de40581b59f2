"""Make the table of Turkish words whose spelling is to be told when they are typed in ASCII.

Most are found by the dictionary and the agreement of vowels; this table has those that would be
taken for another word. Run it after a change of the analysis, where the package ``wordfreq`` is
installed, too (see `make_frequencies.py`), and before that: ``python tools/make_typed_words.py``.
"""

from pathlib import Path

from storybot.text.analysis.analyzer import Analyzer
from storybot.text.analysis.dictionaries.lemmas import lemmatiser
from storybot.text.analysis.folding import fold
from storybot.text.analysis.languages import stop_words

_TARGET = Path(__file__).parents[1] / "src/storybot/text/analysis/inflection/typed.tr.txt"
_NOTICE = """\
# Turkish words that would be taken for others where they are typed without Turkish letters. Made by
# tools/make_typed_words.py from wordfreq 3.1.1, Copyright 2022 Robyn Speer, whose data are under
# CC-BY-SA-4.0 (https://creativecommons.org/licenses/by-sa/4.0/); so is this.
"""
_COMMONER = 10
"""How much commoner a word has to be than the one that is written as the other is typed."""
_WIDTH = 100


def main() -> None:
    """Write the table."""
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - no dependency, as above

    _TARGET.unlink(missing_ok=True)
    share = get_frequency_dict("tr", wordlist="best")
    known, stop = lemmatiser("tr"), stop_words("tr")
    meant: dict[str, str] = {}
    for word in sorted(share, key=lambda word: (-share[word], word)):
        typed = fold(word)
        if word.isalpha() and typed != word and typed.isascii() and (word in stop or known(word)):
            meant.setdefault(typed, word)
    terms = Analyzer("tr").terms
    told = {
        word
        for typed, word in meant.items()
        if typed not in stop
        and share[word] >= _COMMONER * share.get(typed, 0.0) * (known(typed) is not None)
        and terms(typed) != terms(word)
    }
    lines = [_NOTICE]
    line = ""
    for word in sorted(told):
        if len(line) + len(word) >= _WIDTH:
            lines.append(f"{line}\n")
            line = ""
        line = f"{line} {word}".lstrip()
    _TARGET.write_text("".join([*lines, f"{line}\n"]), "utf-8")


if __name__ == "__main__":
    main()
