"""The documents are true: what they name is there, and what is there is named."""

import os
import re
from pathlib import Path

import yaml

from storybot.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "storybot"


def test_the_map_names_files_that_exist() -> None:
    """Each path in ARCHITECTURE.md leads somewhere."""
    named = re.findall(
        r"`([\w./-]+(?:\.(?:py|md|txt|json|toml|example)|/))`",
        (ROOT / "ARCHITECTURE.md").read_text(),
    )
    places = (ROOT, SOURCE, SOURCE / "answering", SOURCE / "cli")
    missing = [name for name in named if not any((place / name).exists() for place in places)]
    assert missing == []


def test_the_documents_name_every_command() -> None:
    """Each command of the command line stands on the page of commands."""
    readme = (ROOT / "docs" / "commands.md").read_text()
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", readme)] == []


def test_the_pictures_of_the_readme_exist() -> None:
    """No picture is missing."""
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert shown
    assert [path for path in shown if not (ROOT / path).is_file()] == []


def test_every_finding_is_listed_pinned_and_on_its_own() -> None:
    """The table names each script; a script installs exact versions, without this project."""
    folder = ROOT / "findings"
    listed = re.findall(r"\]\(([\w-]+\.sh)\)", (folder / "README.md").read_text())
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.sh"))
    for name in listed:
        script = (folder / name).read_text()
        ((python, node),) = re.findall(
            r"pip install --quiet --disable-pip-version-check (.+)"
            r"|npm install --silent --no-audit --no-fund --prefix \. (.+)",
            script,
        )
        assert all("==" in package for package in python.split()), name
        assert all(re.search(r".@\d+(\.\d+)+$", package) for package in node.split()), name
        assert "storybot" not in script
        assert os.access(folder / name, os.X_OK)


def test_each_term_stands_once_in_the_glossary() -> None:
    """Terms are sorted, so that a second meaning of one is seen."""
    (glossary,) = re.findall(
        r"^## Glossary$(.*)", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE | re.DOTALL
    )
    terms = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", glossary, re.MULTILINE)[1:]
    assert len(terms) > 20
    assert terms == sorted(set(terms))


def test_hooks_call_the_tools_of_the_project() -> None:
    """A commit needs no network: every hook is local and runs from .venv."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)
