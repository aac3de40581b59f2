"""Fetch one page that a moderator names: politely, with limits, and never from inside.

https://www.rfc-editor.org/rfc/rfc9309 says what robots.txt means.
"""

import asyncio
import logging
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import httpcore
from protego import Protego

from storybot.ingest.fetching.address_guard import GuardedBackend, Network, inside
from storybot.ingest.fetching.fetch_failures import detail, reason
from storybot.ingest.metadata.urls import check_address
from storybot.model.errors import Refused

_log = logging.getLogger(__name__)

MAX_BYTES = 5_000_000
"""Of a page, once unpacked."""
_ROBOTS_BYTES = 512_000
_SECONDS = 20.0
_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_NAME = "storybot"
_AGENT = f"{_NAME}/{version('storybot')} (Telegram bot; fetches a page when a moderator names it)"
_TRACKING = frozenset({"fbclid", "gclid", "dclid", "yclid", "mc_cid", "mc_eid", "igshid"})
_OK, _UNCHANGED, _SERVER = 200, 304, 500
_FAILURES = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    zlib.error,
    OSError,  # of TLS and of time, too
    ValueError,
)


@dataclass(frozen=True)
class Validators:
    """What a server said of a page by which it tells later whether the page has changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class FetchedPage:
    """A page as it was fetched."""

    url: str
    """Where it was in the end, without marks of who sent a reader there."""
    data: bytes
    charset: str
    """Encoding that the server named; empty for none."""
    validators: Validators


async def fetch(
    url: str, *, known: Validators | None = None, network: Network | None = None
) -> FetchedPage | None:
    """Fetch a page; None where it is as it was when it was given those validators.

    Raises:
        Refused: the address is not of the public web, the outlet does not want bots there, or
            there is no page of a bearable size behind it within twenty seconds.
    """
    check_address(url)
    try:
        async with asyncio.timeout(_SECONDS):
            return await _follow(url, known or Validators(), network or Network())
    except _FAILURES as error:
        _log.info("%s cannot be fetched: %s", url, detail(error))
        raise _unreachable(url, reason(error)) from error


def page_address(url: str) -> str:
    """Return the address of a page without its fragment and the marks of advertising."""
    parts = urlsplit(url)
    marked = any(_is_mark(name) for name, _ in parse_qsl(parts.query))
    kept = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not _is_mark(n)]
    return urlunsplit(parts._replace(query=urlencode(kept) if marked else parts.query, fragment=""))


def _is_mark(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKING


async def _follow(url: str, known: Validators, network: Network) -> FetchedPage | None:
    allowed: dict[str, Protego] = {}
    async with httpcore.AsyncConnectionPool(
        ssl_context=ssl.create_default_context(), network_backend=GuardedBackend(network), retries=0
    ) as pool:
        for _ in range(_REDIRECTS + 1):
            url = _checked(url, network)
            await _ask_robots(pool, url, allowed)
            async with _get(pool, url, known) as answer:
                if answer.status in _MOVED and (where := _header(answer, "location")):
                    url = urljoin(url, where)
                    continue
                return await _page(url, answer, known)
    raise _unreachable(url, Refused("it redirects without end", "fetch_redirects"))


def _checked(url: str, network: Network) -> str:
    """Return an address that may be asked for; also where a redirect leads."""
    parts = urlsplit(check_address(url))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if parts.username or parts.password or port not in network.ports:
        raise inside(parts.hostname or url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{parts.port}" if parts.port else host
    return urlunsplit(parts._replace(netloc=netloc, fragment=""))


async def _ask_robots(
    pool: httpcore.AsyncConnectionPool, url: str, allowed: dict[str, Protego]
) -> None:
    """Refuse what the outlet's robots.txt closes to bots."""
    root = urljoin(url, "/robots.txt")
    if root not in allowed:
        allowed[root] = Protego.parse(await _robots(pool, root))
    if not allowed[root].can_fetch(url, _NAME):
        raise Refused(
            f"The outlet does not want bots to fetch {url}: its robots.txt says so. Copy the "
            "article and send its text.",
            "page_closed_to_bots",
            url=url,
        )


async def _robots(pool: httpcore.AsyncConnectionPool, url: str) -> str:
    async with _get(pool, url, Validators()) as answer:
        if answer.status == _OK:
            return (await _body(answer, _ROBOTS_BYTES, cut=True)).decode("utf-8", "replace")
        # A server in trouble is left alone; none of the file leaves everything open.
        return "User-agent: *\nDisallow: /" if answer.status >= _SERVER else ""


@asynccontextmanager
async def _get(
    pool: httpcore.AsyncConnectionPool, url: str, known: Validators
) -> AsyncIterator[httpcore.Response]:
    headers = {
        "User-Agent": _AGENT,
        "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "If-None-Match": known.etag,
        "If-Modified-Since": known.last_modified,
    }
    sent: list[tuple[bytes | str, bytes | str]] = [(n, v) for n, v in headers.items() if v]
    limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)}
    async with pool.stream("GET", url, headers=sent, extensions=limits) as answer:
        yield answer


async def _page(url: str, answer: httpcore.Response, known: Validators) -> FetchedPage | None:
    if answer.status == _UNCHANGED and known != Validators():
        return None
    if answer.status != _OK:
        status = str(answer.status)
        why = Refused(f"the server answers {status}", "fetch_status", status=status)
        raise _unreachable(url, why)
    kind = Message()
    kind["content-type"] = _header(answer, "content-type")
    return FetchedPage(
        url=page_address(url),
        data=await _body(answer, MAX_BYTES),
        charset=str(kind.get_param("charset", "")),
        validators=Validators(_header(answer, "etag"), _header(answer, "last-modified")),
    )


async def _body(answer: httpcore.Response, most: int, *, cut: bool = False) -> bytes:
    """Read and unpack a body, never more of it than may be."""
    packing = _header(answer, "content-encoding").casefold() or "identity"
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise ValueError(f"it is packed as {packing}, which was not asked for")
    unpacker = None if packing == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    parts, size = [], 0
    async for chunk in answer.aiter_stream():
        part = unpacker.decompress(chunk, most + 1 - size) if unpacker else chunk
        parts.append(part)
        size += len(part)
        if size > most and not cut:
            raise Refused(
                f"The page is too large: at most {most:,} bytes are read. Send the article's text.",
                "page_too_large",
                megabytes=most // 1_000_000,
            )
        if size > most:
            break
    return b"".join(parts)[:most]


def _header(answer: httpcore.Response, name: str) -> str:
    headers: Mapping[bytes, bytes] = {key.lower(): value for key, value in answer.headers}
    return headers.get(name.encode(), b"").decode("latin-1").strip()


def _unreachable(url: str, why: Refused) -> Refused:
    return Refused(
        f"{url} cannot be fetched: {why}. Open it in a browser, copy the article, send its text.",
        "page_unreachable",
        url=url,
        why=why,
    )
