"""Commands are imported when they are run."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from storybot.cli.main import COMMANDS, main

PROBE = """
import sys
from storybot.cli.main import main
try:
    main([{argument!r}])
except SystemExit:
    heavy = {{"numpy", "pydantic", "telegram", "lxml"}}
    print(sorted(heavy.intersection(sys.modules)))
"""


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_imports_nothing_that_answers(argument: str) -> None:
    """Who asks for help waits for click alone, not for numpy and the parsers."""
    probe = [sys.executable, "-c", PROBE.format(argument=argument)]
    printed = subprocess.run(probe, capture_output=True, text=True, check=True).stdout
    assert printed.splitlines()[-1] == "[]"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_asking_imports_nothing_that_reads_articles(tmp_path: Path, options: list[str]) -> None:
    """Who asks waits for no parser, client of the web, model, or table of readers or moderators."""
    probe = """
import sys
from storybot.cli.main import main
try:
    main(["ask", "Where is the harbour?", "--create", *sys.argv[1:]])
except SystemExit:
    reads = {"storybot.ingest.reading", "storybot.corpus.folder", "lxml", "markdown_it", "httpx"}
    reads |= {"pydantic", "dotenv", "telegram", "trafilatura", "simplemma"}
    others = {"storybot.store.inbox", "storybot.store.reader_memory", "storybot.store.desk"}
    print(sorted((reads | others).intersection(sys.modules)))
"""
    settings = os.environ | {"STORYBOT_DATABASE": f"sqlite:///{tmp_path}/new.db"}
    asked = subprocess.run(
        [sys.executable, "-c", probe, *options],
        capture_output=True,
        text=True,
        check=True,
        env=settings,
        cwd=tmp_path,
    )
    assert asked.stdout.splitlines()[-1] == "[]"


def test_a_command_starts_no_threads_for_matrices() -> None:
    """Unless somebody has asked for some; numpy reads it when it is imported."""
    probe = [sys.executable, "-c", "import os, storybot.cli.main; print(os.environ[%r])"]
    name = "OPENBLAS_NUM_THREADS"
    probe[-1] %= name
    for given, wanted in ({}, "1"), ({name: "3"}, "3"):
        environment = {key: value for key, value in os.environ.items() if key != name} | given
        ran = subprocess.run(probe, capture_output=True, text=True, check=True, env=environment)
        assert ran.stdout.strip() == wanted


def test_no_collection_looks_through_what_a_command_imports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """None runs while it is imported; then all that is there is frozen, and they run again."""
    seen: list[object] = []

    def module(name: str) -> object:
        seen.append(gc.isenabled())
        raise ImportError(name)

    monkeypatch.setattr(gc, "freeze", lambda: seen.append("frozen"))
    COMMANDS["ask"].load()
    monkeypatch.setattr("storybot.cli.main.import_module", module)
    with pytest.raises(ImportError):
        COMMANDS["ask"].load()
    assert seen == ["frozen", False]
    assert gc.isenabled()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_the_list_what_its_help_says(name: str) -> None:
    """The list has the first sentence of each command's own help."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(1_000) == COMMANDS[name].help


def test_an_unknown_command_is_refused() -> None:
    """A name that is none is told to click as such."""
    assert main.get_command(click.Context(main), "answer") is None
