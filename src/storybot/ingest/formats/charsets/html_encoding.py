"""Decode the bytes of a page by what its server or itself says of its encoding."""

import codecs
import re

from storybot.ingest.formats.charsets.charset import Decoded, decode_text

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE
)
_HEAD = 4096
_AS_BROWSERS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
}
"""Encodings that pages name when they mean another; browsers read them so."""


def decode_page(data: bytes, charset: str = "") -> Decoded:
    """Decode a page: by its mark, as its server says, as it says itself, or as text is told.

    Raises:
        Refused: its encoding cannot be told.
    """
    named = _META.search(data[:_HEAD])
    for name in (charset, named[1].decode("ascii") if named else ""):
        if name and not data.startswith(
            (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        ):
            try:
                codec = codecs.lookup(name).name
                return Decoded(data.decode(_AS_BROWSERS.get(codec, codec)), codec, guessed=False)
            except (LookupError, UnicodeDecodeError):
                continue
    return decode_text(data)
