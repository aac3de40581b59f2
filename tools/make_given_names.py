"""Make the list of given names by which a bare name in the head of a page is known for a person's.

``python tools/make_given_names.py`` needs the package Faker, of which it takes the given names of
the languages that the bot reads and of their neighbours. Initials and titles are left out, and so
are places: "Asia Pacific" on a page is a topic.
"""

from importlib import import_module
from pathlib import Path

_TARGET = Path(__file__).parents[1] / "src/storybot/ingest/metadata/given_names.txt"
_NOTICE = (
    "# Given names, from Faker {version}, Copyright 2012 Daniele Faraglia: MIT licence, as in\n"
    "# NOTICE.md. Made by tools/make_given_names.py.\n"
)
_LOCALES = """
en_US en_GB en_IN en_IE en_NZ de_DE de_AT de_CH fr_FR fr_CA fr_BE fr_CH es_ES es_MX es_AR es_CO
es_CL ru_RU uk_UA tr_TR it_IT pt_BR pt_PT nl_NL pl_PL sv_SE fi_FI da_DK no_NO cs_CZ
"""
_PLACE_LOCALES = "en_US en_GB en_IN en_IE en_NZ de_DE"
_PLACE_LISTS = ("countries", "states", "provinces", "country")
_PLACE_WORDS = """
africa america asia australia europa europe alexandria austin brooklyn carolina chelsea dakota
florence kingston london lourdes milan odessa orlando paris phoenix santiago savannah sydney
trinity troy vienna
"""
_PLACES = frozenset(_PLACE_WORDS.split())
"""Continents, cities and regions that those lists lack: rather topics than writers."""
_SHORTEST = 2


def main() -> None:
    """Write the list."""
    named = {
        name.casefold() for locale in _LOCALES.split() for name in _names(locale) if _is_plain(name)
    }
    found = named - _PLACES - _places()
    notice = _NOTICE.format(version=import_module("faker").VERSION)
    _TARGET.write_text(notice + "".join(f"{name}\n" for name in sorted(found)), encoding="utf-8")


def _names(locale: str) -> set[str]:
    """Return all given names of a locale's provider of persons."""
    provider = import_module(f"faker.providers.person.{locale}").Provider
    lists = (getattr(provider, part) for part in dir(provider) if part.startswith("first_name"))
    return {name for names in lists if isinstance(names, (dict, list, tuple)) for name in names}


def _places() -> set[str]:
    """Return the countries and their parts that the providers of addresses know, folded."""
    found: set[str] = set()
    for locale in _PLACE_LOCALES.split():
        provider = import_module(f"faker.providers.address.{locale}").Provider
        for part in _PLACE_LISTS:
            names = getattr(provider, part, ())
            if isinstance(names, (list, tuple)):
                found.update(name.casefold() for name in names if isinstance(name, str))
    return found


def _is_plain(name: str) -> bool:
    return name.replace("-", "").isalpha() and len(name) >= _SHORTEST


if __name__ == "__main__":
    main()
