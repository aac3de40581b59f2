"""Errors of operators: each is named with what to do, ends with its code, and makes nothing."""

import os
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storybot.cli.main import main
from storybot.runtime.setting_names import notices
from worlds.bot_process import new_world, running

ARTICLE = "# Lock shut\n\nInes Calder shut the northern lock on Tuesday.\n"


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith(("STORYBOT_", "TELEGRAM_"))]:
        monkeypatch.delenv(name)


def run(*args: str, database: str = "") -> Result:
    """Run a command, with a database of that path."""
    environment = {"STORYBOT_DATABASE": f"sqlite:///{database}"} if database else {}
    return CliRunner().invoke(main, args, env=environment)


@pytest.mark.parametrize(
    "command", [["list"], ["ask", "Who?"], ["undo"], ["reindex"], ["backup", "copy.db"]]
)
def test_a_path_without_database_is_refused(tmp_path: Path, command: list[str]) -> None:
    """Commands that need articles end with 2, name the setting, and make no file."""
    ran = run(*command, database=f"{tmp_path}/storybto.db")
    assert ran.exit_code == 2
    assert "STORYBOT_DATABASE: there is no database" in ran.stderr
    assert "--create" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_slip_beside_a_database_names_it(tmp_path: Path) -> None:
    """Not even a command that brings articles begins another database beside one."""
    (tmp_path / "lock.md").write_text(ARTICLE)
    assert run("add", "lock.md", database=f"{tmp_path}/storybot.db").exit_code == 0
    ran = run("add", "lock.md", database=f"{tmp_path}/storybto.db")
    assert ran.exit_code == 2
    assert f"did you mean {tmp_path}/storybot.db? Correct the path" in ran.stderr
    assert not (tmp_path / "storybto.db").exists()


def test_a_slip_in_the_folder_names_it(tmp_path: Path) -> None:
    """A folder is not made, either."""
    (tmp_path / "lock.md").write_text(ARTICLE)
    ran = run("add", "lock.md", database=f"{tmp_path}/dta/storybot.db")
    assert ran.exit_code == 2
    assert f"no folder {tmp_path}/dta. Correct the path" in ran.stderr
    assert not (tmp_path / "dta").exists()


def test_create_makes_it(tmp_path: Path) -> None:
    """Asked for, the database is made with its folder, whatever the command."""
    ran = run("list", "--json", "--create", database=f"{tmp_path}/data/storybot.db")
    assert (ran.exit_code, ran.stdout) == (0, "[]\n")
    assert run("list", "--json", database=f"{tmp_path}/data/storybot.db").exit_code == 0


def test_a_new_database_is_told(tmp_path: Path) -> None:
    """What brings articles may begin in a folder without database, and says so."""
    (tmp_path / "lock.md").write_text(ARTICLE)
    ran = run("add", "lock.md", database=f"{tmp_path}/other.db")
    assert ran.exit_code == 0
    assert f"A new database: {tmp_path}/other.db." in ran.stderr


def test_the_usual_database_needs_no_asking(tmp_path: Path) -> None:
    """Without a setting everything starts from nothing."""
    ran = run("list", "--json")
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("STORYBOT_OWNER", "STORYBOT_OWNERS"),
        ("STORYBOT_DATABSE", "STORYBOT_DATABASE"),
        ("STORYBOT_TRESHOLD", "STORYBOT_THRESHOLD"),
        ("storybot_corpus", "STORYBOT_CORPUS"),
        ("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("TELEGRAM_BOT_TOKEN_FIL", "TELEGRAM_BOT_TOKEN_FILE"),
    ],
)
def test_a_misspelt_setting_names_the_nearest(tmp_path: Path, name: str, meant: str) -> None:
    """In the environment as in .env, the name and the one meant are told."""
    told = f"{name} is not a setting and has no effect; did you mean {meant}?"
    assert notices({name: "1"}, Path("none")) == [told]
    (tmp_path / ".env").write_text(f"{name}=1\n")
    ran = run("list")
    assert told in ran.stderr
    assert ran.exit_code == 0


def test_names_of_others_are_none_of_our_business() -> None:
    """What is no slip of a setting is told only if it begins like one."""
    found = {"PATH": "/bin", "TELEGRAM_CHANNEL_OF_ANOTHER": "x", "STORYBOT_OWNERS": "1"}
    assert notices(found, Path("none")) == []
    (told,) = notices({"STORYBOT_WHATEVER_ELSE": "1"}, Path("none"))
    assert told == "STORYBOT_WHATEVER_ELSE is not a setting and has no effect."


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe/Kyyiv", "nowhere near"])
def test_a_time_zone_that_there_is_not_is_told(zone: str) -> None:
    """The system reads it as UTC without a word; here it is said."""
    (told,) = notices({"TZ": zone}, Path("none"))
    assert f"TZ names no time zone: {zone}" in told


@pytest.mark.parametrize("zone", ["", "UTC", "Europe/Berlin", ":Asia/Tokyo", "CET-1CEST", "EST"])
def test_a_time_zone_that_there_is_needs_no_word(zone: str) -> None:
    """Names of the table and codes of POSIX are fine."""
    assert notices({"TZ": zone}, Path("none")) == []


@pytest.mark.slow
async def test_a_taken_port_is_told_and_the_bot_answers(tmp_path: Path) -> None:
    """Health and metrics are missed in the log; readers are not left without answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with new_world(tmp_path) as world:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            world.settings["STORYBOT_HTTP"] = address
            async with running(world):
                posted = await world.ask(world.ada, "Who opened the Lantern Bridge?")
            assert "Ottilie Brandt" in posted.text
            assert f"STORYBOT_HTTP: {address} cannot be listened at" in world.log
            assert "Traceback" not in world.log


def test_workers_without_ports_are_refused_before_anything_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No database is looked for, and no folder taken into one."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:abc")
    monkeypatch.setenv("STORYBOT_HTTP", "127.0.0.1:65533")
    monkeypatch.setenv("STORYBOT_DATABASE", "postgresql://nobody@127.0.0.1:1/none")
    ran = run("bot", "--workers", "3")
    assert (ran.exit_code, "choose a smaller one" in ran.stderr) == (2, True)


@pytest.mark.parametrize("command", [["bot", "--workers", "4"], ["bot"], ["worker"]])
def test_workers_on_a_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Several processes need PostgreSQL: it is said before anything is made."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:abc")
    monkeypatch.setenv("STORYBOT_WORKERS", "2")
    ran = run(*command, database=f"{tmp_path}/storybot.db")
    assert ran.exit_code == 2
    assert "PostgreSQL" in ran.stderr
    assert "STORYBOT_WORKERS" in ran.stderr
    assert list(tmp_path.iterdir()) == []
