"""Reading a method's parameters: strings from forms, JSON inside them, or JSON alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError

from storybot.playground.objects.bot_api_objects import Wire
from storybot.playground.objects.refusal import bad_request, not_parsed
from storybot.playground.objects.utf16 import is_well_formed
from storybot.playground.world.bots import Bot
from storybot.playground.world.telegram import Telegram

R = TypeVar("R", bound="Request")
T = TypeVar("T")
_NOT_UTF8 = "strings must be encoded in UTF-8"


def _decoded(value: Any) -> Any:
    """Read JSON that a form carries as a string; an empty string is an absent parameter."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        found = json.loads(value)
    except ValueError:
        raise ValueError("Can't parse JSON object") from None
    if not is_well_formed(found):
        raise ValueError(_NOT_UTF8)
    return found


ParameterValue = Annotated[T, BeforeValidator(_decoded)]
"""A parameter that is an object or an array."""


class Request(Wire):
    """The parameters of a method, with defaults for the absent ones."""


@dataclass(frozen=True)
class Upload:
    """A file sent along with a call."""

    name: str
    mime_type: str | None
    data: bytes


@dataclass(frozen=True)
class Caller:
    """The calling bot and the world that it lives in."""

    telegram: Telegram
    bot: Bot
    uploads: Mapping[str, Upload] = field(default_factory=dict)


def read(model: type[R], parameters: Mapping[str, Any]) -> R:
    """Parse the parameters.

    Raises:
        BotApiError: one has not the form that the method asks for, or holds lone surrogates.
    """
    if not is_well_formed(parameters):
        raise bad_request(_NOT_UTF8)
    given = {name: value for name, value in parameters.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise not_parsed(error) from error
