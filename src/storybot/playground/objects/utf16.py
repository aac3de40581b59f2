"""Measure text in UTF-16 units, as Telegram counts, and mend what is not Unicode."""

from typing import Annotated, Any

from pydantic import AfterValidator

_BASIC = 0xFFFF


def utf16_length(text: str) -> int:
    """Return the length of the text in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return the part of the text that an entity marks."""
    units = text.encode("utf-16-le")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def well_formed(value: Any) -> Any:
    """Return a text, or JSON with texts, where U+FFFD stands for each lone surrogate.

    So a client encodes what its user writes: UTF-8 has no lone surrogates.
    """
    match value:
        case str() if not value.isascii():
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        case dict():
            return {well_formed(name): well_formed(part) for name, part in value.items()}
        case list() | tuple():
            return [well_formed(part) for part in value]
        case _:
            return value


def is_well_formed(value: Any) -> bool:
    """Tell whether a text, or every text in JSON, can be encoded in UTF-8."""
    match value:
        case str():
            return bool(well_formed(value) == value)
        case dict():
            return all(is_well_formed(part) for pair in value.items() for part in pair)
        case list() | tuple():
            return all(is_well_formed(part) for part in value)
        case _:
            return True


Words = Annotated[str, AfterValidator(well_formed)]
"""What a person wrote, which may hold anything."""


class Ruler:
    """Turns code point indexes into UTF-16 offsets and back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._units = [0]
        for char in text:
            self._units.append(self._units[-1] + 1 + (ord(char) > _BASIC))
        self._indexes = {unit: index for index, unit in enumerate(self._units)}

    @property
    def units(self) -> int:
        """The length of the text."""
        return self._units[-1]

    def unit(self, index: int) -> int:
        """Return the UTF-16 offset of a code point."""
        return self._units[index]

    def index(self, unit: int) -> int | None:
        """Return the code point at a UTF-16 offset; None inside a pair or past the end."""
        return self._indexes.get(unit)

    def byte_after(self, unit: int) -> int:
        """Return the byte offset after the code point that a UTF-16 offset cuts."""
        index = next(i for i, start in enumerate(self._units) if start > unit)
        return len(self._text[:index].encode())
