"""The library: what can be imported from `storybot`, and the documents' example of it."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path
from shutil import rmtree

import pytest

import storybot
from storybot import NotFound, Refused, SettingError, open_story
from storybot.corpus import library

ROOT = Path(__file__).parents[2]
TEXT = "# Lock shut\n\nInes Calder shut the northern lock on Tuesday.\n"


def test_every_name_is_there_and_documented() -> None:
    """Each name of `__all__` can be imported, has a docstring, and so have its public methods."""
    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text()
    for name in set(storybot.__all__) - {"__version__"}:
        thing = getattr(storybot, name)
        assert name in dir(storybot)
        if name != "DocumentId":  # a NewType
            assert inspect.getdoc(thing), name
        for member, value in vars(thing).items() if inspect.isclass(thing) else ():
            if inspect.isfunction(value) and not member.startswith("_"):
                assert inspect.getdoc(value), f"{name}.{member}"
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = storybot.nonsense  # type: ignore[attr-defined]


def test_type_checkers_are_told_the_same() -> None:
    """The stub names what `__all__` names, from the same modules."""
    tree = ast.parse((ROOT / "src/storybot/__init__.pyi").read_text())
    told = {
        alias.name: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == storybot._HOME  # type: ignore[attr-defined]


def test_importing_storybot_imports_nothing_else() -> None:
    """The command line starts as quickly as before."""
    program = "import storybot, sys; print([m for m in sys.modules if m.startswith('storybot.')])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"


def test_the_documents_example_runs() -> None:
    """It prints the sentence that answers, in ten lines at most."""
    (example,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "library.md").read_text(), re.DOTALL
    )
    assert len([line for line in example.splitlines() if line.strip()]) <= 10
    ran = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "True Ines Calder shut the northern lock on Tuesday.\n"


async def test_a_story_is_asked_searched_and_changed(tmp_path: Path) -> None:
    """Everything that the command line does with articles, from Python."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "lock.md").write_text(TEXT)
    (tmp_path / "ferry.md").write_text("# Ferry stops\n\nThe ferry Kittiwake stops in May.\n")
    database = f"sqlite:///{tmp_path}/s.db"
    question = "Who shut the northern lock?"
    async with open_story(database, corpus=tmp_path / "corpus") as story:
        (lock,) = await story.articles()
        added = await story.add(tmp_path / "ferry.md", actor="me")
        assert (await story.ask(question)).answered
        assert [found.passage.document for found in await story.search("ferry lock")] != []
        (found,) = await story.search("Kittiwake")
        assert (found.passage.document, found.score > 0) == (added.version.id, True)
        retracted = await story.retract(lock.id, reason="wrong", actor="me")
        assert not (await story.ask(question)).answered
    async with open_story(database, corpus=tmp_path / "corpus") as story:
        assert not (await story.ask(question)).answered
        await story.undo(retracted.change.number)
        assert (await story.ask(question)).citations[0].text.startswith("Ines Calder")
        await story.retract(lock.id)
        assert (await story.restore(lock.id)).version.number == 1
        assert (await story.article(lock.id)).document.title == "Lock shut"
        assert len(await story.history(lock.id)) == 5
        with pytest.raises(NotFound):
            await story.article("99")


async def test_a_large_index_is_kept_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a process that is killed leaves the next one little to read; it goes on from the files."""
    monkeypatch.setattr(library, "_WORTH_KEEPING", 1)
    database = f"sqlite:///{tmp_path}/s.db"
    saved = tmp_path / "s.db.index"
    (tmp_path / "lock.md").write_text(TEXT)
    (tmp_path / "ferry.md").write_text("# Ferry stops\n\nThe ferry Kittiwake stops in May.\n")
    async with open_story(database) as story:
        await story.add(tmp_path / "lock.md")
    rmtree(saved)
    async with open_story(database) as story:
        at_start = {path.name: path.read_bytes() for path in saved.iterdir()}
        assert len(at_start) == 2
        assert (await story.ask("Who shut the northern lock?")).answered
        await story.add(tmp_path / "ferry.md")
        assert (await story.ask("When does the ferry Kittiwake stop?")).answered
        assert {path.name: path.read_bytes() for path in saved.iterdir()} == at_start
    assert {path.name: path.read_bytes() for path in saved.iterdir()} != at_start
    at_end = {path.name: path.stat().st_mtime_ns for path in saved.iterdir()}
    async with open_story(database) as story:
        assert (await story.ask("When does the ferry Kittiwake stop?")).answered
    assert {path.name: path.stat().st_mtime_ns for path in saved.iterdir()} == at_end
    monkeypatch.setattr(library, "_FAR", 1)
    (tmp_path / "ferry.md").write_text("# Ferry stops\n\nThe ferry Kittiwake stops in June.\n")
    for path in saved.iterdir():
        path.rename(tmp_path / path.name)
    async with open_story(database) as story:
        await story.add(tmp_path / "ferry.md")
    for path in saved.iterdir():  # as if the process had been killed
        (tmp_path / path.name).replace(path)
    async with open_story(database) as story:
        assert {path.name: path.stat().st_mtime_ns for path in saved.iterdir()} != at_end
        assert "June" in (await story.ask("When does the ferry Kittiwake stop?")).citations[0].text


async def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """An unknown backend names its setting, a folder that is not there its path."""
    with pytest.raises(SettingError, match="STORYBOT_DATABASE"):
        async with open_story("mysql://x"):
            pass
    with pytest.raises(Refused, match="nowhere"):
        async with open_story("sqlite:///:memory:", corpus=tmp_path / "nowhere"):
            pass
