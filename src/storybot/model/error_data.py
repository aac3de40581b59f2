"""Errors as data: to leave a process, or to be kept, and to be said in anybody's language after."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from storybot.model.errors import Refused, StorybotError


class ErrorData(BaseModel):
    """What an error says; a value may be an error itself, as the reason of another is."""

    model_config = ConfigDict(frozen=True)

    message: str
    code: str = ""
    values: "Mapping[str, ErrorData | int | str]" = {}

    @property
    def error(self) -> Refused:
        """The error again."""
        refused = Refused(self.message)
        refused.code = self.code
        refused.values = {
            name: value.error if isinstance(value, ErrorData) else value
            for name, value in self.values.items()
        }
        return refused


def as_data(error: StorybotError) -> ErrorData:
    """Keep an error as data."""
    return ErrorData(message=str(error), code=error.code, values=values_as_data(error))


def values_as_data(error: StorybotError) -> dict[str, ErrorData | int | str]:
    """Keep what an error is filled in with: numbers, texts, and other errors as data."""
    return {name: _as_data(value) for name, value in error.values.items()}


def _as_data(value: object) -> ErrorData | int | str:
    if isinstance(value, StorybotError):
        return as_data(value)
    return value if isinstance(value, int) else str(value)
