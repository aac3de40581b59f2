"""Pseudonyms for people and chats, where only identity matters.

A pseudonym is derived from an id and a secret of the database: the same reader has the same one,
and nobody without the secret can tell whose it is. Statistics, exports and copies of single tables
contain pseudonyms; with the whole database, one can test whether a given id is in it, and read the
addresses of chats where answers can still be corrected.
"""

import hmac
import secrets

_KEY_BYTES = 32


def new_key() -> bytes:
    """Return a secret for a new database."""
    return secrets.token_bytes(_KEY_BYTES)


class Pseudonyms:
    """Pseudonyms by one secret."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._keyed = hmac.new(key, digestmod="sha256")
        """Copied for each code: to begin with the key costs several times as much."""

    def code(self, id: int) -> int:
        """Return the pseudonym of a person or chat: 63 bits, so that collisions do not occur."""
        return self._number(str(id))

    def pair_code(self, id: int, other: int) -> int:
        """Return a pseudonym of two ids together, as large; never 0."""
        return self._number(f"{id}:{other}") | 1

    def text_code(self, id: str) -> str:
        """Return the code of an id that is a text, such as that of an inline message."""
        return self._digest(id).hex()

    def key_for(self, purpose: str) -> bytes:
        """Derive a separate key for a purpose: it reveals nothing about the pseudonyms."""
        return hmac.digest(self._key, f"key for {purpose}".encode(), "sha256")

    def _number(self, id: str) -> int:
        return int.from_bytes(self._digest(id)[:8], "big") >> 1

    def _digest(self, id: str) -> bytes:
        code = self._keyed.copy()
        code.update(id.encode())
        return code.digest()
