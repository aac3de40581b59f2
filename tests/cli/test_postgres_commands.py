"""The commands on a PostgreSQL database, as an operator gives them."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storybot.cli.main import main

ARTICLE = "The lock\n\nInes Calder shut the northern lock on Monday. Divers will examine it.\n"


@pytest.fixture(autouse=True)
def database(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name the database, by a file as a secret."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "url").write_text(f"{postgres_url}\n")
    (tmp_path / "a.md").write_text(ARTICLE)
    monkeypatch.setenv("STORYBOT_DATABASE_FILE", "url")
    return postgres_url


def run(*command: str, code: int = 0) -> Result:
    """Run a command, and check its exit code and that it tells no password."""
    result = CliRunner().invoke(main, command)
    assert result.exit_code == code, result.output
    assert (Path("url").read_text().split(":")[2].split("@")[0]) not in result.output
    return result


def test_an_article_is_added_asked_changed_and_audited() -> None:
    """Each command is a process of its own: all that it needs is in the database."""
    assert "added as article 1" in run("add", "a.md").output
    assert "Ines Calder" in run("ask", "Who shut the northern lock?").output
    run("retract", "1", "--reason", "wrong")
    run("ask", "Who shut the northern lock?", code=3)
    assert json.loads(run("list", "--json").stdout)[0]["state"] == "retracted"
    run("restore", "1")
    run("undo")
    run("restore", "1")
    history = [line.split()[4] for line in run("history", "1").stdout.splitlines()]
    assert history == ["add", "retract", "restore", "undo", "restore"]
    assert "5 lines" in run("audit", "--verify").output
    assert "wrong" in run("audit").output
    assert run("reindex").output == "1 passage.\n"
    assert run("find", "divers").output.split()[0] == "1"
    run("export", "out.jsonl")
    run("gaps")


def test_what_a_server_does_itself_is_said() -> None:
    """Backups are PostgreSQL's; where to read on, too."""
    assert "pg_dump" in run("backup", "x.db", code=1).output


def test_the_doctor_looks_at_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables, hashes and audit, and whether the server keeps what it confirms."""
    monkeypatch.setenv("STORYBOT_HTTP", "")
    found = json.loads(run("doctor", "--json", code=2).stdout)["findings"]
    assert any("is empty" in finding["text"] for finding in found)
    run("add", "a.md")
    found = json.loads(run("doctor", "--json", code=2).stdout)["findings"]
    texts = " ".join(finding["text"] for finding in found)
    assert "is whole: 1 live article. PostgreSQL" in texts
    assert "fsync = off: a crash loses what was confirmed" in texts  # that of the tests


def test_a_server_that_takes_no_changes_is_told_of(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every one of them is a standby: some are set so where their disk is full."""
    monkeypatch.setenv("STORYBOT_HTTP", "")
    run("add", "a.md")
    Path("url").write_text(f"{database}&default_transaction_read_only=on")
    found = json.loads(run("doctor", "--json", code=2).stdout)["findings"]
    assert any("takes no changes: default_tr" in finding["text"] for finding in found)


def test_the_doctor_finds_what_was_altered(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a file."""
    from worlds.database_fixtures import execute_in

    monkeypatch.setenv("STORYBOT_HTTP", "")
    run("add", "a.md")
    execute_in(database, "UPDATE versions SET text = 'Changed.'")
    found = json.loads(run("doctor", "--json", code=2).stdout)["findings"]
    assert any("version 1 of article 1" in finding["text"] for finding in found)


def test_a_file_is_moved_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """`import` tells a database from an export; what is there already is not mixed with it."""
    monkeypatch.delenv("STORYBOT_DATABASE_FILE")
    monkeypatch.setenv("STORYBOT_DATABASE", "sqlite:///old.db")
    run("add", "a.md")
    monkeypatch.delenv("STORYBOT_DATABASE")
    monkeypatch.setenv("STORYBOT_DATABASE_FILE", "url")
    assert "Moved 1 article with 1 version; the audit is whole: 1 line," in (
        run("import", "old.db").output
    )
    assert "Ines Calder" in run("ask", "Who shut the northern lock?").output
    assert "is not empty" in run("import", "old.db", code=1).output
    with sqlite3.connect("old.db") as raw:
        assert raw.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    raw.close()
