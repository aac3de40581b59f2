"""Take from this process what reading a file does not need: network, programs, writing, memory."""

import contextlib
import ctypes
import platform
import resource
import struct
import sys

_NO_NEW_PRIVILEGES = 38
_SECCOMP = 22
_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # EPERM
_OTHER_NUMBERS = 0x40000000
"""From here on the same calls have second numbers on x86-64."""
_ARCHITECTURES = {
    # audit number; socket, connect, bind, listen, sendto, socketpair, execve, execveat, ptrace,
    # io_uring_setup, fork, vfork
    "x86_64": (0xC000003E, (41, 42, 49, 50, 44, 53, 59, 322, 101, 425, 57, 58)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 206, 199, 221, 281, 117, 425)),
}
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "os.fork", "pty.")
_WRITING = frozenset("wax+")


def confine(*, memory: int, files: int) -> None:
    """Limit this process for the rest of its life; what the system cannot limit stays as it was."""
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # A system may not know a limit, or have a lower one already.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    _filter_calls()
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not for a reader of files")
    if event == "open" and isinstance(arguments[1], str) and not _WRITING.isdisjoint(arguments[1]):
        raise PermissionError("a reader of files writes none")


def _filter_calls() -> None:
    """Refuse the calls that reach the network or other programs, also from native code.

    https://docs.kernel.org/userspace-api/seccomp_filter.html
    """
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        return
    architecture, calls = _ARCHITECTURES[platform.machine()]
    program = _program(architecture, calls)
    buffer = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        prctl(_SECCOMP, _FILTER, ctypes.create_string_buffer(header), 0, 0)


def _program(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Write the filter: another architecture's calls and those listed are refused."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    lines = [(load, 0, 0, 4), (equal, 0, len(calls) + 3, architecture), (load, 0, 0, 0)]
    lines += [(at_least, len(calls) + 1, 0, _OTHER_NUMBERS)]
    lines += [(equal, len(calls) - index, 0, call) for index, call in enumerate(calls)]
    lines += [(give, 0, 0, _ALLOW), (give, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
