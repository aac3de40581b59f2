"""What a command says to a file that is none of its own, to an empty value, and of nothing."""

import errno
import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from storybot.cli.main import main
from storybot.search.embedded.embedded_index import EmbeddedIndex

ARTICLE = "The lock\n\nInes Calder shut the northern lock on Tuesday."
_GARBAGE = bytes(range(128, 256))


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith(("STORYBOT_", "TELEGRAM_"))]:
        monkeypatch.delenv(name)


def run(*args: str, stdin: str = "") -> Result:
    """Run a command; what it did not expect is raised."""
    return CliRunner().invoke(main, args, input=stdin, catch_exceptions=False)


@pytest.mark.parametrize(
    "content",
    [_GARBAGE, ARTICLE.encode(), b"[1]\n", b'{"format": "storybot 2"}\n', b'{"current": 3}\n'],
)
def test_what_is_no_export_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    """It names the line and what is wrong, without a traceback or a validator's own words."""
    (tmp_path / "file").write_bytes(content)
    refused = run("import", "file")
    assert refused.exit_code == 1
    assert "file, line 1 is no article of an export: " in refused.stderr
    assert (refused.stderr.count("\n"), "pydantic" in refused.stderr) == (1, False)


def test_an_empty_name_is_no_folder() -> None:
    """As `add "$FILE"` gives where nothing was set: it would take all of the working directory."""
    Path("notes.txt").write_text(ARTICLE)
    refused = run("add", "", "notes.txt")
    assert refused.exit_code == 1
    assert "An empty name is no source." in refused.stderr
    assert refused.stdout.count("notes.txt") == 1
    assert run("list", "--json").stdout.count('"id"') == 1


def test_one_of_something_is_told_in_the_singular() -> None:
    """Two paragraphs have their s."""
    line = "Tom Fen opened the southern gate on Monday."
    assert "1 paragraph\n" in run("add", "-", stdin=line).stdout
    assert "2 paragraphs\n" in run("add", "-", stdin=ARTICLE).stdout
    Path("corpus").mkdir()
    Path("corpus", "a.txt").write_text(ARTICLE)
    assert "has 1 file of articles" in run("doctor").stdout


def test_a_broken_export_says_how_far_it_was_read(tmp_path: Path) -> None:
    """What stands before the damage is in, and an empty line is no damage."""
    run("add", "-", stdin=ARTICLE)
    run("export", "whole")
    (tmp_path / "broken").write_bytes(b"\n" + (tmp_path / "whole").read_bytes() + _GARBAGE)
    (tmp_path / "storybot.db").unlink()
    refused = run("import", "broken")
    assert "line 3 is no article of an export" in refused.stderr
    assert "Of those before it, 1 article went in." in refused.stderr
    assert len(json.loads(run("list", "--json").stdout)) == 1


@pytest.mark.parametrize("content", [None, _GARBAGE, b"no json", b"{}", b"[]"])
@pytest.mark.parametrize("name", ["docs.jsonl", "run.jsonl"])
def test_a_broken_set_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    """Its documents, or the run that it is compared with: the file is named, and what is wrong."""
    for other in ("docs.jsonl", "questions.jsonl", "run.jsonl"):
        (tmp_path / other).touch()
    if content is None:
        (tmp_path / name).unlink()
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(content)
    refused = run("eval", ".", *([] if name == "docs.jsonl" else ["--against", name]))
    assert refused.exit_code in {1, 2}
    assert name in refused.stderr
    assert not any(word in refused.stderr for word in ("pydantic", "Errno", "codec"))


