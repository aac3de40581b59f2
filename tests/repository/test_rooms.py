"""The house keeps its shape: few things in a folder, few floors, one name for one thing."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from configparser import ConfigParser
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "storybot"
MOST_ENTRIES, MOST_FLOORS = 12, 6
UNCOUNTED = {"__init__.py", "__init__.pyi", "__main__.py", "__pycache__", "py.typed"}
FOLDERS = sorted(p for p in [PACKAGE, *PACKAGE.rglob("*/")] if p.name != "__pycache__")
Graph = Mapping[str, Iterable[str]]


def module_name(path: Path) -> str:
    """Return the dotted name of a module; a package's is its folder's."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> Mapping[str, ast.Module]:
    """Parse the modules of the project, when a test asks for them."""
    return {module_name(path): ast.parse(path.read_text()) for path in PACKAGE.rglob("*.py")}


def imported(tree: ast.Module) -> Iterator[str]:
    """Return the modules of the project that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in trees() else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@cache
def imports() -> Mapping[str, set[str]]:
    """Return which modules of the project each of them imports."""
    return {n: {one for one in imported(tree) if one in trees()} for n, tree in trees().items()}


def room(folder: Path) -> Graph:
    """Return which entry of a folder imports which of the others."""
    package = module_name(folder)
    arrows: dict[str, set[str]] = defaultdict(set)
    for name, others in imports().items():
        entry = entry_of(name, package)
        if entry:
            arrows[entry] |= {entry_of(other, package) or entry for other in others} - {entry}
    return arrows


def entry_of(name: str, package: str) -> str:
    """Return which entry of a package a module is or is in; nothing for what is elsewhere."""
    inside = name.removeprefix(f"{package}.")
    return "" if inside in {name, "__main__"} else inside.partition(".")[0]


def floors(graph: Graph) -> int:
    """Return the length of the longest way down."""
    height: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        height[name] = 1 + max((height[below] for below in graph[name]), default=0)
    return max(height.values(), default=0)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_folder_is_small_and_low(folder: Path) -> None:
    """Up to twelve entries, on up to six floors, and no entry imports itself by way of others."""
    entries = sorted(p.name for p in folder.iterdir() if p.name not in UNCOUNTED)
    assert len(entries) <= MOST_ENTRIES, entries
    graph = room(folder)
    assert floors(graph) <= MOST_FLOORS, graph


def test_floors_are_counted_along_the_longest_way() -> None:
    """A shorter way down beside it makes no difference."""
    assert floors({"a": "bc", "b": "c", "c": "", "d": ""}) == 3
    assert entry_of("storybot.text.facts.facts", "storybot.text") == "facts"
    assert entry_of("storybot.text", "storybot.text") == ""
    assert "ingest" in room(PACKAGE)["corpus"]


def twice(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names that stand for two things, with the places where they do."""
    places = defaultdict(list)
    for name, place in names:
        places[name].append(place)
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_two_files_have_one_name() -> None:
    """A module can be spoken of by its file name alone."""
    paths = (p for p in PACKAGE.rglob("*.py") if p.name not in UNCOUNTED)
    assert twice((path.name, str(path)) for path in paths) == {}


def test_no_two_public_types_have_one_name() -> None:
    """A class can be spoken of by its name alone."""
    classes = (
        (node.name, module)
        for module, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert twice(classes) == {}


def test_the_drawing_shows_the_floors_that_are_held() -> None:
    """ARCHITECTURE.md draws what import-linter is told, room by room from the top."""
    linter = ConfigParser()
    linter.read(ROOT / ".importlinter")
    held = linter["importlinter:contract:rooms"]["layers"].split("\n")
    (drawing,) = re.findall(
        r"^## Floors$.*?^```$\n(.*?)^```$",
        (ROOT / "ARCHITECTURE.md").read_text(),
        re.MULTILINE | re.DOTALL,
    )
    # A description stands two spaces or more behind the rooms, and may go on in the next line.
    drawn = [re.split(r"\s{2,}", line)[0] for line in drawing.splitlines()]
    assert [line for line in drawn if line] == [line for line in held if line]


def test_every_contract_is_exhaustive() -> None:
    """A new file or folder must find its floor."""
    linter = ConfigParser()
    linter.read(ROOT / ".importlinter")
    layered = [linter[name] for name in linter.sections() if linter[name].get("type") == "layers"]
    assert len(layered) > 5
    assert [contract["name"] for contract in layered if contract.get("exhaustive") != "true"] == []
