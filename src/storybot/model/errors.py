"""Every error that storybot raises on purpose, as one tree.

    StorybotError
    ├── SettingError      a setting is wrong: the operator mends it (exit 2)
    ├── AlreadyRunning    another process answers with the same database
    ├── TokenRevoked      Telegram does not accept the bot's token, or not any more (exit 78)
    ├── WorkerGaveUp      a worker ended for good, with the code of one of these (exit 2, 78)
    ├── Refused           an input is not acceptable: its sender mends it
    ├── NotFound          there is no such document or version
    ├── Conflict          the corpus is not in the state that the change asks for
    └── StoreError        the database cannot be read or written
        ├── ForeignDatabase  the setting names another program's: a setting is wrong, too (exit 2)
        ├── DamagedText   a stored text no longer matches its hash; it is not quoted
        └── IndexUnavailable  the index is on other machines and cannot be reached
            └── IndexRefused  it is reached, and of no use until the operator has mended something:
                              a setting is wrong, too (exit 78)

Each message is a whole sentence for the person who can act on it: what is wrong, what to do. It is
English; an error that a reader or moderator may meet in a chat also has a code and the values in
the message, and a front that speaks other languages says it in its own words.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class StorybotError(Exception):
    """The root: its message may be shown to a person as it is.

    ``code`` names what is said, ``values`` are what is filled in; a value may be an error itself.
    """

    def __init__(self, message: str = "", code: str = "", **values: object) -> None:
        super().__init__(message)
        self.code = code
        self.values = values


class SettingError(StorybotError):
    """A setting is missing or wrong; the message names it."""


class AlreadyRunning(StorybotError):
    """Another process holds the database; the message names it."""


class TokenRevoked(StorybotError):
    """Telegram does not accept the token; starting again is futile without another one."""


class WorkerGaveUp(StorybotError):
    """A worker says that starting it again is futile; it has told why itself."""

    def __init__(self, worker: int, exit_code: int) -> None:
        super().__init__(f"Worker {worker} cannot go on (exit code {exit_code}), nor can others.")
        self.exit_code = exit_code


class Refused(StorybotError):
    """An invalid input; the message says why and what would be valid."""


class NotFound(StorybotError):
    """No document or version has that id."""


class Conflict(StorybotError):
    """The change does not fit the state: nothing to undo, already retracted, and so on."""


class StoreError(StorybotError):
    """The database failed; nothing of the change was stored."""


class ForeignDatabase(StoreError, SettingError):
    """A database belongs to another program; nothing was written to it."""

    ADVICE = "Set STORYBOT_DATABASE to another file; one that does not exist yet is made."


class DamagedText(StoreError):
    """A stored text does not match the hash it was stored with."""


class IndexUnavailable(StoreError):
    """The index cannot be searched or changed now; what was stored before stays stored.

    Nothing is known of what the articles say: it is no answer, and no abstention either.
    """


class IndexRefused(IndexUnavailable, SettingError):
    """The machines of the index do not serve us, and trying again is futile.

    At the start it is a wrong setting; where it happens later, the index is just unavailable.
    """


def why_invalid(error: "ValidationError") -> str:
    """Return what is wrong first with data that a person gave: its field and why, on one line.

    The value is left out, for it may be long, and so is the address of the validator's manual.
    """
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {message}" if field else message
