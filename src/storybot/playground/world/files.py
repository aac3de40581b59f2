"""The files of the playground: uploaded by people or bots, fetched by bots."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from storybot.playground.objects.bot_api_objects import FileDocument


@dataclass(frozen=True)
class StoredFile:
    """A file's content, name and download path."""

    document: FileDocument
    path: str
    data: bytes


def png_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG; None for anything else."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


class FileStore:
    """Every file, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, data: bytes, name: str, mime_type: str | None) -> FileDocument:
        """Store the content and return the document for messages.

        The path is made from a number: only a plain extension of the name goes into it.
        """
        number = len(self._by_id)
        suffix = PurePosixPath(name).suffix
        plain = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
        document = FileDocument(
            file_id=f"BQACAgIAAxkBAAI{number:05d}playground",
            file_unique_id=hashlib.sha256(data).hexdigest()[:16],
            file_name=name,
            mime_type=mime_type,
            file_size=len(data),
        )
        stored = StoredFile(document, f"documents/file_{number}{plain}", data)
        self._by_id[document.file_id] = self._by_path[stored.path] = stored
        return document

    def find(self, file_id: str) -> StoredFile | None:
        """Return the file with that id, if there is one."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return the file at that download path, if there is one."""
        return self._by_path.get(path)
