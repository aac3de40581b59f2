"""JSON that is sent again and again: written as text once."""

import json
from collections.abc import Mapping
from typing import Any, TypeGuard

JsonObject = dict[str, Any]

_write = json.JSONEncoder(ensure_ascii=False).encode


class KeptJson(dict[str, Any]):
    """A JSON object that knows its text, once it was asked for it; nobody changes it after that."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self._text = ""

    @property
    def text(self) -> str:
        """The object as it is sent."""
        self._text = self._text or _write(self)
        return self._text


def json_text(values: Mapping[str, object]) -> str:
    """Write an object, of which some values may be lists of what is written already."""
    if not any(map(_is_kept, values.values())):
        return _write(values)
    return f"{{{', '.join(f'{_write(name)}: {_text(value)}' for name, value in values.items())}}}"


def _is_kept(value: object) -> TypeGuard[list[KeptJson]]:
    return isinstance(value, list) and bool(value) and all(type(one) is KeptJson for one in value)


def _text(value: object) -> str:
    return f"[{', '.join([one.text for one in value])}]" if _is_kept(value) else _write(value)
