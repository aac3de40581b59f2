"""Match the Latin spellings of one foreign name.

Lavrov is Lawrow in German and Lavroff in old books; Zelensky is Zelenskyy, Zelenskiy, Selenskyj. A
key of a name merges the letters that such spellings exchange. Keys are for comparing names, not for
display, and meaningless for words that were never transliterated.
"""

import re
from collections.abc import Sequence

_SAME = (
    ("s", "schtsch shch chtch sch sh zh tsch tch ch cz ts tz z s"),
    ("k", "ck kh q k"),
    ("ks", "x"),
    ("v", "ff ph w v f"),
    ("u", "ou oo ue iu yu ju"),
    ("o", "oe"),
    ("a", "ae"),
    ("e", "ie ye je"),
    ("ia", "iya ija ia ya ja"),
    ("i", "iyi ijj iy ij yj yi yy ii ee y j i"),
    ("j", "dsch dzh dj"),
    ("t", "th"),
    ("g", "gh"),
)
_KEY_OF = {spelling: key for key, spellings in _SAME for spelling in spellings.split()}
_SPELLING = re.compile("|".join(sorted(_KEY_OF, key=len, reverse=True)))
_HARD_C = re.compile("c(?![eiyhkz])")
_GERMAN_CH = re.compile("(?<![st])ch")
_REPEATED = re.compile(r"(.)(?=\1)")
_SILENT = re.compile("(?<=....[nv])e$")
BONES = ("a", "b", "g", "l", "m", "n", "r", "fpvw", "ou")
"""Groups of letters: of each, either all keys of a name tell that it has one, or none does."""
_BONE_OF = str.maketrans(
    dict(zip("fwpuszctqx", "vvvokkkkkk", strict=True)) | dict.fromkeys("deijyh")
)
"""Maps the letters of which one may be exchanged for another to one of them; some mean nothing."""
_SOFT_D = re.compile("dsch|dzh")


def sound_keys(name: str) -> frozenset[str]:
    """Return the keys of a name; two names with a common key may be spellings of one name.

    The name is in lower case and folded; letters outside a to z stay unchanged. A name with ch has
    two keys, as it is kh in German (Charkiw) and a sibilant elsewhere.
    """
    return frozenset(_key(spelling) for spelling in {name, _GERMAN_CH.sub("kh", name)})


def bones(name: str) -> str:
    """Return what is alike in all keys of a name: a shorter key, which merges far more letters.

    Two names with a common key have the same; it is found in a fraction of the time.
    """
    return _REPEATED.sub("", _SOFT_D.sub("j", name).translate(_BONE_OF))


def with_bones(names: Sequence[str], wanted: str) -> list[str]:
    """Return the names with these `bones`, which are found of all names at once."""
    found = bones("\n".join(names)).split("\n")
    return [name for name, own in zip(names, found, strict=False) if own == wanted]


def _key(name: str) -> str:
    key = _SPELLING.sub(lambda match: _KEY_OF[match.group()], _HARD_C.sub("k", name))
    return _SILENT.sub("", _REPEATED.sub("", key))
