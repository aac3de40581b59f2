"""Make the table of names that mean the same thing, which the package ships.

Run it when countries change their names: ``pip install countryinfo==1.0.1 babel==2.18.0``, then
``python tools/make_aliases.py``. The same versions give the same bytes. Countries with their
demonyms and capitals come from countryinfo; their names in other languages, the names of national
languages, which are adjectives too, and of time zones, many of which are capitals, from the CLDR
data in Babel; and what neither has from ``aliases.txt`` beside this file.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

_HERE = Path(__file__).parent
_TARGET = _HERE.parent / "src/storybot/text/data/aliases.json"
_NOTICE = (
    "Names that mean the same thing. From countryinfo 1.0.1 (MIT, Porimol Chandro and others), "
    "the Unicode CLDR data in Babel 2.18.0 (Unicode License V3, https://www.unicode.org/license."
    "txt) and a list by hand. Made by tools/make_aliases.py: do not edit."
)
_LANGUAGES = ("en", "ru", "uk", "de", "fr", "es", "tr")
_BONDS = ("same", "of", "seat")
_LEAST_PEOPLE = 300_000
"""Capitals of smaller places are names of persons or of bigger places more often."""
_MISLEADING = """
    Island Ísland Mann Mannin Maurice Dominique Reunion Réunion Mexicanos Portuguesa Prathet
    Montenegrin Yugoslavia Malé Male Muscat Togolese Thai Lao
"""
"""Names in the data that are ordinary words or other things in the languages we write."""
_NATIVE = re.compile(r"[A-Z\u00c0-\u024f][a-z\u00c0-\u024f' -]{2,30}")
_OURS = 10**12
"""The weight of a name by hand, more than any country has people."""
_VOWELS = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}


class Name(NamedTuple):
    """One name of one thing."""

    group: str
    bond: str
    language: str
    text: str
    weight: int
    """Which of two things a name belongs to when it is both: people, or more than any for ours."""


def main() -> None:
    """Write the table."""
    names = [*_by_hand(), *_countries()]
    table: dict[str, Any] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    seen = set()
    for name in _without_rivals(names):
        if (key := (name.group, name.language, name.text.casefold())) not in seen:
            seen.add(key)
            table[name.group][name.bond][name.language].append(name.text)
    _TARGET.parent.mkdir(exist_ok=True)
    lines = ",\n".join(
        f'"{group}":{json.dumps(bonds, ensure_ascii=False, separators=(",", ":"))}'
        for group, bonds in sorted(table.items())
    )
    _TARGET.write_text(
        f'{{"notice":{json.dumps(_NOTICE)},\n"groups":{{\n{lines}\n}}}}\n', encoding="utf-8"
    )


def _by_hand() -> Iterator[Name]:
    for line in (_HERE / "aliases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, names = line.partition(":")
            group, bond, language = head.split()
            for text in names.split(","):
                yield Name(group, bond, language, text.strip(), _OURS)


def _without_rivals(names: list[Name]) -> Iterator[Name]:
    """Leave a name to the strongest bond that claims it, then to the most people."""
    claims: dict[tuple[str, str], tuple[int, int]] = {}
    for name in names:
        for language in _LANGUAGES if name.language == "*" else (name.language,):
            key = language, name.text.casefold()
            claim = (-_BONDS.index(name.bond), name.weight)
            claims[key] = max(claims.get(key, claim), claim)
    for name in names:
        if name.weight < _OURS and name.text in _MISLEADING.split() and name.bond != "of":
            continue
        language = "en" if name.language == "*" else name.language
        best = claims[language, name.text.casefold()]
        if name.weight == _OURS or best == (-_BONDS.index(name.bond), name.weight):
            yield name


def _countries() -> Iterator[Name]:
    data = resources.files("countryinfo") / "data"
    for path in sorted(data.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".json"):
            country = json.loads(path.read_text(encoding="utf-8"))
            if country.get("population") and country.get("demonym"):
                yield from _country(country)


def _country(country: dict[str, Any]) -> Iterator[Name]:
    code, people = country["ISO"]["alpha2"], int(country["population"])

    def name(bond: str, language: str, text: str) -> Name:
        return Name(code, bond, language, text.removeprefix("The ").strip(), people)

    yield name("same", "en", country["name"])
    for text in _other_names(country):
        yield name("same", "*", text)
    demonyms = re.split(r"[,/]", country["demonym"])
    for text in demonyms:
        yield name("of", "en", text)
    for language in _LANGUAGES:
        locale = Locale(language)
        if text := locale.territories.get(code):
            yield name("same", language, text.replace("’", "'").partition(" (")[0])
        for text in _adjectives(country, demonyms, locale):
            yield name("of", language, text)
        if people >= _LEAST_PEOPLE and (text := _capital(country, locale)):
            yield name("seat", language, text)


def _other_names(country: dict[str, Any]) -> list[str]:
    """Return what the country calls itself, where one can write that on a common keyboard."""
    names = [*re.split(r"[/,]", country["nativeName"]), *country["altSpellings"]]
    own = country["name"].casefold()
    found = dict.fromkeys(text.strip() for text in names if _NATIVE.fullmatch(text.strip()))
    kept: list[str] = []
    for text in found:
        inside = (own, *(k.casefold() for k in kept))
        if not any(re.search(rf"\b{re.escape(k)}\b", text.casefold()) for k in inside):
            kept.append(text)
    return kept


def _adjectives(country: dict[str, Any], demonyms: list[str], locale: Locale) -> Iterator[str]:
    english = Locale("en").languages
    for spoken in country["languages"]:
        if english.get(spoken) in demonyms and (text := locale.languages.get(spoken)):
            yield re.sub("[cç][ae]$", "", text) if locale.language == "tr" else text
    if locale.language == "tr" and (text := locale.territories.get(country["ISO"]["alpha2"])):
        last = next((c for c in reversed(text.casefold()) if c in _VOWELS), "")
        if last and " " not in text:
            yield f"{text}l{_VOWELS[last]}"


def _capital(country: dict[str, Any], locale: Locale) -> str | None:
    capital = country["capital"]
    if locale.language == "en":
        return str(capital)
    for zone in country.get("timezoneNames") or ():
        if zone.rpartition("/")[2].replace("_", " ") == capital:
            city = locale.time_zones.get(zone, {}).get("city")
            return str(city or (capital if locale.script != "Cyrl" else "")) or None
    return None


if __name__ == "__main__":
    main()
