"""Open zip files that may have been made to fill the memory of who opens them."""

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storybot.model.errors import Refused

if TYPE_CHECKING:
    from lxml import etree

STYLE_GENERATIONS = 20
"""Styles that one may be made of, one of the other; a file could name each a thousand times."""
_MOST_ENTRIES = 2_000
_MOST_BYTES = 60_000_000
_MOST_RATIO = 150
_SMALL = 1_000_000
"""Bytes that a member may have whatever its ratio: runs of blanks pack that well."""
_ENTITY = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True)
class Package:
    """A zip file whose sizes were looked at before anything was unpacked."""

    archive: zipfile.ZipFile
    name: str

    def read(self, part: str) -> bytes:
        """Unpack a member; the size that it claims is the most that is unpacked."""
        try:
            with self.archive.open(part) as file:
                data = file.read(self.archive.getinfo(part).file_size + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise damaged(self.name) from error
        except RuntimeError as error:  # what zipfile raises for a member behind a password
            raise locked(self.name) from error
        if len(data) > self.archive.getinfo(part).file_size:
            raise too_involved(self.name)
        return data

    def read_xml(self, part: str) -> bytes:
        """Unpack a member that is XML; entities of its own are refused."""
        if part not in self.archive.namelist():
            raise damaged(self.name)
        data = self.read(part)
        if any(mark in data for mark in _ENTITY):
            raise too_involved(self.name)
        return data

    def parse_xml(self, part: str) -> "etree._Element":
        """Parse a member that is XML; see `read_xml`."""
        from lxml import etree  # noqa: PLC0415 - not for all that use this module

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(self.read_xml(part), parser=parser)
        except etree.XMLSyntaxError as error:
            raise damaged(self.name) from error


def open_package(data: bytes, name: str) -> Package:
    """Open a zip file.

    Raises:
        Refused: it is damaged, locked, or would unpack to more than any document holds.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(name) from error
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise locked(name)
    packed = (m for m in members if m.file_size > _SMALL)
    if (
        len(members) > _MOST_ENTRIES
        or sum(member.file_size for member in members) > _MOST_BYTES
        or any(m.file_size > _MOST_RATIO * max(1, m.compress_size) for m in packed)
    ):
        raise too_involved(name)
    return Package(archive, name)


def damaged(name: str) -> Refused:
    """Return the refusal of a file that breaks off or contradicts itself."""
    return Refused(
        f"{name} is damaged and cannot be read. Save it again, or send the article's text.",
        "file_damaged",
        name=name,
    )


def locked(name: str) -> Refused:
    """Return the refusal of a file that asks for a password."""
    return Refused(
        f"{name} is locked with a password. Save it without one, or send the article's text.",
        "file_locked",
        name=name,
    )


def too_involved(name: str) -> Refused:
    """Return the refusal of a file that was made to cost whoever opens it."""
    return Refused(
        f"{name} is too involved: no article is built like that. Send the article's text.",
        "file_too_involved",
        name=name,
    )
