"""Whether a command may make the database that the settings name: a slip must not begin a new one.

A bot that starts with an empty database in place of the one meant answers, and has lost all that
came from the chat. So a path other than the default one has to exist, or the command says
`--create`. Commands that bring articles may also begin where nothing is yet: in a folder that is
there and holds no other database.
"""

from collections.abc import Iterator
from pathlib import Path

from storybot.model.errors import SettingError
from storybot.runtime.setting_names import DATABASE, StorySettings

_MAGIC = b"SQLite format 3\x00"
_NONE = "STORYBOT_DATABASE: there is no database {}{} Correct the path, or make one: --create."
_SHUT = (
    "STORYBOT_DATABASE: {} cannot be looked at ({}). Let this program into its folder, or correct"
    " the path."
)


def check_database(settings: StorySettings, path: Path | None, *, create: bool, fills: bool) -> str:
    """Check that the database at a path exists or may be made; return what to say about it.

    ``path`` is None for one in memory; ``fills`` says that the command brings articles.

    Raises:
        SettingError: it does not exist, and was not asked for; or nobody can tell.
    """
    if path is None or create or settings.database == DATABASE:
        return ""
    try:
        if path.exists():
            return ""
    except OSError as error:
        raise SettingError(_SHUT.format(path, error.strerror)) from error
    others = sorted(databases_beside(path))
    if not fills or others or not path.parent.is_dir():
        raise SettingError(_NONE.format(path, hint(path, others)))
    return f"A new database: {path}."


def hint(path: Path, others: list[str]) -> str:
    """Say what may have been meant by a path, as the end of a sentence."""
    from difflib import get_close_matches  # noqa: PLC0415 - most paths are right

    near = get_close_matches(path.name, others, 1, 0) if others else []
    if near:
        return f"; did you mean {path.with_name(near[0])}?"
    return "." if path.parent.is_dir() else f", and no folder {path.parent}."


def databases_beside(path: Path) -> Iterator[str]:
    """Name the databases in the folder of a path, as far as they can be read."""
    try:
        for file in path.parent.iterdir():
            if file.is_file() and is_database(file):
                yield file.name
    except OSError:
        return


def is_database(file: Path) -> bool:
    """Tell whether a file is a database of SQLite, by how it begins."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False
