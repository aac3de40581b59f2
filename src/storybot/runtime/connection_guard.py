"""Limit HTTP connections, so that silent or slow clients cannot keep others out.

Headers and bodies have to arrive in time. If too many connections are open, from one address or in
total, the one waiting longest without a complete request is closed: a health check gets in even
when a proxy hides everybody behind one address.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How long a request may take to arrive, and how many connections may be open."""

    header_seconds: float = 10.0
    body_seconds: float = 20.0
    per_address: int = 100
    """Above twice the 40 connections that Telegram opens to a webhook."""
    in_all: int = 200


class Connections:
    """The open connections of one server."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self.limits = limits
        self._open: dict[GuardedProtocol, None] = {}

    def protocol(self, **arguments: Any) -> asyncio.Protocol:
        """Make the protocol of a new connection, as uvicorn asks for it."""
        return GuardedProtocol(self, **arguments)

    def admit(self, connection: "GuardedProtocol") -> bool:
        """Admit a new connection; False if only connections being answered could make room."""
        same = [other for other in self._open if other.address == connection.address]
        crowded = ((same, self.limits.per_address), (self._open, self.limits.in_all))
        for others, most in crowded:
            if len(others) >= most and not self._make_room(others):
                return False
        self._open[connection] = None
        return True

    def leave(self, connection: "GuardedProtocol") -> None:
        """Forget a connection that is closed."""
        self._open.pop(connection, None)

    def _make_room(self, others: Iterable["GuardedProtocol"]) -> bool:
        """Close the connection that was silent longest."""
        waiting = [other for other in others if other.waits_for_request]
        if not waiting:
            return False
        oldest = min(waiting, key=lambda other: other.waiting_since)
        self.leave(oldest)
        oldest.transport.abort()
        return True


class GuardedProtocol(H11Protocol):
    """A connection, closed if its request does not arrive in time."""

    def __init__(self, connections: Connections, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._connections = connections
        self._deadline: asyncio.TimerHandle | None = None
        self._expected: object = None
        self.waiting_since = self.loop.time()

    @property
    def address(self) -> str:
        """The remote address of the connection."""
        return self.client[0] if self.client else ""

    @property
    def waits_for_request(self) -> bool:
        """Whether no whole request has arrived that is not answered yet."""
        return self.conn.their_state in {h11.IDLE, h11.SEND_BODY}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admit the connection, or close it at once."""
        super().connection_made(transport)
        if self._connections.admit(self):
            self._expect()
        else:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Process received data; the deadline applies to the rest."""
        super().data_received(data)
        self._expect()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._expected = None
        super().on_response_complete()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._connections.leave(self)
        self._stop()
        super().connection_lost(exc)

    def _expect(self) -> None:
        """Set the deadline for the next part of a request, once for each part."""
        state = self.conn.their_state
        if state is self._expected:
            return
        self._stop()
        self._expected = state
        limits = self._connections.limits
        seconds = {h11.IDLE: limits.header_seconds, h11.SEND_BODY: limits.body_seconds}.get(state)
        if seconds is not None and not self.transport.is_closing():
            if state is h11.IDLE:
                self.waiting_since = self.loop.time()
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
