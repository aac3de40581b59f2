"""Find parameters of a call that no method reads; Telegram ignores them silently."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel


def unknown_parameters(given: Mapping[str, Any], parsed: BaseModel) -> Iterator[str]:
    """Yield the dotted names of unread parameters and of unread fields inside them."""
    fields = {field.alias or name: name for name, field in type(parsed).model_fields.items()}
    for name, value in given.items():
        if name not in fields:
            yield name
            continue
        for inner in _inside(_decoded(value), getattr(parsed, fields[name])):
            yield f"{name}.{inner}"


def _inside(given: Any, parsed: Any) -> Iterator[str]:
    if isinstance(parsed, BaseModel) and isinstance(given, Mapping):
        yield from unknown_parameters(given, parsed)
    elif isinstance(parsed, tuple) and isinstance(given, list):
        for index, (one, read) in enumerate(zip(given, parsed, strict=True)):
            for inner in _inside(one, read):
                yield f"{index}.{inner}"


def _decoded(value: Any) -> Any:
    """Read JSON that a form carries as a string."""
    if not isinstance(value, str) or value[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
