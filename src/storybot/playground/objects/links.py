"""Validate links as Telegram does: a known scheme and a host with a dot.

Follows ``check_link`` of TDLib.
"""

import re

_HOST = re.compile(r"(?:[^@\s]*@)?[^\s:@]+(?::\d{1,5})?")
_OWN = frozenset({"tg", "ton", "tonsite"})
_BLANK = re.compile(r"[\x00-\x20]")


class WrongLinkError(ValueError):
    """Telegram rejects the link; the message is Telegram's own."""


def checked_link(url: str) -> str:
    """Return the link as Telegram stores it: a host alone gets a scheme and a path.

    Raises:
        WrongLinkError: it is no link that Telegram opens.

    """
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        scheme, rest = "http", url.strip()
    scheme = scheme.lower()
    host, path = _split(rest)
    if scheme in _OWN and host:
        return f"{scheme}://{host}{path}"
    if scheme not in {"http", "https"}:
        raise WrongLinkError(f"URL '{url}' is invalid: Unsupported URL protocol")
    if not _HOST.fullmatch(host) or "." not in host:
        raise WrongLinkError(f"URL '{url}' is invalid: Wrong HTTP URL")
    if not path.startswith("/"):
        path = f"/{path}"
    return f"{scheme}://{host.lower()}{_BLANK.sub(_encoded, path)}"


def _split(rest: str) -> tuple[str, str]:
    cut = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    return rest[:cut], rest[cut:]


def _encoded(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
