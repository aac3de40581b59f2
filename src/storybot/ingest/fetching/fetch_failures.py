"""Why a page could not be fetched, in words for a person: those of libraries are for the log."""

import socket
import ssl
import zlib
from collections.abc import Iterator

import httpcore

from storybot.model.errors import Refused

_REASONS: tuple[tuple[tuple[type[BaseException], ...], Refused], ...] = (
    (
        (ssl.SSLCertVerificationError,),
        Refused("the certificate of the server is not valid", "fetch_certificate"),
    ),
    ((ssl.SSLError,), Refused("no secure connection can be made", "fetch_insecure")),
    (
        (socket.gaierror, UnicodeError),
        Refused("no server has this name", "fetch_name_unknown"),
    ),
    (
        (TimeoutError, httpcore.TimeoutException),
        Refused("the server takes too long to answer", "fetch_too_slow"),
    ),
    (
        (ConnectionRefusedError,),
        Refused("the server does not accept connections", "fetch_refused"),
    ),
    (
        (ConnectionError, httpcore.ReadError, httpcore.WriteError),
        Refused("the server broke the connection off", "fetch_broken_off"),
    ),
    (
        (zlib.error, httpcore.ProtocolError, ValueError),
        Refused("what the server sends cannot be read", "fetch_unreadable"),
    ),
)
"""What is said of an error or of one that led to it: the first that fits, so narrower ones first.

They are words that another error is filled in with, and are never raised.
"""
_NO_CONNECTION = Refused("no connection can be made", "fetch_no_connection")
_CLOSED = ("disconnected", "closed connection")
"""How the library and the parser that it uses say that a server went away before the end."""


def reason(error: BaseException) -> Refused:
    """Return why there was no page, as the part of a sentence that stands behind a colon."""
    causes = tuple(_causes(error))
    if isinstance(error, httpcore.RemoteProtocolError) and any(w in str(error) for w in _CLOSED):
        causes = (ConnectionResetError(),)
    if any(isinstance(c, socket.gaierror) and c.errno == socket.EAI_AGAIN for c in causes):
        return _NO_CONNECTION  # nobody could be asked for the name
    for kinds, said in _REASONS:
        if any(isinstance(cause, kinds) for cause in causes):
            return said
    return _NO_CONNECTION


def detail(error: BaseException) -> str:
    """Return what libraries say of an error, for the log."""
    return str(error) or type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that led to it."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
