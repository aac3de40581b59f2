"""Let nothing be fetched from an address inside: each name is resolved once, judged, and dialled.

A name whose answers change between judging and dialling, a redirect, an address in disguise: all
come through `GuardedBackend`, which dials the very address that it judged.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import httpcore

from storybot.model.errors import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)

PORTS = frozenset({80, 443})
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        ),
    )
)
"""Networks that lead inside or nowhere; `is_global` lets several of them pass."""


def is_public(address: str) -> bool:
    """Say whether an address is one of the public internet, whatever form it takes."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    inside = any(ip.version == net.version and ip in net for net in _NEVER)
    return ip.is_global and not inside


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system resolves it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@dataclass(frozen=True)
class Network:
    """Where may be fetched from. Tests name a resolver and a loopback of their own."""

    resolve: Callable[[str, int], Awaitable[list[str]]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = PORTS


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Dials public addresses only, each as it was judged."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._dialler = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's own
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host, all of whose addresses must be public.

        Raises:
            Refused: one of them is not, or the port is not one of the web.
        """
        if port not in self._network.ports:
            raise inside(host)
        try:
            addresses = await self._network.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address: {error}") from error
        if not addresses or not all(map(self._network.is_allowed, addresses)):
            raise inside(host)
        return await self._dialler.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  httpcore's own
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002  httpcore's own
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no page is behind a socket of this machine."""
        raise inside(path)

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between tries."""
        await asyncio.sleep(seconds)


def inside(host: str) -> Refused:
    """Return the refusal of an address that is none of the public web."""
    return Refused(
        f"{host} is no address of the public web, so nothing is fetched from it. Send the text of "
        "the article.",
        "page_not_public",
        host=host,
    )