@pytest.mark.parametrize("option", ["--title", "--date", "--publisher", "--link", "--authors"])
def test_an_empty_value_is_refused(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a slip, and no wish to open the editor."""
    monkeypatch.setattr("click.edit", lambda *_, **__: pytest.fail("an editor was opened"))
    run("add", "-", stdin=ARTICLE)
    refused = run("edit", "1", option, "")
    assert (refused.exit_code, refused.stderr) == (1, "There is no value in it.\n")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["list"], "There are no articles yet"),
        (["find", "bridge"], "No article has these words"),
        (["history"], "Nothing was changed yet"),
        (["follow"], "No feed is followed"),
        (["ask", "Who shut the lock?"], "There are no articles yet"),
    ],
)
def test_nothing_is_said_to_be_nothing(command: list[str], told: str) -> None:
    """On stderr: programs that read a list get an empty one."""
    ran = run(*command)
    assert told in ran.stderr
    if command[0] != "ask":
        assert (ran.exit_code, ran.stdout) == (0, "")


def test_all_retracted_is_not_told_as_none() -> None:
    """Whoever asks then need not add articles but restore one."""
    run("add", "-", stdin=ARTICLE)
    run("retract", "1")
    told = run("ask", "Who shut the northern lock?").stderr
    assert "All articles are retracted" in told
    assert "no articles yet" not in told


def test_an_index_that_is_not_filled_yet_is_not_told_as_all_retracted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The articles are there, and live."""

    async def none(_: object) -> int:
        return 0

    run("add", "-", stdin=ARTICLE)
    monkeypatch.setattr(EmbeddedIndex, "count", none)
    assert "retracted" not in run("ask", "Who shut the northern lock?").stderr


@pytest.mark.parametrize("text", ["***", "\n\n–\n", ""])
def test_an_article_is_not_edited_into_one_without_words(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """There would be nothing to quote."""
    run("add", "-", stdin=ARTICLE)
    monkeypatch.setattr(click, "edit", lambda *_, **__: text)
    refused = run("edit", "1")
    assert (refused.exit_code, "There is no text in it" in refused.stderr) == (1, True)


def test_an_audit_without_lines_has_no_last() -> None:
    """No hash is named where there is none."""
    assert run("audit", "--verify").stdout == "The audit is whole: 0 lines.\n"


@pytest.mark.parametrize(
    "command",
    [
        ["export"],
        ["backup"],
        ["follow", "--export"],
        ["labels", "--export"],
    ],
)
def test_a_folder_that_is_missing_is_named(command: list[str]) -> None:
    """Not the file: a new name in the same folder would not help."""
    run("add", "-", stdin=ARTICLE)
    refused = run(*command, "nowhere/file")
    assert refused.exit_code == 1
    assert refused.stderr.endswith("nowhere/file: there is no folder nowhere.\n")


@pytest.mark.parametrize("there", ["questions.jsonl", "docs.jsonl"])
def test_labels_are_written_whole_or_not_at_all(there: str) -> None:
    """Where either file is there already, the other is not left."""
    run("add", "-", stdin=ARTICLE)
    Path(there).write_text("kept")
    refused = run("labels", "--export", "questions.jsonl")
    assert refused.stderr == f"{there} exists already; name a new file.\n"
    assert [path.name for path in Path().glob("*.jsonl")] == [there]
    assert Path(there).read_text() == "kept"


def test_labels_do_not_go_into_the_file_of_their_articles() -> None:
    """One of both would be lost."""
    run("add", "-", stdin=ARTICLE)
    refused = run("labels", "--export", "docs.jsonl")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("The articles go into docs.jsonl; name another file")
    assert not Path("docs.jsonl").exists()


def test_labels_that_find_no_room_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a part of the articles nor the questions, which are written first."""
    run("add", "-", stdin=ARTICLE)

    def dumps(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("storybot.cli.evaluate.json.dumps", dumps)
    refused = run("labels", "--export", "questions.jsonl")
    assert refused.stderr == "Cannot write docs.jsonl: No space left on device.\n"
    assert list(Path().glob("*.jsonl")) == []


def test_where_no_line_was_left_out_none_is_put_back() -> None:
    """No numbers from 1 to 0 are asked for."""
    run("add", "-", stdin=ARTICLE)
    refused = run("edit", "1", "--put-back", "1")
    assert refused.stderr == "No line was left out of this article.\n"


def test_every_option_says_what_it_is() -> None:
    """In the help of its command, where a number or a name alone does not, and in the documents."""
    context = click.Context(main)
    commands = [main.get_command(context, name) for name in main.list_commands(context)]
    options = [(c, o) for c in commands if c for o in c.params if isinstance(o, click.Option)]
    assert len(options) > len(commands)
    assert [f"{c.name} {o.opts[0]}" for c, o in options if not o.help] == []
    described = (Path(__file__).parents[2] / "docs" / "commands.md").read_text()
    assert [f"{c.name} {o.opts[0]}" for c, o in options if o.opts[0] not in described] == []
