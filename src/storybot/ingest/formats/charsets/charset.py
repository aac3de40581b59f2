"""Detect the encoding of a text file from its bytes."""

import codecs
import re
from typing import NamedTuple

from storybot.ingest.formats.charsets.legacy import guess
from storybot.model.errors import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000
"""Bytes examined to detect an undeclared encoding."""
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS_MOST = 0.01
_TELLING = re.compile(r"[^\x00-\x7f]")


class Decoded(NamedTuple):
    """A text, and the encoding that it was in."""

    text: str
    encoding: str
    guessed: bool
    """Whether nothing but the look of its letters told the encoding."""

    def sample(self, length: int) -> str:
        """Return words with letters outside ASCII: those by which a wrong guess shows."""
        found = _TELLING.search(self.text)
        start = self.text.rfind(" ", 0, found.start()) + 1 if found else 0
        return " ".join(self.text[start : start + length].split())


def decode(data: bytes) -> str:
    """Decode a text by its byte order mark, as UTF-8, or in the most plausible legacy encoding.

    Raises:
        Refused: it is no text, or its encoding cannot be told.
    """
    return decode_text(data).text


def decode_text(data: bytes) -> Decoded:
    """Decode a text, and say how sure its encoding is.

    Raises:
        Refused: it is no text, or its encoding cannot be told.
    """
    sample = data[:_SAMPLE]
    name = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if name:
        false = Refused("It claims to be Unicode and is not. Save it as UTF-8.", "not_unicode")
        return Decoded(_decode_as(data, name, false), name, guessed=False)
    if b"\x00" in sample:
        wide = _wide(sample)
        return Decoded(_decode_as(data, wide, _no_text()), wide, guessed=False)
    if len(_CONTROLS.findall(sample)) > _CONTROLS_MOST * len(sample):
        raise _no_text()
    try:
        return Decoded(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        if _is_broken_utf8(sample):
            raise Refused(
                "Letters in it are damaged. Save it as UTF-8 again.", "damaged_letters"
            ) from None
    unknown = Refused("Its encoding cannot be told. Save it as UTF-8.", "unknown_encoding")
    legacy = guess(sample)
    if legacy is None:
        raise unknown
    return Decoded(_decode_as(data, legacy, unknown), legacy, guessed=True)


def _is_broken_utf8(sample: bytes) -> bool:
    """Return whether most non-ASCII letters are valid UTF-8: no legacy text looks like that."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) > 3 * broken


def _decode_as(data: bytes, name: str, complaint: Refused) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise complaint from None


def _no_text() -> Refused:
    return Refused("It is not a text file. Save the article as plain text in UTF-8.", "not_text")


def _wide(sample: bytes) -> str:
    """Name the UTF-16 that a text without a mark is in, by where its NUL bytes are."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 8 < len(sample):
        raise _no_text()
    return "utf-16-le" if odd > even else "utf-16-be"
