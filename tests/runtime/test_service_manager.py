"""What systemd is told, over the socket that it names."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from storybot.runtime.service_manager import feed_watchdog, notify


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Listen as the service manager does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listening


def test_it_is_told_in_one_message(manager: socket.socket) -> None:
    """Lines that belong together arrive together."""
    notify("READY=1", "STATUS=Fine.")
    assert manager.recv(100) == b"READY=1\nSTATUS=Fine."


async def test_the_watchdog_is_fed_while_all_is_well(
    manager: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that is deaf does not feed it."""
    monkeypatch.setenv("WATCHDOG_USEC", "1000")
    looks = iter([True, False, True])

    def is_well() -> bool:
        try:
            return next(looks)
        except StopIteration:
            raise asyncio.CancelledError from None

    with pytest.raises(asyncio.CancelledError):
        await feed_watchdog(is_well)
    assert [manager.recv(100), manager.recv(100)] == [b"WATCHDOG=1"] * 2
    manager.setblocking(False)  # noqa: FBT003 - the socket's own interface
    with pytest.raises(BlockingIOError):
        manager.recv(100)


async def test_without_a_service_manager_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of systemd both end at once."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    notify("READY=1")
    await feed_watchdog(lambda: True)


def test_a_service_manager_that_is_gone_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An address that nobody listens at, as one inherited by a container, is told in the log."""
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    notify("READY=1")
    assert "The service manager cannot be told READY=1" in caplog.text
