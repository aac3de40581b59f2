"""What a command says where it is not let into a folder: one sentence, and no traceback."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = "The lock\n\nInes Calder shut the northern lock on Tuesday."
_DROP_FROM_BOUNDING_SET, _RIGHTS_OF_ROOT = 24, (1, 2)
"""Of Linux: an operation of prctl, and the capabilities that open to root what is shut."""
_COMMANDS = (
    ("ask", "Who shut the northern lock?"),
    ("list",),
    ("add", "article.txt"),
    ("backup", "copy.db"),
    ("doctor",),
)


def _obey_permissions() -> None:
    for right in _RIGHTS_OF_ROOT:
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, right, 0, 0, 0)


def run(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to which files are what they say, also where root runs the tests."""
    return subprocess.run(
        [sys.executable, "-m", "storybot", *command],
        cwd=folder,
        env={"PATH": "", "HOME": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_obey_permissions,
    )


@pytest.fixture
def shut(tmp_path: Path) -> Path:
    """Make a folder that nobody is let into, beside an article."""
    (tmp_path / "article.txt").write_text(ARTICLE)
    (tmp_path / "shut").mkdir(mode=0o000)
    return tmp_path / "shut"


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: command[0])
def test_a_database_in_a_shut_folder_is_told_of(shut: Path, command: tuple[str, ...]) -> None:
    """It is the folder that is named, and not that there is no database."""
    database = f"sqlite:///{shut}/storybot.db"
    ended = run(shut.parent, *command, STORYBOT_DATABASE=database)
    said = ended.stdout + ended.stderr
    assert ended.returncode == 2
    assert f"{shut}/storybot.db cannot be looked at" in said
    assert "Permission denied" in said
    assert "Traceback" not in said


def test_the_other_sources_are_added(shut: Path) -> None:
    """One that cannot be looked at is refused by itself; so is a name longer than one can be."""
    ended = run(shut.parent, "add", f"{shut}/a.md", "n" * 300, "article.txt")
    assert ended.returncode == 1
    assert f"{shut}/a.md cannot be looked at: Permission denied." in ended.stderr
    assert "File name too long." in ended.stderr
    assert "added as article 1" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("corpus", ["shut", "shut/corpus", "holder", "lister"])
def test_the_doctor_tells_of_a_shut_corpus(shut: Path, corpus: str) -> None:
    """Of the folder itself, of one around it, of one in it, and of one that may only be listed."""
    for holder, mode in (("holder", 0o000), ("lister", 0o444)):
        inner = shut.parent / holder / "inner"
        inner.mkdir(parents=True)
        (inner / "article.txt").write_text(ARTICLE)
        inner.chmod(mode)
    ended = run(shut.parent, "doctor", STORYBOT_CORPUS=corpus)
    (told,) = [line for line in ended.stdout.splitlines() if "corpus folder" in line]
    assert told.startswith("WARNING")
    assert "Traceback" not in ended.stderr


def test_labels_for_a_shut_folder_are_told_of(shut: Path) -> None:
    """As other files are that cannot be written."""
    run(shut.parent, "add", "article.txt")
    ended = run(shut.parent, "labels", "--export", "shut/questions.jsonl")
    assert ended.stderr == "Cannot write shut/questions.jsonl: Permission denied.\n"


def test_settings_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    """A file of settings that another user owns, or that an editor saved in UTF-16."""
    file = tmp_path / ".env"
    for content, mode, reason in (
        ("STORYBOT_THRESHOLD=0.4".encode("utf-16"), 0o600, "not in UTF-8"),
        (b"STORYBOT_THRESHOLD=0.4", 0o000, "Permission denied"),
    ):
        file.write_bytes(content)
        file.chmod(mode)
        for command in ("list", "doctor"):
            ended = run(tmp_path, command)
            assert ended.returncode == 2
            assert f".env {'is' if mode else 'cannot be read:'} {reason}" in ended.stderr
            assert ended.stderr.count("\n") == 1


def test_the_doctor_does_not_advise_to_replace_what_is_only_shut(shut: Path) -> None:
    """Neither a database that may not be read, nor what is none; of backups it says the same."""
    run(shut.parent, "add", "article.txt")
    database = shut.parent / "storybot.db"
    database.chmod(0o000)
    assert "storybot.db may not be read." in run(shut.parent, "doctor").stdout
    database.chmod(0o600)
    said = run(shut.parent, "doctor", STORYBOT_BACKUPS=str(shut)).stdout
    assert f"The folder of backups {shut} may not be read or written." in said
    said = run(shut.parent, "doctor", STORYBOT_DATABASE=f"sqlite:///{shut.parent}").stdout
    assert f"{shut.parent} is no file." in said
    assert "put the newest backup" not in said
