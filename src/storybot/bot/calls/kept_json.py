"""JSON that is sent again and again: written as text once."""

import json
from collections.abc import Mapping
from typing import Any, Self

JsonObject = dict[str, Any]

_write = json.JSONEncoder(ensure_ascii=False).encode


class KeptJson(str):
    """The text of a JSON value, as it is sent."""

    __slots__ = ()

    @classmethod
    def of(cls, value: object) -> Self:
        """Write a value."""
        return cls(_write(value))


def json_text(values: Mapping[str, object]) -> str:
    """Write an object, of which some values may be written already."""
    kept = {name: value for name, value in values.items() if type(value) is KeptJson}
    if not kept:
        return _write(values)
    fields = [f"{_write(name)}: {text}" for name, text in kept.items()]
    if others := {name: value for name, value in values.items() if name not in kept}:
        fields.append(_write(others)[1:-1])
    return f"{{{', '.join(fields)}}}"
