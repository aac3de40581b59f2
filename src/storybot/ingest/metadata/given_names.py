"""Tell the names of people from other capitalised words, by their given names.

``tools/make_given_names.py`` writes the list; nobody types it.
"""

import re
from functools import lru_cache
from importlib.resources import files

_PARTS = re.compile(r"[\s.-]+")
_DOCTORED = re.compile(r"(?:(?:Dr|Prof|Mag|Dipl)\.(?:-\w+\.)?\s*)+(?=\S)")
_COMPANY_FORMS = """
AG GmbH SE KG SA SAS SARL SPA SpA SL SRL Inc Inc. Ltd Ltd. LLC Co Co. ООО ТОВ
"""
_COMPANY = frozenset(_COMPANY_FORMS.split())
_LONG = 4
"""Words from which on a name needs a second given one: a headline may open with a person's."""


@lru_cache(1)
def _given_names() -> frozenset[str]:
    text = files(__package__).joinpath("given_names.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def is_person(name: str) -> bool:
    """Return whether a capitalised name of two words or more opens with a given name."""
    words = _DOCTORED.sub("", name).split()
    if len(words) < 2 or not _is_given(words[0]) or not _COMPANY.isdisjoint(words):  # noqa: PLR2004
        return False
    if words[0].isupper() and not name.isupper():
        return False
    second = words[1]
    return len(words) < _LONG or _is_given(second) or second.islower() or second.endswith(".")


def _is_given(word: str) -> bool:
    known = _given_names()
    folded = word.casefold()
    parts = [part for part in _PARTS.split(folded) if part]
    return folded in known or (bool(parts) and all(part in known for part in parts))
