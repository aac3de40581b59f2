"""The page's scripts import each other downwards only."""

import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.resources import files
from posixpath import dirname, join, normpath

import pytest

from storybot.playground.page.page_app import page_files

STATIC = files("storybot.playground.page") / "static"
SCRIPTS = {path: data.decode() for path, data in page_files(STATIC).items() if path.endswith(".js")}
FOLDERS = ("core", "messages", "writing", "")
"""The lowest first; the last one starts the page."""


def imports(path: str) -> Iterator[str]:
    """Return the scripts that a script imports."""
    for name in re.findall(r'^import [^;]*?from "([^"]+)";', SCRIPTS[path], re.MULTILINE):
        yield normpath(join(dirname(path), name))


def test_no_script_imports_itself_by_way_of_others() -> None:
    """Walked from any script, the import graph has no cycle."""
    graph = {path: set(imports(path)) for path in SCRIPTS}
    order = list(TopologicalSorter(graph).static_order())
    assert sorted(order) == sorted(SCRIPTS)
    assert order[-1] == "main.js"


@pytest.mark.parametrize("path", sorted(SCRIPTS))
def test_a_script_imports_its_own_folder_and_those_below(path: str) -> None:
    """The composer knows messages, and messages know no composer."""
    floor = FOLDERS.index(dirname(path))
    assert {FOLDERS.index(dirname(name)) for name in imports(path)} <= set(range(floor + 1))


def test_every_script_is_loaded_by_the_first() -> None:
    """None is left over."""
    reached, to_do = set(), {"main.js"}
    while to_do:
        reached |= to_do
        to_do = {name for path in to_do for name in imports(path)} - reached
    assert reached == SCRIPTS.keys()
