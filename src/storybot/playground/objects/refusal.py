"""The Bot API's refusals, in Telegram's own words."""

from typing import Any

from pydantic import ValidationError

_KINDS = {
    "string": "String",
    "int": "Number",
    "float": "Number",
    "bool": "Boolean",
    "list": "Array",
    "tuple": "Array",
    "model": "Object",
    "dict": "Object",
}
_PARSED = {
    "results": "inline query result",
    "result": "inline query result",
    "inline_keyboard": "inline keyboard button",
    "keyboard": "keyboard button",
    "entities": "MessageEntity",
    "caption_entities": "MessageEntity",
    "quote_entities": "MessageEntity",
    "commands": "BotCommand",
    "scope": "BotCommandScope",
    "reaction": "reaction type",
    "button": "inline query results button",
    "reply_parameters": "reply parameters",
    "link_preview_options": "link preview options",
}


class BotApiError(Exception):
    """A call that Telegram refuses, with the code and description of the response."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the response as the Bot API writes it."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> BotApiError:
    """Return a 400 with the first letter as Telegram writes it: small, unless it is a code."""
    if reason[1:2].islower() or reason[1:2] == "'":
        reason = reason[0].lower() + reason[1:]
    return BotApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> BotApiError:
    """Return a 403."""
    return BotApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> BotApiError:
    """Return a 429 that names how long to wait."""
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_parsed(error: ValidationError) -> BotApiError:
    """Return the 400 for parameters that do not have the form that the method asks for."""
    first = error.errors(include_url=False)[0]
    path = [str(part) for part in first["loc"] if isinstance(part, str)]
    parsed = dict.fromkeys(_PARSED[name] for name in path if name in _PARSED)
    prefix = "".join(f"Can't parse {what}: " for what in parsed)
    return bad_request(prefix + _complaint(first["type"], path, first))


def _complaint(kind: str, path: list[str], detail: Any) -> str:
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    name = path[-1] if path else ""
    if kind == "missing":
        return f'Can\'t find field "{name}"'
    wanted = _KINDS.get(kind.split("_", maxsplit=1)[0], "Object")
    return f'Field "{name}" must be of type {wanted}'
