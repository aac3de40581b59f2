"""Tells systemd that the bot is ready, and that it is not deaf; without systemd, does nothing.

The watchdog is fed only while Telegram is heard: a process that runs and hears nothing is started
again.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Callable

_MICROSECONDS = 1_000_000

_log = logging.getLogger(__name__)


def notify(*lines: str) -> None:
    """Send lines such as ``READY=1`` to the service manager that started this process."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # a name that is in no folder
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to_manager:
            to_manager.sendto("\n".join(lines).encode(), address)
    except OSError as error:  # an address left in the environment is no reason to fall silent
        _log.warning("The service manager cannot be told %s: %s.", lines[0], error)


async def feed_watchdog(is_well: Callable[[], bool]) -> None:
    """Tell that all is well, twice in the time that the service manager waits; end without one."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    while microseconds.isdecimal() and int(microseconds):
        if is_well():
            notify("WATCHDOG=1")
        await asyncio.sleep(int(microseconds) / _MICROSECONDS / 2)
